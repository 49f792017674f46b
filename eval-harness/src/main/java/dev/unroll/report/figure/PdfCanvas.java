package dev.unroll.report.figure;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;

/** Draws as a PDF of one page, as large as the figure, with the part of the font that it needs inside. */
final class PdfCanvas implements Canvas, AutoCloseable {

    /** Of a quarter of a circle by one Bézier curve. */
    private static final double ROUND = 0.5522847498;

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
    private static final String PLAIN = "0123456789−";
    private static final double SMALL = 0.7;
    private static final double RISE = 0.38;

    private final PDDocument document = new PDDocument();
    private final PDPageContentStream page;
    private final PDFont font;
    private final double height;

    PdfCanvas(double width, double height) {
        this.height = height;
        try {
            PDPage only = new PDPage(new PDRectangle((float) width, (float) height));
            document.addPage(only);
            font = PdfFonts.sans(document);
            page = new PDPageContentStream(document, only, AppendMode.OVERWRITE, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole file; nothing can be drawn after. */
    byte[] document() {
        try {
            page.close();
            return PlainPdf.bytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A step of drawing. */
    private interface Step {
        void run() throws IOException;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private float up(double y) {
        return (float) (height - y);
    }

    private void opacity(double opacity) throws IOException {
        PDExtendedGraphicsState state = new PDExtendedGraphicsState();
        state.setStrokingAlphaConstant((float) opacity);
        state.setNonStrokingAlphaConstant((float) opacity);
        page.setGraphicsStateParameters(state);
    }

    private void path(double[] x, double[] y) throws IOException {
        page.moveTo((float) x[0], up(y[0]));
        for (int i = 1; i < x.length; i++) {
            page.lineTo((float) x[i], up(y[i]));
        }
    }

    private static Color colour(String hex) {
        return new Color(Integer.parseInt(hex.substring(1), 16));
    }

    @Override
    public void line(double[] x, double[] y, String colour, double width, double opacity, double... dash) {
        if (x.length < 2) {
            return;
        }
        run(() -> {
            page.saveGraphicsState();
            if (opacity != 1) {
                opacity(opacity);
            }
            float[] lengths = new float[dash.length];
            for (int i = 0; i < dash.length; i++) {
                lengths[i] = (float) dash[i];
            }
            page.setLineDashPattern(lengths, 0);
            page.setLineWidth((float) width);
            page.setLineJoinStyle(1);
            page.setStrokingColor(colour(colour));
            path(x, y);
            page.stroke();
            page.restoreGraphicsState();
        });
    }

    @Override
    public void fill(double[] x, double[] y, String colour, double opacity) {
        run(() -> {
            page.saveGraphicsState();
            if (opacity != 1) {
                opacity(opacity);
            }
            page.setNonStrokingColor(colour(colour));
            path(x, y);
            page.closePath();
            page.fill();
            page.restoreGraphicsState();
        });
    }

    @Override
    public void circle(double x, double y, double radius, String colour, double opacity) {
        run(() -> {
            page.saveGraphicsState();
            if (opacity != 1) {
                opacity(opacity);
            }
            page.setNonStrokingColor(colour(colour));
            float cx = (float) x;
            float cy = up(y);
            float r = (float) radius;
            float k = (float) (radius * ROUND);
            page.moveTo(cx + r, cy);
            page.curveTo(cx + r, cy + k, cx + k, cy + r, cx, cy + r);
            page.curveTo(cx - k, cy + r, cx - r, cy + k, cx - r, cy);
            page.curveTo(cx - r, cy - k, cx - k, cy - r, cx, cy - r);
            page.curveTo(cx + k, cy - r, cx + r, cy - k, cx + r, cy);
            page.fill();
            page.restoreGraphicsState();
        });
    }

    @Override
    public void text(double x, double y, String text, double size, String colour, Anchor anchor) {
        run(() -> {
            List<Run> runs = runs(text, size);
            double width = 0;
            for (Run run : runs) {
                width += font.getStringWidth(run.text()) / 1000 * run.size();
            }
            double left = anchor == Anchor.START ? x : anchor == Anchor.MIDDLE ? x - width / 2 : x - width;
            page.beginText();
            page.setNonStrokingColor(colour(colour));
            page.newLineAtOffset((float) left, up(y));
            for (Run run : runs) {
                page.setFont(font, (float) run.size());
                page.setTextRise((float) (run.raised() ? size * RISE : 0));
                page.showText(run.text());
            }
            page.endText();
        });
    }

    /** A piece of text; raised is what stands above the line, such as an exponent. */
    private record Run(String text, double size, boolean raised) {
    }

    /** The font has few raised digits: they are written as small ones. */
    private List<Run> runs(String text, double size) {
        List<Run> runs = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean raised = false;
        for (int i = 0; i <= text.length(); i++) {
            int digit = i < text.length() ? SUPERSCRIPTS.indexOf(text.charAt(i)) : -1;
            if (i == text.length() || raised != digit >= 0) {
                if (piece.length() > 0) {
                    runs.add(new Run(PdfFonts.known(font, piece.toString()), raised ? size * SMALL : size, raised));
                }
                piece.setLength(0);
                raised = digit >= 0;
            }
            if (i < text.length()) {
                piece.append(digit >= 0 ? PLAIN.charAt(digit) : text.charAt(i));
            }
        }
        return runs;
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        run(() -> {
            page.saveGraphicsState();
            page.addRect((float) x, up(y + height), (float) width, (float) height);
            page.clip();
        });
    }

    @Override
    public void unclip() {
        run(page::restoreGraphicsState);
    }

    @Override
    public void close() {
        run(document::close);
    }
}
