package dev.unroll.gradient;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A named table of what was measured, and how it is to be shown.
 *
 * @param name    names its file; letters, digits and {@code -}
 * @param caption one sentence that says what a row is, with units
 * @param columns names, unique
 * @param rows    each with a cell per column: text, whole numbers or decimals; {@code null} where there is no value. To
 *                be added to by {@link #row}
 * @param shown   whether it is short enough to be printed whole
 * @param figure  how it is drawn; {@code null} if it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeasureTable(String name, String caption, List<String> columns, List<List<Object>> rows, boolean shown,
        Figure figure) {

    /**
     * Lines, one for each model and moment and for each combination of values in further columns.
     *
     * @param x     column of the horizontal axis
     * @param y     column of the vertical axis
     * @param lower column where a band begins; {@code null} for none
     * @param upper column where it ends
     * @param lines further columns whose values tell lines apart, such as {@code layer}
     * @param log   whether values are positive and drawn on a logarithmic axis
     * @param band  what the band spans, such as {@code 0.1 to 0.9 quantile}; {@code null} without one
     */
    public record Figure(String x, String y, String lower, String upper, List<String> lines, boolean log,
            @JsonInclude(JsonInclude.Include.NON_NULL) String band) {

        /** Without a band. */
        Figure(String x, String y, List<String> lines, boolean log) {
            this(x, y, null, null, lines, log, null);
        }
    }

    public MeasureTable {
        columns = List.copyOf(columns);
        rows = new ArrayList<>(rows);
    }

    /** An empty table that is not printed and not drawn. */
    public static MeasureTable of(String name, String caption, String... columns) {
        return new MeasureTable(name, caption, List.of(columns), List.of(), false, null);
    }

    /** The same, printed whole on the terminal. */
    public MeasureTable printed() {
        return new MeasureTable(name, caption, columns, rows, true, figure);
    }

    /** The same, drawn. */
    public MeasureTable drawn(Figure drawing) {
        return new MeasureTable(name, caption, columns, rows, shown, drawing);
    }

    /** Adds a row; one cell per column. */
    public MeasureTable row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("a row of table " + name + " must have " + columns.size()
                    + " cells, one for each of " + columns + "; got " + cells.length);
        }
        rows.add(Arrays.asList(cells.clone()));
        return this;
    }
}
