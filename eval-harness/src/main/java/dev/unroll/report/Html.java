package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text made safe for the places of an HTML file it goes to. */
final class Html {

    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]]");

    private Html() {
    }

    /** Text as the content of an element or of a quoted attribute. */
    static String text(String raw) {
        String plain = plain(raw);
        StringBuilder out = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * Text without what is no text: control characters, halves of characters, and marks that would turn the direction of
     * what stands beside it, each replaced by {@code U+FFFD}.
     */
    static String plain(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        raw.codePoints().forEach(point -> {
            boolean kept = point == '\n' || point == '\t' || !(Character.isISOControl(point)
                    || Character.getType(point) == Character.SURROGATE || turnsDirection(point)
                    || (point & 0xfffe) == 0xfffe);
            out.appendCodePoint(kept ? point : 0xfffd);
        });
        return out.toString();
    }

    private static boolean turnsDirection(int point) {
        return point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069 || point == 0x200e
                || point == 0x200f || point == 0x61c;
    }

    /** Text in which web addresses are links; a link is followed only when the reader clicks it. */
    static String linked(String raw) {
        StringBuilder out = new StringBuilder();
        Matcher link = LINK.matcher(raw);
        int done = 0;
        while (link.find()) {
            String address = text(link.group());
            out.append(text(raw.substring(done, link.start())))
                    .append("<a rel=\"noreferrer\" href=\"").append(address).append("\">").append(address)
                    .append("</a>");
            done = link.end();
        }
        return out.append(text(raw.substring(done))).toString();
    }

    /** JSON as the content of a script element: nothing in it can end the element or begin another. */
    static String json(JsonNode node) {
        return node.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** Words in a row: {@code a}, {@code a and b}, {@code a, b and c}. */
    static String list(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** One row of a table: the first cell is the row's header. Cells are HTML; those after the header are numbers. */
    static String row(String header, List<String> cells) {
        StringBuilder out = new StringBuilder("<tr><th scope=\"row\">").append(header).append("</th>");
        cells.forEach(cell -> out.append("<td class=\"num\">").append(cell).append("</td>"));
        return out.append("</tr>\n").toString();
    }

    /** The row of column headers, the first over row headers. Cells are HTML. */
    static String head(List<String> cells) {
        StringBuilder out = new StringBuilder("<thead><tr>");
        for (int i = 0; i < cells.size(); i++) {
            out.append(i == 0 ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"num\">").append(cells.get(i))
                    .append("</th>");
        }
        return out.append("</tr></thead>\n").toString();
    }

    /** A small table with a caption inside. Caption and content are HTML. */
    static String smallTable(String type, String caption, String content) {
        return "<div class=\"scroll\"><table class=\"" + type + "\">\n<caption>" + caption + "</caption>\n" + content
                + "</table></div>\n";
    }
}
