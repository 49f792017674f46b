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
        return hex(digest().digest(bytes));
    }

    /** Of bytes to come. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one has not", e);
        }
    }

    /** Bytes in lower-case hexadecimal. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Of a description in UTF-8: the name and version of what makes the examples, and its parameters. The version moves
     * whenever the same parameters give other examples.
     */
    public static String of(String description) {
        return of(description.getBytes(StandardCharsets.UTF_8));
    }
}
