package dev.unroll.report.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * A table of a report as comma-separated values (RFC 4180): numbers as machines read them, a mean, half of its interval
 * and what is said beside them in columns of their own, the words above a group of rows in a first column. Text that a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
public final class CsvTable {

    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?";
    private static final Pattern BOTH = Pattern.compile("\\+?(" + NUMBER + ") ± (" + NUMBER + ")(.*)");
    private static final Pattern SCALED = Pattern.compile("\\((" + NUMBER + ") ± (" + NUMBER + ")\\)(e[+-]?\\d+)(.*)");
    /** A mean without an interval, or none at all, with a rank, a sign or a count of seeds beside it. */
    private static final Pattern ALONE = Pattern.compile("\\+?(" + NUMBER + "|–)((?:\\s+(?:\\d+(?:–\\d+)?|[▲▼]"
            + "|\\(?(?:on )?\\d+ of \\d+ seeds\\)?))+)");
    private static final Inline PLAIN = new PlainInline();

    private CsvTable() {
    }

    /** The file. */
    public static String of(Element table) {
        Grid grid = Grid.of(table);
        int columns = grid.columns();
        List<List<String>> rows = new ArrayList<>();
        for (Grid.Row row : grid.rows()) {
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                cells.add(c < row.cells().size() ? number(PLAIN.of(row.cells().get(c)).strip()) : "");
            }
            rows.add(cells);
        }
        boolean[] split = new boolean[columns];
        boolean[] remarks = new boolean[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                String[] parts = parts(row.get(c));
                split[c] |= parts != null && !parts[1].isEmpty();
                remarks[c] |= parts != null && !parts[2].isEmpty();
            }
        }
        StringBuilder out = new StringBuilder();
        List<String> head = new ArrayList<>();
        if (grid.grouped()) {
            head.add("Group");
        }
        for (int c = 0; c < columns; c++) {
            String name = c < grid.head().size() ? PLAIN.of(grid.head().get(c)).strip() : "";
            head.add(name);
            if (split[c]) {
                head.add(name + " ±");
            }
            if (remarks[c]) {
                head.add(name + " remark");
            }
        }
        line(out, head);
        for (int r = 0; r < rows.size(); r++) {
            List<String> cells = new ArrayList<>();
            if (grid.grouped()) {
                Element group = grid.rows().get(r).group();
                cells.add(group == null ? "" : PLAIN.of(group).strip());
            }
            for (int c = 0; c < columns; c++) {
                String[] parts = parts(rows.get(r).get(c));
                cells.add(parts == null ? rows.get(r).get(c) : parts[0]);
                if (split[c]) {
                    cells.add(parts == null ? "" : parts[1]);
                }
                if (remarks[c]) {
                    cells.add(parts == null ? "" : parts[2]);
                }
            }
            line(out, cells);
        }
        return out.toString();
    }

    /** Mean, half of its interval, and what stands behind them; null if a cell holds but one thing. */
    private static String[] parts(String cell) {
        Matcher both = BOTH.matcher(cell);
        if (both.matches()) {
            return new String[] {both.group(1), both.group(2), remark(both.group(3))};
        }
        Matcher scaled = SCALED.matcher(cell);
        if (scaled.matches()) {
            return new String[] {scaled.group(1) + scaled.group(3), scaled.group(2) + scaled.group(3),
                remark(scaled.group(4))};
        }
        Matcher alone = ALONE.matcher(cell);
        return alone.matches() ? new String[] {number(alone.group(1)), "", remark(alone.group(2))} : null;
    }

    private static String remark(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String number(String text) {
        String plain = text.replace('\u2212', '-').replaceAll("(?<=\\d)\u202f(?=\\d)", "");
        return plain.equals("–") ? "" : plain;
    }

    private static void line(StringBuilder out, List<String> cells) {
        List<String> quoted = new ArrayList<>();
        for (String cell : cells) {
            String safe = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 && !cell.matches("[+-]?" + NUMBER)
                    ? "'" + cell : cell;
            boolean quotes = safe.contains(",") || safe.contains("\"") || safe.contains("\n");
            quoted.add(quotes ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe);
        }
        out.append(String.join(",", quoted)).append("\r\n");
    }

    private static final class PlainInline extends Inline {

        @Override
        String text(String plain) {
            return plain;
        }

        @Override
        String bold(String inner) {
            return inner;
        }

        @Override
        String italic(String inner) {
            return inner;
        }

        @Override
        String code(String plain) {
            return plain;
        }

        @Override
        String link(String address, String inner) {
            return inner;
        }

        @Override
        String lineBreak() {
            return " ";
        }
    }
}
