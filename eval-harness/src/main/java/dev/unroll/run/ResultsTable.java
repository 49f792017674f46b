package dev.unroll.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The content of {@code results.csv}: one line per trial, a column for every metric; empty where a trial has none. */
final class ResultsTable {

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ResultsTable() {
    }

    static String of(List<TrialResult> trials) {
        Set<String> columns = new LinkedHashSet<>(List.of("dataset", "model", "seed", "status", "reason",
                "parameterCount", "updates", "bestUpdate", "stoppedEarly"));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (TrialResult trial : trials) {
            Map<String, Object> row = row(trial);
            rows.add(row);
            for (String column : row.keySet()) {
                if (!column.endsWith("Hash")) {
                    columns.add(column);
                }
            }
        }
        columns.addAll(List.of("weightHash", "predictionHash"));
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\n");
        columns.forEach(schema::addColumn);
        try {
            return MAPPER.writer(schema.build()).writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of texts and numbers can always be written", e);
        }
    }

    private static Map<String, Object> row(TrialResult trial) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("dataset", trial.dataset());
        row.put("model", trial.model());
        row.put("seed", trial.seed());
        row.put("status", trial.status());
        row.put("reason", trial.reason());
        row.put("parameterCount", trial.parameterCount());
        row.put("updates", trial.updates());
        row.put("bestUpdate", trial.bestUpdate());
        row.put("stoppedEarly", trial.stoppedEarly());
        trial.test().forEach((name, value) -> row.put("test " + name, value));
        trial.validation().forEach((name, value) -> row.put("validation " + name, value));
        row.put("weightHash", trial.weightHash());
        row.put("predictionHash", trial.predictionHash());
        return row;
    }
}
