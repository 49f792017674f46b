package dev.unroll.datasets.inspect;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.file.DataFile;
import java.io.IOException;
import java.io.InputStream;

/** Finds where a file is no text in UTF-8. */
final class Encoding {

    private Encoding() {
    }

    /** @throws DataException with the line and the byte of the first fault, and what the encoding may be */
    static void check(DataFile file) {
        file.read(in -> {
            check(file.name(), in);
            return null;
        });
    }

    private static void check(String name, InputStream in) throws IOException {
        long line = 1;
        long place = 0;
        int first = -1;
        int following = 0;
        int least = 0x80;
        int greatest = 0xBF;
        for (int b = in.read(); b >= 0; b = in.read()) {
            place++;
            if (place == 1) {
                first = b;
            } else if (place == 2 && (first == 0xFF && b == 0xFE || first == 0xFE && b == 0xFF)) {
                throw new DataException(name + " must be text in UTF-8; it begins like UTF-16; save it as UTF-8");
            }
            if (following > 0) {
                if (b < least || b > greatest) {
                    throw fault(name, line, place, b);
                }
                following--;
                least = 0x80;
                greatest = 0xBF;
            } else if (b >= 0x80 && !(place == 1 && b >= 0xFE)) {
                following = b >= 0xC2 && b <= 0xDF ? 1 : b >= 0xE0 && b <= 0xEF ? 2 : b >= 0xF0 && b <= 0xF4 ? 3 : -1;
                // No overlong forms, no halves of surrogate pairs, nothing beyond U+10FFFF.
                least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
                greatest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
                if (following < 0) {
                    throw fault(name, line, place, b);
                }
            } else if (b == 0) {
                throw new DataException(name + ", line " + line + ": text must hold no zero byte; got one as byte "
                        + place + "; check whether it is text, or UTF-16, which must be saved as UTF-8");
            } else if (b == '\n') {
                line++;
            }
        }
        if (following > 0) {
            throw fault(name, line, place, -1);
        }
    }

    private static DataException fault(String name, long line, long place, int b) {
        String received = b < 0 ? "the end of the file within a character" : "byte 0x" + Integer.toHexString(b)
                + " as byte " + place;
        return new DataException(name + ", line " + line + ": text must be in UTF-8; got " + received
                + ", which looks like Latin-1 or Windows-1252; save it as UTF-8");
    }
}
