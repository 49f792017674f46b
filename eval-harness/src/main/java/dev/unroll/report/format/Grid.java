package dev.unroll.report.format;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/**
 * A table of a report.
 *
 * @param head cells of its head
 * @param rows below it
 */
record Grid(List<Element> head, List<Row> rows) {

    /**
     * A row.
     *
     * @param group the words above the rows that it belongs to; {@code null} if there are none
     * @param opens whether it is the first of its part of the table, where a line is drawn
     */
    record Row(Element group, boolean opens, List<Element> cells) {
    }

    static Grid of(Element table) {
        List<Element> head = new ArrayList<>();
        Markup.elements(table, "thead").forEach(part -> Markup.elements(part, "tr").forEach(row ->
                head.addAll(cells(row))));
        List<Row> rows = new ArrayList<>();
        for (Element body : Markup.elements(table, "tbody")) {
            Element group = null;
            boolean opens = true;
            for (Element row : Markup.elements(body, "tr")) {
                if (Markup.hasClass(row, "group")) {
                    group = cells(row).get(0);
                } else {
                    rows.add(new Row(group, opens, cells(row)));
                    opens = false;
                }
            }
        }
        return new Grid(head, rows);
    }

    private static List<Element> cells(Element row) {
        return Markup.children(row).stream().filter(Element.class::isInstance).map(Element.class::cast).toList();
    }

    boolean grouped() {
        return rows.stream().anyMatch(row -> row.group() != null);
    }

    int columns() {
        return Math.max(head.size(), rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0));
    }
}
