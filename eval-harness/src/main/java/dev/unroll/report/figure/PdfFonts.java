package dev.unroll.report.figure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The fonts of PDFs: Liberation, from the class path. No PDF depends on what a machine has installed, and none of its
 * fonts is looked for.
 */
public final class PdfFonts {

    private static final String REPLACEMENT = "?";

    static {
        FontMappers.set(new OwnFonts());
    }

    private PdfFonts() {
    }

    /** The file of a font, such as {@code Sans-Bold}. */
    public static InputStream file(String name) {
        InputStream file = PdfFonts.class.getResourceAsStream("/liberation/Liberation" + name + ".ttf");
        if (file == null) {
            throw new IllegalStateException("PDFs need the font Liberation " + name + " on the class path; it is not "
                    + "there: build again");
        }
        return file;
    }

    static PDFont sans(PDDocument document) throws IOException {
        try (InputStream file = file("Sans-Regular")) {
            return PDType0Font.load(document, file, true);
        }
    }

    /** Text with what the font has no sign for replaced. */
    static String known(PDFont font, String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(point -> {
            String sign = point == '\u202f' ? "\u00a0" : Character.toString(point);
            try {
                font.encode(sign);
                known.append(sign);
            } catch (IOException | IllegalArgumentException e) {
                known.append(REPLACEMENT);
            }
        });
        return known.toString();
    }

    /** Stands in for every font that a PDF names and does not hold. */
    private static final class OwnFonts implements FontMapper {

        private TrueTypeFont only;

        private synchronized TrueTypeFont font() {
            if (only == null) {
                try (InputStream file = file("Sans-Regular")) {
                    only = new TTFParser().parse(new RandomAccessReadBuffer(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return only;
        }

        @Override
        public FontMapping<TrueTypeFont> getTrueTypeFont(String name, PDFontDescriptor descriptor) {
            return new FontMapping<>(font(), true);
        }

        @Override
        public FontMapping<FontBoxFont> getFontBoxFont(String name, PDFontDescriptor descriptor) {
            return new FontMapping<>(font(), true);
        }

        @Override
        public CIDFontMapping getCIDFont(String name, PDFontDescriptor descriptor, PDCIDSystemInfo system) {
            return new CIDFontMapping(null, font(), true);
        }
    }
}
