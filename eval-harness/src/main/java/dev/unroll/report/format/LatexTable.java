package dev.unroll.report.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * A table of a report for LaTeX: a {@code table} float with the package booktabs. Every sign that means something to TeX
 * is escaped, so that no text of data can become a command.
 */
public final class LatexTable {

    private static final Map<Integer, String> SIGNS = Map.ofEntries(Map.entry((int) '\\', "\\textbackslash{}"),
            Map.entry((int) '{', "\\{"), Map.entry((int) '}', "\\}"), Map.entry((int) '$', "\\$"),
            Map.entry((int) '&', "\\&"), Map.entry((int) '#', "\\#"), Map.entry((int) '%', "\\%"),
            Map.entry((int) '_', "\\_"), Map.entry((int) '^', "\\textasciicircum{}"),
            Map.entry((int) '~', "\\textasciitilde{}"), Map.entry((int) '<', "\\textless{}"),
            Map.entry((int) '>', "\\textgreater{}"), Map.entry((int) '|', "\\textbar{}"),
            Map.entry((int) '"', "\\textquotedbl{}"), Map.entry((int) '`', "\\textasciigrave{}"),
            Map.entry(0x2212, "$-$"), Map.entry(0xb1, "$\\pm$"), Map.entry(0xd7, "$\\times$"),
            Map.entry(0x2192, "$\\rightarrow$"), Map.entry(0x2191, "$\\uparrow$"), Map.entry(0x2193, "$\\downarrow$"),
            Map.entry(0x2264, "$\\leq$"), Map.entry(0x2265, "$\\geq$"), Map.entry(0x221e, "$\\infty$"),
            Map.entry(0x25b2, "$\\blacktriangle$"), Map.entry(0x25bc, "$\\blacktriangledown$"),
            Map.entry(0xb7, "$\\cdot$"), Map.entry(0x2013, "--"), Map.entry(0x2014, "---"), Map.entry(0x2026, "\\dots{}"),
            Map.entry(0x202f, "\\,"), Map.entry(0xa0, "~"), Map.entry(0x2018, "`"), Map.entry(0x2019, "'"),
            Map.entry(0x201c, "``"), Map.entry(0x201d, "''"), Map.entry(0x2028, " "), Map.entry(0x2029, " "));

    private static final Inline INLINE = new LatexInline();

    private LatexTable() {
    }

    /**
     * The file.
     *
     * @param caption of the table, without its number, which LaTeX gives
     * @param label   for references to it
     */
    public static String of(Element table, Element caption, String label) {
        Grid grid = Grid.of(table);
        StringBuilder out = new StringBuilder("% Needs \\usepackage{booktabs}, and amssymb for triangles.\n"
                + "\\begin{table}\n\\centering\n\\caption{").append(caption(caption)).append("}\n\\label{").append(label)
                .append("}\n\\begin{tabular}{");
        for (int i = 0; i < grid.columns(); i++) {
            boolean number = i < grid.head().size() && Markup.hasClass(grid.head().get(i), "num");
            out.append(number ? 'r' : 'l');
        }
        out.append("}\n\\toprule\n");
        row(out, grid.head().stream().map(cell -> INLINE.of(cell).strip()).toList(), grid.columns());
        Element group = null;
        for (Grid.Row row : grid.rows()) {
            if (row.opens()) {
                out.append("\\midrule\n");
            }
            if (row.group() != null && row.group() != group) {
                out.append("\\multicolumn{").append(grid.columns()).append("}{l}{\\textbf{").append(INLINE.of(row.group())
                        .strip()).append("}} \\\\\n");
            }
            group = row.group();
            row(out, row.cells().stream().map(cell -> INLINE.of(cell).strip()).toList(), grid.columns());
        }
        return out.append("\\bottomrule\n\\end{tabular}\n\\end{table}\n").toString();
    }

    /** Without "Table 3." in front. */
    private static String caption(Element caption) {
        Element copy = (Element) caption.cloneNode(true);
        if (copy.getFirstChild() instanceof Element number && number.getTextContent().matches("Table \\d+\\.")) {
            copy.removeChild(number);
        }
        return INLINE.of(copy).strip();
    }

    private static void row(StringBuilder out, List<String> cells, int columns) {
        List<String> all = new ArrayList<>(cells);
        all.addAll(Collections.nCopies(Math.max(0, columns - cells.size()), ""));
        out.append(String.join(" & ", all)).append(" \\\\\n");
    }

    private static final class LatexInline extends Inline {

        @Override
        String text(String plain) {
            StringBuilder out = new StringBuilder();
            plain.codePoints().forEach(point -> out.append(SIGNS.getOrDefault(point, Character.toString(point))));
            return out.toString();
        }

        @Override
        String bold(String inner) {
            return "\\textbf{" + inner + "}";
        }

        @Override
        String italic(String inner) {
            return "\\textit{" + inner + "}";
        }

        @Override
        String code(String plain) {
            return "\\texttt{" + text(plain) + "}";
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
