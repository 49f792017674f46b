package dev.unroll.run;

import dev.unroll.metric.Metric;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.statistics.Intervals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the trials of each model on each dataset come to over seeds. */
final class Summaries {

    private Summaries() {
    }

    /** @param trials in the order dataset, model, seed; a model on a dataset without any has no summary */
    static List<Summary> of(List<String> datasets, List<String> models, List<TrialResult> trials) {
        Map<List<String>, List<TrialResult>> groups = new LinkedHashMap<>();
        for (TrialResult trial : trials) {
            groups.computeIfAbsent(List.of(trial.dataset(), trial.model()), key -> new ArrayList<>()).add(trial);
        }
        List<Summary> summaries = new ArrayList<>();
        for (String dataset : datasets) {
            for (String model : models) {
                List<TrialResult> group = groups.get(List.of(dataset, model));
                if (group != null) {
                    summaries.add(of(dataset, model, group));
                }
            }
        }
        return summaries;
    }

    private static Summary of(String dataset, String model, List<TrialResult> trials) {
        List<TrialResult> completed = new ArrayList<>();
        for (TrialResult trial : trials) {
            if (trial.status() == Status.COMPLETED) {
                completed.add(trial);
            }
        }
        Map<String, Map<String, Estimate>> slices = new LinkedHashMap<>();
        if (!completed.isEmpty()) {
            for (String slice : completed.get(0).testSlices().keySet()) {
                slices.put(slice, estimates(completed, trial -> trial.testSlices().get(slice)));
            }
        }
        return new Summary(dataset, model, trials.get(0).parameterCount(), estimates(completed, TrialResult::test),
                slices, completed.size(), trials.size() - completed.size());
    }

    private static Map<String, Estimate> estimates(List<TrialResult> completed,
            Function<TrialResult, Map<String, Double>> scores) {
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        if (!completed.isEmpty()) {
            for (String name : scores.apply(completed.get(0)).keySet()) {
                double[] values = completed.stream().mapToDouble(trial -> scores.apply(trial).get(name)).toArray();
                metrics.put(name, Intervals.meanWithStudentInterval(values).within(0, Metric.greatest(name)));
            }
        }
        return metrics;
    }
}
