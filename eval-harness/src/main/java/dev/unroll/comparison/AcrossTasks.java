package dev.unroll.comparison;

import dev.unroll.random.Randomness;
import dev.unroll.statistics.Aggregate;
import dev.unroll.statistics.BayesianSignedRank;
import dev.unroll.statistics.Friedman;
import dev.unroll.statistics.Interval;
import dev.unroll.statistics.PerformanceProfile;
import dev.unroll.statistics.ProbabilityOfImprovement;
import dev.unroll.statistics.StratifiedBootstrap;
import java.util.ArrayList;
import java.util.List;

/** What models come to over all tasks that have a {@linkplain TaskScores#skill skill}, by it. */
public final class AcrossTasks {

    /** Skills that differ by less are practically the same. */
    public static final double ROPE = 0.01;

    private static final double[] THRESHOLDS = {0, 0.25, 0.5, 0.75, 0.9};
    private static final int DRAWS = 10_000;

    private AcrossTasks() {
    }

    /**
     * Ranks over tasks, by mean score over seeds.
     *
     * @param models of these, in this order: all that have scores on every task
     * @param ranks  {@code null} unless at least two models and two tasks are there
     */
    public record Ranks(List<String> models, Friedman ranks) {
    }

    static void add(StatisticsList list, RunComparisons comparisons) {
        List<String> complete = comparisons.models().stream().filter(model -> !comparisons.skills(model).isEmpty())
                .toList();
        for (String model : complete) {
            double[][] skills = comparisons.skillMatrix(model);
            Randomness randomness = RunStatistics.RANDOMNESS.derive("across tasks").derive(model);
            int n = skills.length * skills[0].length;
            for (Aggregate aggregate : Aggregate.values()) {
                list.add(model, "", aggregate.title() + " of skills", StratifiedBootstrap.expanded(skills, aggregate,
                        RunStatistics.RESAMPLES, randomness.derive(aggregate.title())), n);
            }
            Interval[] profile = PerformanceProfile.of(skills, THRESHOLDS, RunStatistics.RESAMPLES,
                    randomness.derive("profile"));
            for (int i = 0; i < profile.length; i++) {
                list.add(model, "", "share of runs above skill " + THRESHOLDS[i], profile[i], n);
            }
        }
        ranks(list, comparisons);
        if (complete.size() <= RunStatistics.MOST_MODELS) {
            for (int i = 0; i < complete.size(); i++) {
                for (int j = i + 1; j < complete.size(); j++) {
                    pair(list, comparisons, complete.get(i), complete.get(j));
                }
            }
        }
    }

    /** Ranks of the models that have scores on every task that has a skill. */
    public static Ranks ranks(RunComparisons comparisons) {
        List<TaskScores> tasks = comparisons.withSkill();
        List<String> models = comparisons.models().stream()
                .filter(model -> tasks.stream().noneMatch(task -> task.scores().get(model).isEmpty())).toList();
        if (tasks.size() < 2 || models.size() < 2) {
            return new Ranks(models, null);
        }
        double[][] scores = tasks.stream().map(task -> models.stream().mapToDouble(model -> task.direction()
                * mean(task, model)).toArray()).toArray(double[][]::new);
        return new Ranks(models, Friedman.of(scores));
    }

    private static double mean(TaskScores task, String model) {
        return task.scores().get(model).values().stream().mapToDouble(Double::doubleValue).sum()
                / task.scores().get(model).size();
    }

    private static void ranks(StatisticsList list, RunComparisons comparisons) {
        Ranks found = ranks(comparisons);
        if (found.ranks == null) {
            return;
        }
        int n = found.ranks.tasks();
        for (int i = 0; i < found.models.size(); i++) {
            list.add(found.models.get(i), "", "mean rank", found.ranks.meanRanks()[i], n);
        }
        list.add("", "", "Friedman chi-square", found.ranks.chiSquare(), n);
        list.add("", "", "p by Friedman, chi-square", found.ranks.chiSquareP(), n);
        list.add("", "", "p by Friedman", found.ranks.p(), n);
        list.add("", "", "Nemenyi critical difference", found.ranks.criticalDifference(), n);
        int bar = 1;
        for (List<Integer> group : found.ranks.groups()) {
            for (int model : group) {
                list.add(found.models.get(model), "", "in group " + bar + " of ranks not shown to differ", 1, n);
            }
            bar++;
        }
    }

    private static void pair(StatisticsList list, RunComparisons comparisons, String first, String second) {
        Randomness randomness = RunStatistics.RANDOMNESS.derive("across tasks").derive(first).derive(second);
        double[][] ours = comparisons.skillMatrix(first);
        double[][] theirs = comparisons.skillMatrix(second);
        list.add(first, second, "probability of improvement", ProbabilityOfImprovement.interval(ours, theirs,
                RunStatistics.RESAMPLES, randomness.derive("improvement")), ours.length + theirs.length);
        List<Double> differences = new ArrayList<>();
        for (int t = 0; t < ours[0].length; t++) {
            differences.add(mean(ours, t) - mean(theirs, t));
        }
        BayesianSignedRank posterior = BayesianSignedRank.of(differences.stream().mapToDouble(Double::doubleValue).toArray(),
                ROPE, DRAWS, randomness.derive("posterior"));
        list.add(first, second, "probability of being better on a further task", posterior.better(), differences.size());
        list.add(first, second, "probability of being practically the same", posterior.same(), differences.size());
        list.add(first, second, "probability of being worse on a further task", posterior.worse(), differences.size());
    }

    private static double mean(double[][] skills, int task) {
        double sum = 0;
        for (double[] run : skills) {
            sum += run[task];
        }
        return sum / skills.length;
    }
}
