package dev.unroll.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.List;

/** The content of {@code statistics.csv}: one line per {@link Statistic}; empty where there is no number. */
public final class StatisticsTable {

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final CsvSchema SCHEMA = CsvSchema.builder().setUseHeader(true).setLineSeparator("\n")
            .addColumn("task").addColumn("model").addColumn("other").addColumn("seed").addColumn("name").addColumn("value")
            .addColumn("lower").addColumn("upper").addColumn("n").build();

    private StatisticsTable() {
    }

    public static String of(List<Statistic> statistics) {
        try {
            return MAPPER.writer(SCHEMA).writeValueAsString(statistics);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of texts and numbers can always be written", e);
        }
    }
}
