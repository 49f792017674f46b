package dev.unroll.report.format;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.unroll.report.figure.PdfFonts;
import dev.unroll.report.figure.PlainPdf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A report as PDF: its sections laid out on A4 by openhtmltopdf, with the fonts of the class path and the figures' own
 * PDFs inside, so that it looks and is the same everywhere.
 */
public final class PdfReport {

    private static final List<String> SHAPES = List.of("●", "■", "▲", "◆", "✚", "▼");

    private final Document document;
    private final Map<String, String> figures;
    private final Element body;

    private PdfReport(Map<String, String> figures) {
        this.figures = figures;
        document = Markup.parse("").getOwnerDocument();
        document.removeChild(document.getDocumentElement());
        Element html = document.createElement("html");
        document.appendChild(html);
        html.appendChild(document.createElement("head"));
        body = document.createElement("body");
        html.appendChild(body);
    }

    /**
     * Lays a report out.
     *
     * @param style    a style sheet of CSS 2.1
     * @param sections the title first, each in markup
     * @param figures  the PDF of each chart, by its ID in the markup, from the folder
     * @param folder   where the figures are
     */
    public static byte[] of(String title, String style, List<String> sections, Map<String, String> figures, Path folder) {
        PdfReport report = new PdfReport(figures);
        report.head(title, style);
        for (String section : sections) {
            Element tree = Markup.parse(section);
            report.adapt(tree);
            report.body.appendChild(report.document.importNode(tree, true));
        }
        return report.bytes(folder, title);
    }

    private void head(String title, String style) {
        Element head = (Element) document.getDocumentElement().getFirstChild();
        Element name = document.createElement("title");
        name.setTextContent(title);
        head.appendChild(name);
        Element sheet = document.createElement("style");
        sheet.setTextContent(style);
        head.appendChild(sheet);
    }

    /** Charts become pictures, marks become signs, buttons become words. */
    private void adapt(Element tree) {
        for (Element svg : Markup.elements(tree, "svg")) {
            Element use = Markup.elements(svg, "use").stream().findFirst().orElse(null);
            Element sign = tree.getOwnerDocument().createElement("span");
            sign.setAttribute("class", svg.getAttribute("class"));
            int shape = use == null ? 0 : Integer.parseInt(use.getAttribute("href").replaceAll("\\D", ""));
            sign.setTextContent(SHAPES.get(shape % SHAPES.size()) + "\u00a0");
            svg.getParentNode().replaceChild(sign, svg);
        }
        for (Element button : Markup.elements(tree, "button")) {
            Element words = tree.getOwnerDocument().createElement("span");
            words.setAttribute("class", button.getAttribute("class"));
            for (Node child : Markup.children(button)) {
                words.appendChild(child);
            }
            button.getParentNode().replaceChild(words, button);
        }
        for (Element box : Markup.elements(tree, "div")) {
            String figure = figures.get(box.getAttribute("id"));
            if (figure != null) {
                Element picture = tree.getOwnerDocument().createElement("img");
                picture.setAttribute("src", figure);
                picture.setAttribute("alt", box.getAttribute("aria-label"));
                box.appendChild(picture);
            }
        }
    }

    private byte[] bytes(Path folder, String title) {
        XRLog.setLoggingEnabled(false);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.withW3cDocument(document, folder.toUri().toString());
        font(builder, "Serif-Regular", "serif-face", 400, FontStyle.NORMAL);
        font(builder, "Serif-Bold", "serif-face", 700, FontStyle.NORMAL);
        font(builder, "Sans-Regular", "sans-face", 400, FontStyle.NORMAL);
        font(builder, "Sans-Bold", "sans-face", 700, FontStyle.NORMAL);
        font(builder, "Sans-Italic", "sans-face", 400, FontStyle.ITALIC);
        font(builder, "Mono-Regular", "mono-face", 400, FontStyle.NORMAL);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            renderer.getPdfDocument().getDocumentInformation().setTitle(title);
            return PlainPdf.bytes(renderer.getPdfDocument());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void font(PdfRendererBuilder builder, String file, String family, int weight, FontStyle style) {
        builder.useFont(() -> PdfFonts.file(file), family, weight, style, true);
    }
}
