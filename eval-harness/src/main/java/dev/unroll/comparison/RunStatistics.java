package dev.unroll.comparison;

import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.run.ItemScores;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.TrialResult;
import dev.unroll.statistics.Corrections;
import dev.unroll.statistics.EffectSizes;
import dev.unroll.statistics.Interval;
import dev.unroll.statistics.Intervals;
import dev.unroll.statistics.PairedBootstrap;
import dev.unroll.statistics.Quantiles;
import dev.unroll.statistics.SignFlips;
import dev.unroll.statistics.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Every statistic of a run, one by one, so that each can be checked: the content of {@code statistics.json} and
 * {@code statistics.csv}. A function of the trials' results: the same bytes on every machine. Of more than
 * {@link #MOST_MODELS} models only the comparisons with the first in rank are listed; the corrections count all.
 */
public final class RunStatistics {

    /** So many models are all compared in the list. */
    public static final int MOST_MODELS = 12;

    static final int RESAMPLES = 2_000;
    static final Randomness RANDOMNESS = Randomness.of(0, Purpose.RESAMPLING);

    private final RunComparisons comparisons;
    private final StatisticsList list = new StatisticsList();

    private RunStatistics(RunComparisons comparisons) {
        this.comparisons = comparisons;
    }

    /**
     * All statistics: task by task, then over all tasks.
     *
     * @param items how well a trial met each example of the test part, by the trial's ID
     */
    public static List<Statistic> of(RunResults results, Function<String, Optional<ItemScores>> items) {
        RunStatistics statistics = new RunStatistics(RunComparisons.of(results));
        Map<List<String>, List<TrialResult>> trials = new HashMap<>();
        results.trials().stream().filter(trial -> trial.status() == TrialResult.Status.COMPLETED).forEach(trial ->
                trials.computeIfAbsent(List.of(trial.dataset(), trial.model()), key -> new ArrayList<>()).add(trial));
        for (TaskScores task : statistics.comparisons.tasks()) {
            StatisticsList about = statistics.list.about(task.name());
            for (String model : statistics.comparisons.models()) {
                List<TrialResult> own = trials.getOrDefault(List.of(task.name(), model), List.of());
                if (!task.scores().get(model).isEmpty()) {
                    statistics.model(about, task, model);
                    CurveStatistics.add(about, task, model, own);
                }
            }
            Standing standing = Standing.on(task, statistics.comparisons);
            statistics.pairs(about, task.name(), task.direction(), standing, task.scores());
            ItemStatistics.add(about, task, statistics.listed(task.name(), standing), trials, items);
        }
        if (statistics.comparisons.withSkill().size() > 1) {
            AcrossTasks.add(statistics.list, statistics.comparisons);
            Map<String, SortedMap<Long, Double>> skills = new HashMap<>();
            statistics.comparisons.models().forEach(model -> skills.put(model, statistics.comparisons.skills(model)));
            statistics.pairs(statistics.list, RunComparisons.ALL_TASKS, 1, Standing.overall(statistics.comparisons),
                    skills);
        }
        return statistics.list.toList();
    }

    private void model(StatisticsList about, TaskScores task, String model) {
        double[] scores = values(task.scores().get(model));
        int n = scores.length;
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        boolean higher = task.direction() > 0;
        about.add(model, "", "score", student(scores), n);
        about.add(model, "", "median score", Quantiles.of(sorted, 0.5), n);
        about.add(model, "", "best score", higher ? sorted[n - 1] : sorted[0], n);
        about.add(model, "", "worst score", higher ? sorted[0] : sorted[n - 1], n);
        if (task.hasSkill()) {
            about.add(model, "", "skill", student(Arrays.stream(scores).map(task::skill).toArray()), n);
        }
        Comparison lead = comparisons.withBaseline(task.name(), model);
        if (lead != null) {
            decision(about, lead, task.direction());
        }
    }

    /** The comparisons that are listed, as seen from the model that comes first in the run or, of many, in rank. */
    private List<Comparison> listed(String task, Standing standing) {
        if (comparisons.models().size() <= MOST_MODELS) {
            return comparisons.pairs().stream().filter(pair -> pair.task().equals(task)).toList();
        }
        return standing.behind().stream().map(Standing.Gap::comparison).toList();
    }

    private void pairs(StatisticsList about, String task, int direction, Standing standing,
            Map<String, SortedMap<Long, Double>> scores) {
        List<Comparison> testable = comparisons.pairs().stream().filter(Comparison::testable).toList();
        double[] adjusted = Corrections.benjaminiHochberg(testable.stream().mapToDouble(one -> one.test().p()).toArray());
        Map<List<String>, Double> discovery = new HashMap<>();
        for (int i = 0; i < adjusted.length; i++) {
            Comparison one = testable.get(i);
            discovery.put(List.of(one.task(), one.first(), one.second()), adjusted[i]);
            discovery.put(List.of(one.task(), one.second(), one.first()), adjusted[i]);
        }
        for (Comparison pair : listed(task, standing)) {
            if (pair.seeds() == 0) {
                continue;
            }
            String first = pair.first();
            String second = pair.second();
            int n = pair.seeds();
            decision(about, pair, direction);
            if (!pair.testable()) {
                continue;
            }
            Randomness randomness = RANDOMNESS.derive(task).derive(first).derive(second);
            double[] differences = Arrays.stream(pair.differences()).map(one -> direction * one).toArray();
            about.add(first, second, "p after Benjamini-Hochberg", discovery.get(List.of(task, first, second)), n);
            about.add(first, second, "difference by bootstrap", PairedBootstrap.mean(differences, RESAMPLES,
                    randomness.derive("bootstrap")), n);
            about.add(first, second, "p by random signs", SignFlips.p(differences, randomness.derive("signs")), n);
            about.add(first, second, "p by Wilcoxon", WilcoxonSignedRank.of(differences).p(), n);
            double[] ours = values(scores.get(first));
            double[] theirs = values(scores.get(second));
            about.add(first, second, "Hedges g", EffectSizes.hedgesG(ours, theirs), ours.length + theirs.length);
            about.add(first, second, "Cliff delta", EffectSizes.cliffsDelta(ours, theirs), ours.length + theirs.length);
        }
    }

    /** What the verdict goes by, in the metric's own direction. */
    private static void decision(StatisticsList about, Comparison one, int direction) {
        if (one.seeds() == 0) {
            return;
        }
        int n = one.seeds();
        double lower = direction > 0 ? one.lower() : -one.upper();
        double upper = direction > 0 ? one.upper() : -one.lower();
        about.add(one.first(), one.second(), "difference", new Interval(direction * one.mean(), lower, upper), n);
        if (one.testable()) {
            about.add(one.first(), one.second(), "p", one.test().p(), n);
            about.add(one.first(), one.second(), "p after Holm", one.adjusted(), one.familySize());
            about.add(one.first(), one.second(), "detectable difference", one.detectable(), n);
        }
        if (one.seedsNeeded() > 0) {
            about.add(one.first(), one.second(), "seeds needed", one.seedsNeeded(), n);
        }
    }

    static Interval student(double[] values) {
        Estimate estimate = Intervals.meanWithStudentInterval(values);
        return values.length < 2 ? new Interval(estimate.mean(), Double.NaN, Double.NaN)
                : new Interval(estimate.mean(), estimate.lower(), estimate.upper());
    }

    static double[] values(SortedMap<Long, Double> bySeed) {
        return bySeed.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
