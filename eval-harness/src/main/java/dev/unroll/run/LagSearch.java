package dev.unroll.run;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.training.StopSignal;
import dev.unroll.training.TrainingCheckpoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The longest lag that a model learns to bridge: the greatest T for which at least k of the seeds solve the task within
 * the experiment's budget, found by bisection (after Hochreiter &amp; Schmidhuber 1997, tables 2 and 7; Bai, Kolter
 * &amp; Koltun 2018, arXiv 1803.01271, figure 5; Kent &amp; Murray 2024, arXiv 2408.11946).
 *
 * <p>The search begins at the shortest lag and doubles it until one is not solved, then halves what lies between until
 * that is less than an eighth of the lag. It takes for granted that what is solved at one lag is solved at shorter
 * ones; all that was tried is told. What comes out depends on the experiment alone.
 *
 * <p>Solved is a trial that completed and whose test score is
 *
 * <pre>
 * accuracy ≥ 0.99                                      for classes
 * error ≤ a tenth of the best naive baseline's          for values
 * </pre>
 */
public final class LagSearch {

    private static final double ACCURACY = 0.99;
    private static final double ERROR_SHARE = 0.1;
    private static final int FINENESS = 8;

    private final Kinds kinds;
    private final IntFunction<ExperimentSpec> experiment;
    private final int needed;
    private final int jobs;
    private final StopSignal stop = new StopSignal();
    private final Consumer<String> progress;
    private final Map<Integer, Prepared> datasets = new TreeMap<>();

    /**
     * @param experiment with the dataset of a lag; of one dataset
     * @param needed     k, seeds that must solve it
     * @param jobs       trials at the same time; changes nothing in what is found
     * @param progress   told of each lag that was tried
     */
    public LagSearch(Kinds kinds, IntFunction<ExperimentSpec> experiment, int needed, int jobs,
            Consumer<String> progress) {
        this.kinds = kinds;
        this.experiment = experiment;
        this.needed = needed;
        this.jobs = jobs;
        this.progress = progress;
    }

    /**
     * A lag that was tried.
     *
     * @param solved how many seeds solved it
     * @param scores test scores on the primary metric by seed; NaN for a trial that diverged or failed
     */
    public record Tried(int lag, int solved, Map<Long, Double> scores) {
    }

    /**
     * What was found for a model.
     *
     * @param longest lag that was solved; {@code null} if none was
     * @param failed  shortest lag beyond it that was not; {@code null} if all were solved
     * @param tried   in rising order
     */
    public record Found(String model, Integer longest, Integer failed, List<Tried> tried) {
    }

    /** The rule by which a trial counts as solved, for this dataset. */
    public static String rule(DatasetResult dataset) {
        return dataset.primaryMetric().equals("accuracy") ? "test accuracy of at least " + ACCURACY
                : "test " + dataset.primaryMetric() + " of at most a tenth of the best naive baseline's";
    }

    private record Prepared(ExperimentSpec spec, PreparedDataset data, DatasetResult facts) {
    }

    /** Asks, from any thread, for an end. */
    public void stop() {
        stop.request();
    }

    /** The rule that holds in this search. */
    public String rule(int lag) {
        return rule(dataset(lag).facts());
    }

    /**
     * Searches for one model.
     *
     * @param shortest lag to begin with, at least 1
     * @param longest  not to be gone beyond
     * @return empty if it was stopped
     */
    public Optional<Found> search(String model, int shortest, int longest) {
        TreeMap<Integer, Tried> tried = new TreeMap<>();
        int solved = 0;
        int failed = longest + 1;
        int next = shortest;
        while (next < failed && next <= longest) {
            Tried one = attempt(model, next);
            if (stop.requested()) {
                return Optional.empty();
            }
            tried.put(next, one);
            if (one.solved() >= needed) {
                solved = next;
            } else {
                failed = next;
            }
            next = next(solved, failed, longest);
        }
        return Optional.of(new Found(model, solved == 0 ? null : solved, failed > longest ? null : failed,
                List.copyOf(tried.values())));
    }

    /** Beyond the range when the search is over. */
    private static int next(int solved, int failed, int longest) {
        if (solved == 0) {
            return Integer.MAX_VALUE;
        }
        if (failed > longest) {
            return solved == longest ? Integer.MAX_VALUE : (int) Math.min(longest, 2L * solved);
        }
        return failed - solved <= Math.max(1, solved / FINENESS) ? Integer.MAX_VALUE : solved + (failed - solved) / 2;
    }

    private Prepared dataset(int lag) {
        return datasets.computeIfAbsent(lag, key -> {
            ExperimentSpec spec = experiment.apply(lag);
            PreparedDataset data = PreparedDataset.of(spec.datasets().get(0),
                    kinds.datasets().get(spec.datasets().get(0).kind()), spec.dataSeed());
            return new Prepared(spec, data, data.result());
        });
    }

    private Tried attempt(String model, int lag) {
        Prepared dataset = dataset(lag);
        List<TrialPlan> plans = TrialPlanner.plans(dataset.spec(), kinds, List.of(dataset.data())).stream()
                .filter(plan -> plan.model().name().equals(model)).toList();
        Map<Long, TrialResult> results = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        TrialPool.run(Math.min(jobs, plans.size()), stop, () -> {
            int index = next.getAndIncrement();
            return index < plans.size() ? Optional.of(plans.get(index)) : Optional.empty();
        }, plan -> results.put(plan.seed(), new TrialRunner(plan, dataset.data(),
                kinds.models().get(plan.model().kind()), 1, stop, fraction -> { },
                parameters -> TrainingCheckpoints.NONE).run().result()));
        if (stop.requested()) {
            return new Tried(lag, 0, Map.of());
        }
        Map<Long, Double> scores = new LinkedHashMap<>();
        int solved = 0;
        for (TrialPlan plan : plans) {
            double score = score(results.get(plan.seed()), dataset.facts());
            scores.put(plan.seed(), score);
            solved += solves(score, dataset.facts()) ? 1 : 0;
        }
        progress.accept(model + ", lag " + lag + ": solved by " + solved + " of " + plans.size() + " seeds");
        return new Tried(lag, solved, scores);
    }

    private static double score(TrialResult result, DatasetResult dataset) {
        return result.status() == Status.COMPLETED ? result.test().get(dataset.primaryMetric()) : Double.NaN;
    }

    /** Whether a score on the primary metric counts as a solution. */
    static boolean solves(double score, DatasetResult dataset) {
        if (dataset.higherIsBetter()) {
            return score >= ACCURACY;
        }
        List<Double> baselines = new ArrayList<>();
        dataset.baselines().values().forEach(metrics -> baselines.add(metrics.get(dataset.primaryMetric())));
        return score <= ERROR_SHARE * baselines.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }
}
