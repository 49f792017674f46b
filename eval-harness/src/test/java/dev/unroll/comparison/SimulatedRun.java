package dev.unroll.comparison;

import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Results that nobody trained for: scores come from a function. */
public final class SimulatedRun {

    /** What a trial scores; NaN if it diverges. */
    @FunctionalInterface
    public interface Score {
        double of(int task, int model, int seed);
    }

    private SimulatedRun() {
    }

    /**
     * A run of models a, b, c ... on tasks 0, 1, 2 ... with seeds from 0.
     *
     * @param accuracy whether scores are shares of 1,000 sequences, with a baseline of 0.1; else errors, with a baseline
     *                 of 4
     */
    public static RunResults of(int tasks, int models, int seeds, boolean accuracy, Score score) {
        List<DatasetResult> datasets = new ArrayList<>();
        List<TrialResult> trials = new ArrayList<>();
        List<ModelResult> named = IntStream.range(0, models)
                .mapToObj(m -> new ModelResult(name(m), "kind", "", Map.of())).toList();
        String metric = accuracy ? "accuracy" : "MSE";
        for (int t = 0; t < tasks; t++) {
            String task = Integer.toString(t);
            datasets.add(new DatasetResult(task, "kind", "", "", 1, 1, 1_000, false, "", "", metric, accuracy, "",
                    Map.of("naive", Map.of(metric, accuracy ? 0.1 : 4.0)), Map.of(), List.of(), ""));
            for (int m = 0; m < models; m++) {
                for (int s = 0; s < seeds; s++) {
                    double value = score.of(t, m, s);
                    boolean completed = !Double.isNaN(value);
                    trials.add(new TrialResult(task + "/" + name(m) + "/" + s, task, name(m), s,
                            completed ? Status.COMPLETED : Status.DIVERGED, "", 1, 1, 1, false, List.of(),
                            completed ? Map.of(metric, value) : Map.of(), Map.of(), Map.of(), null, null, null, "", ""));
                }
            }
        }
        return new RunResults("simulated", "", "", datasets, named, LongStream.range(0, seeds).boxed().toList(), trials,
                List.of());
    }

    private static String name(int model) {
        return Character.toString('a' + model);
    }
}
