package dev.unroll.datasets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal. */
public final class Fingerprint {

    private Fingerprint() {
    }

    /** Of these bytes. */
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one has not", e);
        }
    }

    /**
     * Of a description in UTF-8: the name and version of what makes the examples, and its parameters. The version moves
     * whenever the same parameters give other examples.
     */
    public static String of(String description) {
        return of(description.getBytes(StandardCharsets.UTF_8));
    }
}
