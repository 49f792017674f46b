package dev.unroll.cli;

import dev.unroll.gradient.MeasureTable;
import java.util.List;

/** Tables of measures on a terminal. */
final class GradientsText {

    private GradientsText() {
    }

    /** The whole table; columns of numbers to the right, numbers with four digits. */
    static TextTable table(MeasureTable table) {
        String[] header = new String[table.columns().size()];
        for (int i = 0; i < header.length; i++) {
            int column = i;
            boolean numbers = table.rows().stream().map(row -> row.get(column))
                    .allMatch(cell -> cell == null || cell instanceof Number);
            header[i] = (numbers ? ">" : "") + table.columns().get(i);
        }
        TextTable text = new TextTable(header);
        for (List<Object> row : table.rows()) {
            text.row(row.stream().map(GradientsText::cell).toList());
        }
        return text;
    }

    private static String cell(Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Double number) {
            return Double.isInfinite(number) ? number > 0 ? "∞" : "−∞" : Digits.significant(number, 4);
        }
        return value.toString();
    }
}
