package dev.unroll.report.figure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

/**
 * PDFs whose bytes depend on their content alone: no time, no random name, and nothing compressed, for Java compresses
 * with what the system has, which differs.
 */
public final class PlainPdf {

    private PlainPdf() {
    }

    /** The bytes of a document, without saying when it was made. */
    public static byte[] bytes(PDDocument document) throws IOException {
        byte[] saved = saved(document);
        try (PDDocument again = Loader.loadPDF(saved)) {
            for (COSObjectKey key : again.getDocument().getXrefTable().keySet()) {
                COSObject object = again.getDocument().getObjectFromPool(key);
                COSBase base = object.getObject();
                if (base instanceof COSStream stream && stream.getFilters() != null) {
                    expand(stream);
                }
            }
            return saved(again);
        }
    }

    private static void expand(COSStream stream) throws IOException {
        byte[] content = stream.createInputStream().readAllBytes();
        stream.removeItem(COSName.FILTER);
        stream.removeItem(COSName.DECODE_PARMS);
        try (OutputStream out = stream.createOutputStream()) {
            out.write(content);
        }
    }

    private static byte[] saved(PDDocument document) throws IOException {
        PDDocumentInformation said = document.getDocumentInformation();
        PDDocumentInformation kept = new PDDocumentInformation();
        kept.setTitle(said.getTitle());
        document.setDocumentInformation(kept);
        document.setDocumentId(0L);
        document.getDocumentCatalog().setMetadata(null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out, CompressParameters.NO_COMPRESSION);
        return out.toByteArray();
    }
}
