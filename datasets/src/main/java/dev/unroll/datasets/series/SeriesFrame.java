package dev.unroll.datasets.series;

import dev.unroll.datasets.table.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of one or more series, one after another, with their columns by name. A value that is missing is NaN
 * until {@link #fill}.
 */
final class SeriesFrame {

    private final String source;
    private final String sha256;
    private final Map<String, double[]> columns;
    private final int[] starts;
    private boolean[] unknown;

    /**
     * @param columns {@code [rows]} each; kept
     * @param starts  the first row of each series, and behind them the number of rows
     */
    SeriesFrame(String source, String sha256, Map<String, double[]> columns, int[] starts) {
        this.source = source;
        this.sha256 = sha256;
        this.columns = new LinkedHashMap<>(columns);
        this.starts = starts;
    }

    /** One series, all of whose values must be present. */
    static SeriesFrame of(Table table, ForecastPlan plan) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String column : plan.columns()) {
            columns.put(column, table.numbers(column));
        }
        return new SeriesFrame(table.source(), table.sha256(), columns, new int[] {0, table.rows().size()});
    }

    String source() {
        return source;
    }

    String sha256() {
        return sha256;
    }

    int rows() {
        return starts[starts.length - 1];
    }

    int numSeries() {
        return starts.length - 1;
    }

    /** The first row of a series. */
    int start(int series) {
        return starts[series];
    }

    /** The row after the last of a series. */
    int end(int series) {
        return starts[series + 1];
    }

    /** The first row of the series that a row belongs to. */
    int startOf(int row) {
        int place = Arrays.binarySearch(starts, row);
        return place >= 0 ? starts[place] : starts[-place - 2];
    }

    /** {@code [rows]}; not to be changed. */
    double[] column(String name) {
        return columns.get(name);
    }

    /** Whether the targets of these rows were in the data, none of them filled. */
    boolean isKnown(int from, int to) {
        for (int row = from; unknown != null && row < to; row++) {
            if (unknown[row]) {
                return false;
            }
        }
        return true;
    }

    /** Notes which rows have a target that is missing; to be called before {@link #fill}. */
    void noteMissing(List<String> targets) {
        for (String target : targets) {
            double[] column = columns.get(target);
            for (int i = 0; i < column.length; i++) {
                if (Double.isNaN(column[i])) {
                    unknown = unknown == null ? new boolean[column.length] : unknown;
                    unknown[i] = true;
                }
            }
        }
    }

    /** Fills what is missing, each series by its own training rows. */
    void fill(Missing missing, int[][] trainRanges) {
        columns.forEach((name, column) -> {
            for (int s = 0; s < numSeries(); s++) {
                missing.fill(column, start(s), trainRanges[s][1], end(s), source + ", column \"" + name + "\"");
            }
        });
    }
}
