package dev.unroll.comparison;

import dev.unroll.metric.Metric;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scores on one task: the primary metric on the test part of every trial that was completed with a finite one.
 *
 * <p><i>Skill</i> makes tasks comparable: {@code (score - baseline) / (perfect - baseline)}, 1 for a perfect score, 0 for
 * the best naive baseline, and no less than -1 (Murphy 1988, "Skill scores based on the mean square error"; for errors
 * {@code 1 - error / baseline}). Perfect is an accuracy of 1 or an error of 0.
 *
 * @param dataset  the task
 * @param scores   by model and seed; a model without scores has an empty map
 * @param baseline the best naive baseline; {@code null} if none has the primary metric
 */
public record TaskScores(DatasetResult dataset, Map<String, SortedMap<Long, Double>> scores, BaselineScore baseline) {

    private static final double LEAST_SKILL = -1;

    /** The best baseline and its score. */
    public record BaselineScore(String name, double value) {
    }

    /** Of every dataset, in the order of the run. */
    public static List<TaskScores> of(RunResults results) {
        Map<String, TaskScores> tasks = new LinkedHashMap<>();
        for (DatasetResult dataset : results.datasets()) {
            Map<String, SortedMap<Long, Double>> scores = new LinkedHashMap<>();
            results.models().forEach(model -> scores.put(model.name(), new TreeMap<>()));
            tasks.put(dataset.name(), new TaskScores(dataset, scores, bestBaseline(dataset)));
        }
        for (TrialResult trial : results.trials()) {
            TaskScores task = tasks.get(trial.dataset());
            if (trial.status() == TrialResult.Status.COMPLETED && task != null
                    && task.scores.containsKey(trial.model())) {
                Double value = trial.test().get(task.dataset.primaryMetric());
                if (value != null && Double.isFinite(value)) {
                    task.scores.get(trial.model()).put(trial.seed(), value);
                }
            }
        }
        return new ArrayList<>(tasks.values());
    }

    private static BaselineScore bestBaseline(DatasetResult dataset) {
        int direction = dataset.higherIsBetter() ? 1 : -1;
        BaselineScore best = null;
        for (Map.Entry<String, Map<String, Double>> entry : dataset.baselines().entrySet()) {
            Double value = entry.getValue().get(dataset.primaryMetric());
            if (value != null && Double.isFinite(value) && (best == null || direction * (value - best.value) > 0)) {
                best = new BaselineScore(entry.getKey(), value);
            }
        }
        return best;
    }

    public String name() {
        return dataset.name();
    }

    /** 1 where higher is better, else -1: what makes every score one of which higher is better. */
    public int direction() {
        return dataset.higherIsBetter() ? 1 : -1;
    }

    /** The scores of a model by seed, turned so that higher is better. */
    public SortedMap<Long, Double> directed(String model) {
        SortedMap<Long, Double> directed = new TreeMap<>();
        scores.get(model).forEach((seed, score) -> directed.put(seed, direction() * score));
        return directed;
    }

    /** The standard deviation that rounding alone gives a score: an accuracy is a count of test sequences. */
    public double rounding() {
        return dataset.primaryMetric().equals(Metric.ACCURACY.name()) ? 1 / Math.sqrt(12) / dataset.testSize() : 0;
    }

    /** The same of a skill. */
    public double skillRounding() {
        return rounding() / Math.abs(perfect() - baseline.value);
    }

    /** Whether the dataset holds nothing to learn. */
    public boolean negativeControl() {
        return (dataset.name() + " " + dataset.description()).toLowerCase(Locale.ROOT).contains("negative control");
    }

    /** Whether there is a skill: something to learn, and a baseline that leaves room. */
    public boolean hasSkill() {
        return baseline != null && !negativeControl() && Double.isFinite(perfect())
                && direction() * (perfect() - baseline.value) > 0;
    }

    public double skill(double score) {
        return Math.max(LEAST_SKILL, (score - baseline.value) / (perfect() - baseline.value));
    }

    /** The score that a skill stands for. */
    public double scoreOf(double skill) {
        return baseline.value + skill * (perfect() - baseline.value);
    }

    private double perfect() {
        return dataset.higherIsBetter() ? Metric.greatest(dataset.primaryMetric()) : 0;
    }
}
