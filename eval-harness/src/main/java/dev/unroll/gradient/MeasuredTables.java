package dev.unroll.gradient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of several models put together: those of one name under one another, with columns in front that say whose.
 */
public final class MeasuredTables {

    /** The columns in front: whose a row is. */
    public static final List<String> KEYS = List.of("dataset", "model", "seed", "moment");

    /** Name of the file that has all tables. */
    public static final String FILE = "gradients.json";

    /**
     * What that file says.
     *
     * @param of SHA-256 of what the models are of: a run's {@code results.json}, or an experiment as resolved
     */
    public record Saved(String of, List<MeasureTable> tables) {

        /**
         * This and what was measured earlier of the same models: of a table, the rows of a dataset, model and seed that this
         * has are this one's.
         *
         * @param earlier of the same models
         */
        public Saved after(Saved earlier) {
            Map<String, MeasureTable> all = new LinkedHashMap<>();
            earlier.tables.forEach(table -> all.put(table.name(), table));
            for (MeasureTable table : tables) {
                MeasureTable before = all.get(table.name());
                MeasureTable joined = new MeasureTable(table.name(), table.caption(), table.columns(), List.of(),
                        table.shown(), table.figure());
                if (before != null && before.columns().equals(table.columns())) {
                    Set<String> mine = table.rows().stream().map(Saved::whose).collect(Collectors.toSet());
                    before.rows().stream().filter(row -> !mine.contains(whose(row))).forEach(joined.rows()::add);
                }
                joined.rows().addAll(table.rows());
                all.put(table.name(), joined);
            }
            return new Saved(of, List.copyOf(all.values()));
        }

        private static String whose(List<Object> row) {
            return row.subList(0, 3).toString();
        }
    }

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final Map<String, MeasureTable> tables = new LinkedHashMap<>();

    /** Adds what was measured of one model. */
    public void add(Subject subject, List<MeasureTable> measured) {
        for (MeasureTable table : measured) {
            MeasureTable all = tables.computeIfAbsent(table.name(), name -> empty(table));
            for (List<Object> row : table.rows()) {
                List<Object> cells = new ArrayList<>(Arrays.asList(subject.dataset(), subject.model(), subject.seed(),
                        subject.moment().toString()));
                cells.addAll(row);
                all.row(cells.toArray());
            }
        }
    }

    private static MeasureTable empty(MeasureTable table) {
        List<String> columns = new ArrayList<>(KEYS);
        columns.addAll(table.columns());
        return new MeasureTable(table.name(), table.caption(), columns, List.of(), table.shown(), table.figure());
    }

    /** In the order in which they were first added. */
    public List<MeasureTable> list() {
        return List.copyOf(tables.values());
    }

    /** A table as comma-separated values with a header, numbers in full. */
    public static String csv(MeasureTable table) {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\n");
        table.columns().forEach(schema::addColumn);
        try {
            return CSV.writer(schema.build()).writeValueAsString(table.rows());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of texts and numbers can always be written", e);
        }
    }
}
