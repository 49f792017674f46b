package dev.unroll.report;

/** How symbols are shown that would not be seen as they are. */
public final class Symbols {

    private Symbols() {
    }

    /** A space as {@code ␣}, a line end as {@code ⏎}, other invisible characters by their number. */
    public static String shown(String symbol) {
        StringBuilder out = new StringBuilder();
        symbol.codePoints().forEach(point -> {
            if (point == ' ') {
                out.append('␣');
            } else if (point == '\n') {
                out.append('⏎');
            } else if (point == '\t') {
                out.append('⇥');
            } else if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT
                    || Character.isSpaceChar(point)) {
                out.append("U+").append(Integer.toHexString(point));
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }
}
