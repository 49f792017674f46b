package dev.unroll.report;

import dev.unroll.run.RunResults;
import dev.unroll.run.RunTiming;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialTiming;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Trials of a run by dataset and model, in the order of the run. */
final class TrialLookup {

    private TrialLookup() {
    }

    static List<TrialResult> all(RunResults results, String dataset, String model) {
        return results.trials().stream()
                .filter(trial -> trial.dataset().equals(dataset) && trial.model().equals(model))
                .toList();
    }

    static List<TrialResult> completed(RunResults results, String dataset, String model) {
        return all(results, dataset, model).stream()
                .filter(trial -> trial.status() == TrialResult.Status.COMPLETED)
                .toList();
    }

    static List<TrialResult> unfinished(RunResults results) {
        return results.trials().stream().filter(trial -> trial.status() != TrialResult.Status.COMPLETED).toList();
    }

    /** Times of the completed trials. */
    static List<TrialTiming> times(RunResults results, RunTiming timing, String dataset, String model) {
        Set<String> ids = completed(results, dataset, model).stream().map(TrialResult::id)
                .collect(Collectors.toCollection(HashSet::new));
        return timing.trials().stream().filter(time -> ids.contains(time.id())).toList();
    }
}
