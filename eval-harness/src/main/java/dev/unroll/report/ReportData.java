package dev.unroll.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unroll.comparison.RunStatistics;
import dev.unroll.comparison.Statistic;
import dev.unroll.gradient.MeasureTable;
import dev.unroll.gradient.MeasuredTables;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.Provenance;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunStore;
import dev.unroll.run.RunTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run folder holds, read back.
 *
 * @param resultsHash SHA-256 of {@code results.json}
 * @param spec        the experiment as written
 * @param resolved    the same with every default filled in; an empty object if the folder has no {@code resolved.json}
 * @param measured    what {@code unroll gradients} measured of these results' models; empty if it was not asked
 * @param statistics  every statistic; without those on items if the folder has no {@code statistics.json}
 * @param planned     how many trials the run is to have; more than the results have while it goes on
 */
public record ReportData(RunResults results, String resultsHash, RunTiming timing, Provenance provenance, String spec,
        JsonNode resolved, List<MeasureTable> measured, List<Statistic> statistics, int planned) {

    /** Of a run all trials of which have ended. */
    public ReportData(RunResults results, String resultsHash, RunTiming timing, Provenance provenance, String spec,
            JsonNode resolved, List<MeasureTable> measured, List<Statistic> statistics) {
        this(results, resultsHash, timing, provenance, spec, resolved, measured, statistics, results.trials().size());
    }

    /** Of a run whose models were not measured after it, with the statistics that follow from the results alone. */
    public ReportData(RunResults results, String resultsHash, RunTiming timing, Provenance provenance, String spec,
            JsonNode resolved) {
        this(results, resultsHash, timing, provenance, spec, resolved, List.of(),
                RunStatistics.of(results, id -> Optional.empty()));
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Reads a run folder.
     *
     * @throws ReportException if it is no run folder, or a file is missing or damaged
     */
    public static ReportData load(RunFolder folder) {
        if (!Files.isDirectory(folder.path())) {
            throw new ReportException("A report needs the folder of a run; " + folder.path()
                    + " is not a folder: give one that 'unroll run' made", null);
        }
        if (!Files.exists(folder.results())) {
            throw new ReportException("A run folder holds results.json; " + folder.path()
                    + " does not: give a folder that 'unroll run' made, or finish the run first", null);
        }
        RunResults results = read(folder.results(), RunResults.class);
        RunTiming timing = read(folder.timing(), RunTiming.class);
        Provenance provenance = read(folder.provenance(), Provenance.class);
        require(results.datasets() != null && results.models() != null && results.seeds() != null
                && results.trials() != null && results.summary() != null, folder.results());
        require(timing.trials() != null && timing.speed() != null, folder.timing());
        JsonNode resolved = Files.exists(folder.resolvedSpec())
                ? read(folder.resolvedSpec(), JsonNode.class)
                : JSON.createObjectNode();
        String resultsHash = CanonicalJson.sha256(text(folder.results()));
        List<Statistic> statistics = Files.exists(folder.statistics())
                ? List.of(read(folder.statistics(), Statistic[].class))
                : RunStatistics.of(results, id -> Optional.empty());
        return new ReportData(results, resultsHash, timing, provenance, text(folder.spec()), resolved,
                measured(folder, resultsHash), statistics);
    }

    /** Measures of an earlier run in the folder say nothing about this one. */
    private static List<MeasureTable> measured(RunFolder folder, String resultsHash) {
        Path file = folder.gradients().resolve(MeasuredTables.FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        MeasuredTables.Saved saved = read(file, MeasuredTables.Saved.class);
        return resultsHash.equals(saved.of()) ? saved.tables() : List.of();
    }

    /** Whether there are trials that have not ended: too early to say who is better. */
    boolean goesOn() {
        return planned > results.trials().size();
    }

    /**
     * Of what a store holds by now; of a run that goes on, the trials that have ended.
     *
     * @param folder the store's, for what was measured of these results after the run
     */
    public static ReportData of(RunFolder folder, RunStore store) {
        RunResults results = store.results();
        RunStore.Specs specs = store.specs();
        try {
            String resultsHash = CanonicalJson.sha256(CanonicalJson.write(results));
            return new ReportData(results, resultsHash, store.timing(), store.provenance(), specs.written(),
                    JSON.readTree(specs.resolved()), measured(folder, resultsHash),
                    RunStatistics.of(results, store::items), store.planned());
        } catch (JsonProcessingException e) {
            throw new ReportException("a run's store must hold its spec; it is damaged (" + e.getOriginalMessage() + ")", e);
        }
    }

    private static <T> T read(Path file, Class<T> type) {
        try {
            T value = JSON.readValue(text(file), type);
            require(value != null, file);
            return value;
        } catch (JsonProcessingException e) {
            throw new ReportException(file + " is damaged (" + e.getOriginalMessage() + "): restore it, or make the "
                    + "run again", e);
        }
    }

    private static void require(boolean whole, Path file) {
        if (!whole) {
            throw new ReportException(file + " is incomplete: restore it, or make the run again", null);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException("A run folder holds " + file.getFileName() + ", but " + file
                    + " can't be read: restore it, or make the run again", e);
        }
    }
}
