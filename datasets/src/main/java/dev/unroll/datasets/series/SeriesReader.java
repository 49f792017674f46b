package dev.unroll.datasets.series;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.datasets.table.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the columns of a plan from a table, row by row; only their numbers are held, 8 bytes each. Rows of several
 * series may be mixed as long as each series is in order of time. Times, where there is a column of them, must be
 * evenly spaced, or their gaps are filled with rows of missing values.
 */
final class SeriesReader implements CsvTables.Rows {

    /**
     * Where the series are in the table.
     *
     * @param series    the column that names the series of a row; {@code null} if all rows are one
     * @param date      the column of times; {@code null} if there is none
     * @param frequency {@code infer}, {@code none} or the step between rows
     */
    record Layout(String series, String date, String frequency) {

        static final Layout PLAIN = new Layout(null, null, "infer");
    }

    private final Layout layout;
    private final Missing missing;
    private final List<String> names;
    private final Map<String, Series> all = new LinkedHashMap<>();
    private Header header;
    private int[] places;
    private int seriesPlace = -1;
    private int datePlace = -1;

    /** One series while it is read. */
    private static final class Series {
        private double[][] columns;
        private long[] times = new long[64];
        private int[] lines = new int[64];
        private int count;

        Series(int width) {
            columns = new double[width][64];
        }

        void add(double[] values, long time, int line) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
                lines = Arrays.copyOf(lines, 2 * count);
                for (int c = 0; c < columns.length; c++) {
                    columns[c] = Arrays.copyOf(columns[c], 2 * count);
                }
            }
            for (int c = 0; c < columns.length; c++) {
                columns[c][count] = values[c];
            }
            times[count] = time;
            lines[count++] = line;
        }
    }

    private SeriesReader(Layout layout, ForecastPlan plan) {
        this.layout = layout;
        this.missing = plan.missing();
        this.names = plan.columns();
    }

    /** @throws DataException if the file does not hold the series of the plan */
    static SeriesFrame read(DataFile file, Layout layout, ForecastPlan plan) {
        SeriesReader reader = new SeriesReader(layout, plan);
        CsvTables.read(file, reader);
        return reader.frame(file);
    }

    @Override
    public void header(Header header) {
        this.header = header;
        places = names.stream().mapToInt(header::index).toArray();
        seriesPlace = layout.series() == null ? -1 : header.index(layout.series());
        datePlace = layout.date() == null ? -1 : header.index(layout.date());
    }

    @Override
    public void row(int line, List<String> cells) {
        double[] values = new double[places.length];
        boolean whole = true;
        for (int c = 0; c < places.length; c++) {
            String cell = cells.get(places[c]);
            if (missing != Missing.REFUSE && Header.isMissing(cell)) {
                values[c] = Double.NaN;
                whole = false;
            } else {
                values[c] = header.number(cell, names.get(c), line);
            }
        }
        if (whole || missing != Missing.DROP) {
            String name = seriesPlace < 0 ? "" : cells.get(seriesPlace).strip();
            all.computeIfAbsent(name, key -> new Series(places.length))
                    .add(values, datePlace < 0 ? 0 : time(line, cells.get(datePlace)), line);
        }
    }

    private long time(int line, String cell) {
        Long time = TimeStep.parse(cell);
        if (time == null) {
            throw new DataException(place(line) + "a date or time as in ISO 8601 is needed, such as 2024-03-31 or "
                    + "2024-03-31T18:30; got \"" + cell.strip() + "\"; rewrite the column, or do without date");
        }
        return time;
    }

    private String place(int line) {
        return header.source() + ", line " + line + ", column \"" + layout.date() + "\": ";
    }

    private SeriesFrame frame(DataFile file) {
        if (all.isEmpty()) {
            throw new DataException(file.name() + " must hold a row without missing values; it has none; choose another"
                    + " policy than drop");
        }
        List<Series> series = new ArrayList<>();
        for (Series one : all.values()) {
            series.add(datePlace < 0 ? one : spaced(one));
        }
        int[] starts = new int[series.size() + 1];
        for (int s = 0; s < series.size(); s++) {
            starts[s + 1] = starts[s] + series.get(s).count;
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
            double[] column = new double[starts[series.size()]];
            for (int s = 0; s < series.size(); s++) {
                System.arraycopy(series.get(s).columns[c], 0, column, starts[s], series.get(s).count);
            }
            columns.put(names.get(c), column);
        }
        return new SeriesFrame(file.name(), file.sha256(), columns, starts);
    }

    /** The series with rows of missing values where times are left out. */
    private Series spaced(Series given) {
        for (int i = 1; i < given.count; i++) {
            if (given.times[i] <= given.times[i - 1]) {
                throw new DataException(place(given.lines[i]) + "rows must be in order of time, each time once"
                        + (seriesPlace < 0 ? "" : " in a series") + "; got " + TimeStep.text(given.times[i]) + " after "
                        + TimeStep.text(given.times[i - 1]) + "; sort the rows"
                        + (seriesPlace < 0 ? ", or name the column of the series" : ""));
            }
        }
        if (layout.frequency().equals("none") || given.count < 3) {
            return given;
        }
        TimeStep step = layout.frequency().equals("infer") ? TimeStep.infer(given.times, given.count)
                : TimeStep.of(layout.frequency());
        double[] gap = new double[places.length];
        Arrays.fill(gap, Double.NaN);
        Series spaced = new Series(places.length);
        long expected = given.times[0];
        for (int i = 0; i < given.count; i++) {
            double[] values = new double[places.length];
            for (int c = 0; c < values.length; c++) {
                values[c] = given.columns[c][i];
            }
            int filled = 0;
            while (expected < given.times[i] && missing != Missing.REFUSE && missing != Missing.DROP) {
                if (filled++ > 10_000_000 - spaced.count) {
                    break;
                }
                spaced.add(gap, expected, given.lines[i]);
                expected = step.next(given.times[0], spaced.count, expected);
            }
            if (expected != given.times[i] && missing != Missing.DROP) {
                throw new DataException(place(given.lines[i]) + "times must follow each other by " + step.words()
                        + "; got " + TimeStep.text(given.times[i]) + " after " + TimeStep.text(given.times[i - 1])
                        + "; " + (missing == Missing.REFUSE && expected < given.times[i]
                                ? "add the rows between, let missing: forward-fill or interpolate fill them, "
                                : "correct the time, name another frequency, ") + "or write frequency: none");
            }
            spaced.add(values, given.times[i], given.lines[i]);
            expected = step.next(given.times[0], spaced.count, given.times[i]);
        }
        return spaced;
    }
}
