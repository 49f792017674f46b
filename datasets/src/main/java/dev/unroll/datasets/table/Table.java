package dev.unroll.datasets.table;

import java.util.List;

/**
 * The cells of a table, as text.
 *
 * @param header its columns
 * @param sha256 of the file's bytes, as they are on disk
 * @param rows   one cell per column each
 * @param lines  the line of the file, from 1, on which each row begins
 */
public record Table(Header header, String sha256, List<String[]> rows, int[] lines) {

    /** What messages call the file. */
    public String source() {
        return header.source();
    }

    /** Names from the header line, distinct. */
    public List<String> columns() {
        return header.columns();
    }

    /**
     * A column as numbers.
     *
     * @return {@code [rows]}, all finite
     */
    public double[] numbers(String name) {
        int column = header.index(name);
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = header.number(rows.get(i)[column], name, lines[i]);
        }
        return values;
    }

    /** A column as it stands, without spaces around. */
    public List<String> texts(String name) {
        int column = header.index(name);
        return rows.stream().map(row -> row[column].strip()).toList();
    }
}
