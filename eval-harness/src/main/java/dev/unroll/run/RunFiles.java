package dev.unroll.run;

import dev.unroll.comparison.RunStatistics;
import dev.unroll.comparison.Statistic;
import dev.unroll.comparison.StatisticsTable;
import dev.unroll.json.CanonicalJson;
import java.util.List;

/** The files of a run that are made from its store, and can be made again from it with the same bytes. */
public final class RunFiles {

    private RunFiles() {
    }

    /**
     * Writes {@code spec.yaml} and {@code resolved.json} as the run began with them.
     *
     * @throws RunFolderException if a file cannot be written
     */
    static void writeSpec(RunFolder folder, RunStore store) {
        RunStore.Specs specs = store.specs();
        WholeFiles.write(folder.spec(), specs.written());
        WholeFiles.write(folder.resolvedSpec(), specs.resolved());
    }

    /**
     * Writes {@code results.csv}, {@code results.json}, {@code statistics.csv}, {@code statistics.json},
     * {@code timing.json} and {@code provenance.json} in place of older ones.
     *
     * @return what {@code results.json} says
     * @throws RunFolderException if a file cannot be written
     */
    public static RunResults write(RunFolder folder, RunStore store) {
        return write(folder, store, store.provenance());
    }

    /** The same for a run that is not marked as finished yet, with what {@code provenance.json} is to say. */
    static RunResults write(RunFolder folder, RunStore store, Provenance provenance) {
        RunResults results = store.results();
        WholeFiles.write(folder.resultsTable(), ResultsTable.of(results.trials()));
        WholeFiles.write(folder.results(), CanonicalJson.write(results));
        List<Statistic> statistics = RunStatistics.of(results, store::items);
        WholeFiles.write(folder.statisticsTable(), StatisticsTable.of(statistics));
        WholeFiles.write(folder.statistics(), CanonicalJson.write(statistics));
        WholeFiles.write(folder.timing(), CanonicalJson.write(store.timing()));
        WholeFiles.write(folder.provenance(), CanonicalJson.write(provenance));
        return results;
    }
}
