package dev.unroll.datasets.table;

import dev.unroll.dataset.DataException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The cells of a CSV file, as text.
 *
 * @param source  what messages call the file
 * @param sha256  of the file's bytes, as they are on disk
 * @param columns names from the header line, distinct
 * @param rows    one cell per column each
 * @param lines   the line of the file, from 1, on which each row begins
 */
public record Table(String source, String sha256, List<String> columns, List<String[]> rows, int[] lines) {

    // Stricter than Double.parseDouble, which takes "1d", "0x1p3" and "NaN" too.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final List<String> MISSING = List.of("", "na", "n/a", "nan", "null", "none", "-", "?");

    /** The place of a column. */
    public int columnIndex(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new DataException(source + " must have a column named \"" + name + "\"; its columns are "
                    + String.join(", ", columns) + (columns.size() == 1 && columns.get(0).matches(".*[;\\t].*")
                    ? "; the file must be separated by commas" : ""));
        }
        return index;
    }

    /**
     * A column as numbers.
     *
     * @return {@code [rows]}, all finite
     */
    public double[] numbers(String name) {
        int column = columnIndex(name);
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(rows.get(i)[column].strip(), name, lines[i]);
        }
        return values;
    }

    private double number(String cell, String column, int line) {
        String place = source + ", line " + line + ", column \"" + column + "\": ";
        if (MISSING.contains(cell.toLowerCase(Locale.ROOT))) {
            throw new DataException(place + "every value must be present; got "
                    + (cell.isEmpty() ? "an empty cell" : cell) + "; fill the gap or cut the series there");
        }
        if (!NUMBER.matcher(cell).matches()) {
            throw new DataException(place + "a number is needed; got \"" + cell + "\""
                    + (cell.matches("[+-]?\\d+,\\d+") ? "; write the decimal mark as a point" : "")
                    + "; correct the cell or name another column");
        }
        double value = Double.parseDouble(cell);
        if (Double.isInfinite(value)) {
            throw new DataException(place + "a finite number is needed; got " + cell + "; correct the cell");
        }
        return value;
    }
}
