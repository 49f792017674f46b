package dev.unroll.datasets.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bytes of a text in UTF-8; a printable one is called by its character, another by its number: {@code 0x0a}. */
final class ByteTokenizer implements Tokenizer {

    private static final int BYTES = 256;

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = bytes[i] & 0xFF;
        }
        return tokens;
    }

    @Override
    public List<String> vocabulary() {
        List<String> names = new ArrayList<>();
        for (int b = 0; b < BYTES; b++) {
            names.add(b > ' ' && b < 0x7F ? String.valueOf((char) b) : "0x" + HexFormat.of().toHexDigits((byte) b));
        }
        return names;
    }
}
