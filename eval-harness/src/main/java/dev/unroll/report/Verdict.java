package dev.unroll.report;

import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.TrialResult;
import dev.unroll.statistics.Intervals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run shows, dataset by dataset, by fixed rules on the primary metric of the test part:
 *
 * <ol>
 * <li>A model's score is its mean over the seeds it completed with a finite metric. Models are ranked by it in the
 *     direction of the metric; models without a score are not ranked.
 * <li>The first in rank is compared with each other model by the differences on the seeds both completed. A difference
 *     is
 *     <i>shown</i> if its 95 % interval (Student's t over those paired differences) lies wholly above zero. Fewer than
 *     two shared seeds show nothing.
 * <li>The models that are not shown to be behind the first <i>share the lead</i> with it. A dataset has a winner if
 *     nobody shares it.
 * <li>A model <i>beats</i> the baselines if the interval of its lead over the best baseline lies wholly above zero. A
 *     baseline's score is one number, so this too needs two seeds.
 * <li>Where no model beats the best baseline the outcome is {@link Outcome#NOTHING_LEARNED}, whoever ranks first.
 * <li>A dataset whose name or description has the words "negative control" holds nothing to learn: there a model that
 *     beats the baseline is {@linkplain #suspicious() suspicious} (a leak, or chance).
 * </ol>
 *
 * Each interval stands alone: none is widened for the number of comparisons.
 *
 * @param ranking   best first
 * @param unscored  names of models without a score
 * @param behind    how far each other ranked model is behind the first, in the order of rank
 * @param baseline  the best baseline; {@code null} if none has the primary metric
 * @param beating   names of models that beat the best baseline, in the order of rank
 */
public record Verdict(DatasetResult dataset, Outcome outcome, List<Score> ranking, List<String> unscored,
        List<Gap> behind,
        BaselineScore baseline, List<String> beating) {

    /** What can be said of a dataset. */
    public enum Outcome {
        /** The first is shown to be ahead of every other model. */
        WINNER,
        /** At least one other model is not shown to be behind the first. */
        SHARED_LEAD,
        /** Only one model has a score: it is compared with the baseline alone. */
        ALONE,
        /** No model is shown to be better than the best baseline. */
        NOTHING_LEARNED,
        /** No model has a score. */
        NO_SCORES
    }

    /**
     * A model's score.
     *
     * @param half   half of its 95 % interval; infinite for one seed
     * @param bySeed in the order of seeds
     */
    public record Score(String model, double mean, double half, Map<Long, Double> bySeed) {
    }

    /**
     * How far a model is behind the first in rank, positive for worse.
     *
     * @param seeds how many both completed; with fewer than two the interval is without end
     */
    public record Gap(String model, double mean, double lower, double upper, int seeds) {

        public boolean shown() {
            return seeds > 1 && lower > 0;
        }
    }

    /** The best baseline and its score. */
    public record BaselineScore(String name, double value) {
    }

    /** The verdict on every dataset, in the order of the run. */
    public static List<Verdict> of(RunResults results) {
        return results.datasets().stream().map(dataset -> of(dataset, results)).toList();
    }

    private static Verdict of(DatasetResult dataset, RunResults results) {
        List<Score> ranking = new ArrayList<>();
        List<String> unscored = new ArrayList<>();
        for (RunResults.ModelResult model : results.models()) {
            Map<Long, Double> bySeed = scores(dataset, model.name(), results);
            if (bySeed.isEmpty()) {
                unscored.add(model.name());
            } else {
                Estimate estimate = Intervals.meanWithStudentInterval(values(bySeed));
                double half = bySeed.size() > 1 ? estimate.upper() - estimate.mean() : Double.POSITIVE_INFINITY;
                ranking.add(new Score(model.name(), estimate.mean(), half, bySeed));
            }
        }
        double direction = dataset.higherIsBetter() ? 1 : -1;
        ranking.sort(Comparator.comparingDouble(score -> -direction * score.mean()));
        List<Gap> behind = new ArrayList<>();
        for (int i = 1; i < ranking.size(); i++) {
            behind.add(gap(ranking.get(0), ranking.get(i), direction));
        }
        BaselineScore baseline = bestBaseline(dataset, direction);
        List<String> beating = new ArrayList<>();
        for (Score score : ranking) {
            if (baseline != null && beats(score, baseline, direction)) {
                beating.add(score.model());
            }
        }
        return new Verdict(dataset, outcome(ranking, behind, baseline, beating), List.copyOf(ranking),
                List.copyOf(unscored), List.copyOf(behind), baseline, List.copyOf(beating));
    }

    private static Outcome outcome(List<Score> ranking, List<Gap> behind, BaselineScore baseline,
            List<String> beating) {
        if (ranking.isEmpty()) {
            return Outcome.NO_SCORES;
        }
        if (baseline != null && beating.isEmpty()) {
            return Outcome.NOTHING_LEARNED;
        }
        if (behind.isEmpty()) {
            return Outcome.ALONE;
        }
        return behind.stream().allMatch(Gap::shown) ? Outcome.WINNER : Outcome.SHARED_LEAD;
    }

    private static Map<Long, Double> scores(DatasetResult dataset, String model, RunResults results) {
        Map<Long, Double> bySeed = new TreeMap<>();
        for (TrialResult trial : results.trials()) {
            if (trial.dataset().equals(dataset.name()) && trial.model().equals(model)
                    && trial.status() == TrialResult.Status.COMPLETED) {
                Double value = trial.test().get(dataset.primaryMetric());
                if (value != null && Double.isFinite(value)) {
                    bySeed.put(trial.seed(), value);
                }
            }
        }
        return bySeed;
    }

    private static Gap gap(Score first, Score other, double direction) {
        double[] differences = first.bySeed().entrySet().stream()
                .filter(entry -> other.bySeed().containsKey(entry.getKey()))
                .mapToDouble(entry -> direction * (entry.getValue() - other.bySeed().get(entry.getKey())))
                .toArray();
        if (differences.length < 2) {
            return new Gap(other.model(), direction * (first.mean() - other.mean()), Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY, differences.length);
        }
        Estimate estimate = Intervals.meanWithStudentInterval(differences);
        return new Gap(other.model(), estimate.mean(), estimate.lower(), estimate.upper(), differences.length);
    }

    private static BaselineScore bestBaseline(DatasetResult dataset, double direction) {
        BaselineScore best = null;
        for (Map.Entry<String, Map<String, Double>> entry : dataset.baselines().entrySet()) {
            Double value = entry.getValue().get(dataset.primaryMetric());
            if (value != null && Double.isFinite(value) && (best == null || direction * (value - best.value()) > 0)) {
                best = new BaselineScore(entry.getKey(), value);
            }
        }
        return best;
    }

    private static boolean beats(Score score, BaselineScore baseline, double direction) {
        double[] leads = score.bySeed().values().stream()
                .mapToDouble(value -> direction * (value - baseline.value())).toArray();
        return leads.length > 1 && Intervals.meanWithStudentInterval(leads).lower() > 0;
    }

    private static double[] values(Map<Long, Double> bySeed) {
        return bySeed.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The first in rank and everybody not shown to be behind it; empty without scores. */
    public List<String> leaders() {
        List<String> names = new ArrayList<>();
        if (!ranking.isEmpty()) {
            names.add(ranking.get(0).model());
        }
        behind.stream().filter(gap -> !gap.shown()).forEach(gap -> names.add(gap.model()));
        return names;
    }

    /** Whether the dataset holds nothing to learn. */
    public boolean negativeControl() {
        return (dataset.name() + " " + dataset.description()).toLowerCase(Locale.ROOT)
                .contains("negative control");
    }

    /** Models that learned where there is nothing to learn. */
    public List<String> suspicious() {
        return negativeControl() ? beating : List.of();
    }

    /** The model the tables mark as best: the winner; {@code null} where none is shown. */
    public String winner() {
        return outcome == Outcome.WINNER ? ranking.get(0).model() : null;
    }

    Score score(String model) {
        return ranking.stream().filter(score -> score.model().equals(model)).findFirst().orElse(null);
    }
}
