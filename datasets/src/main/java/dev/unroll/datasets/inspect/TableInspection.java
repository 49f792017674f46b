package dev.unroll.datasets.inspect;

import dev.unroll.dataset.FileInspector.Report;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.series.TimeStep;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.datasets.table.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the columns of a table: their types, what is missing, and how times are spaced. */
final class TableInspection implements CsvTables.Rows {

    private static final int MOST_CLASSES = 6;
    private static final int CLASSES_AT_MOST = 50;

    private Header header;
    private Column[] columns;
    private long rows;

    /** What was seen in a column. */
    private static final class Column {
        private final Spread spread = new Spread();
        private long missing;
        private long numbers;
        private long times;
        private long decimalCommas;
        private String firstOther;
        private long firstOtherLine;
        private long[] seconds = new long[64];
        private int count;

        void see(String cell, int line) {
            if (Header.isMissing(cell)) {
                missing++;
                return;
            }
            spread.add(cell.strip());
            Long time = TimeStep.parse(cell);
            boolean number = Header.isNumber(cell);
            if (number) {
                numbers++;
                spread.add(Double.parseDouble(cell.strip()));
            } else if (firstOther == null) {
                firstOther = cell.strip();
                firstOtherLine = line;
            }
            decimalCommas += cell.strip().matches("[+-]?\\d+,\\d+") ? 1 : 0;
            if (time != null && cell.strip().length() >= 7) {
                times++;
                seconds = count == seconds.length ? Arrays.copyOf(seconds, 2 * count) : seconds;
                seconds[count++] = time;
            }
        }

        boolean isTime(long rows) {
            return times > 0 && times == rows - missing;
        }
    }

    Report of(DataFile file) {
        CsvTables.read(file, this);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("rows", Long.toString(rows));
        facts.put("columns", Integer.toString(columns.length));
        facts.put("SHA-256", file.sha256());
        List<List<String>> parts = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        for (int c = 0; c < columns.length; c++) {
            parts.add(part(header.columns().get(c), columns[c], advice));
        }
        return new Report(header.separator() == '\t' ? "a table separated by tabs" : "a table separated by "
                + "commas", facts,
                List.of("column", "type", "missing", "values"), parts, advice);
    }

    private List<String> part(String name, Column column, List<String> advice) {
        long known = rows - column.missing;
        String type;
        String values;
        if (known == 0) {
            type = "empty";
            values = "";
        } else if (column.isTime(rows)) {
            type = "time";
            values = times(name, column, advice);
        } else if (column.numbers == known) {
            type = "number";
            values = column.spread.range();
        } else {
            boolean classes = column.spread.distinct() <= Math.min(CLASSES_AT_MOST, known / 2);
            type = classes ? "class" : "text";
            values = classes ? column.spread.words(MOST_CLASSES) : "\"" + cut(column.firstOther) + "\", …";
            if (column.numbers * 10 > known * 9) {
                advice.add("column \"" + name + "\" is of numbers but for some cells, first in line "
                        + column.firstOtherLine + ": \"" + cut(column.firstOther) + "\"");
            }
        }
        if (column.decimalCommas > 0) {
            advice.add("column \"" + name + "\" has " + column.decimalCommas
                    + " cells with a decimal comma; write a point");
        }
        if (column.missing > 0 && known > 0) {
            advice.add("column \"" + name + "\" misses " + column.missing + " of " + rows
                    + " values; kind csv needs missing: forward-fill, interpolate, mean or drop to use it");
        }
        return List.of(name, type, Long.toString(column.missing), values);
    }

    private static String cut(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String times(String name, Column column, List<String> advice) {
        long[] times = Arrays.copyOf(column.seconds, column.count);
        String range = TimeStep.text(Arrays.stream(times).min().orElse(0)) + " to "
                + TimeStep.text(Arrays.stream(times).max().orElse(0));
        if (times.length < 3) {
            return range;
        }
        int backwards = 0;
        int distinct = 1;
        for (int i = 1; i < times.length; i++) {
            backwards += times[i] <= times[i - 1] ? 1 : 0;
        }
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        int gaps = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        TimeStep step = TimeStep.infer(sorted, distinct);
        for (int i = 1; i < distinct; i++) {
            gaps += step.next(sorted[i - 1], 1, sorted[i - 1]) == sorted[i] ? 0 : 1;
        }
        if (backwards > 0) {
            advice.add("column \"" + name + "\" goes back or stands still " + backwards + " times: either the rows are "
                    + "not sorted, or they are of several series, whose column kind csv takes as series");
        }
        if (gaps > 0) {
            advice.add("column \"" + name + "\" has " + gaps + " gaps or irregular steps beside its usual one of "
                    + step.words());
        }
        return range + ", every " + step.words();
    }

    @Override
    public void header(Header header) {
        this.header = header;
        columns = new Column[header.columns().size()];
        Arrays.setAll(columns, c -> new Column());
    }

    @Override
    public void row(int line, List<String> cells) {
        rows++;
        for (int c = 0; c < columns.length; c++) {
            columns[c].see(cells.get(c), line);
        }
    }
}
