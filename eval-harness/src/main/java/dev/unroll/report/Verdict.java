package dev.unroll.report;

import dev.unroll.comparison.Comparison;
import dev.unroll.comparison.RunComparisons;
import dev.unroll.comparison.Standing;
import dev.unroll.comparison.Standing.Gap;
import dev.unroll.comparison.Standing.Score;
import dev.unroll.comparison.TaskScores;
import dev.unroll.comparison.TaskScores.BaselineScore;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import java.util.List;

/**
 * What a run shows, dataset by dataset, by fixed rules on the primary metric of the test part:
 *
 * <ol>
 * <li>A model's score is its mean over the seeds it completed with a finite metric. Models are ranked by it in the
 *     direction of the metric; models without a score are not ranked.
 * <li>Any two models are compared by Student's t test of their differences on the seeds both completed, two-sided. A
 *     difference is <i>shown</i> if p is at most 0.05 after Holm's correction for all comparisons of models in the run.
 *     Fewer than three shared seeds show nothing.
 * <li>The models that are not shown to be behind the first <i>share the lead</i> with it. A dataset has a winner if
 *     nobody shares it.
 * <li>A model <i>beats</i> the baselines if the same test shows its lead over the best of them, corrected for all such
 *     comparisons in the run. A baseline's score is one number, so this too needs three seeds.
 * <li>Where no model beats the best baseline the outcome is {@link Outcome#NOTHING_LEARNED}, whoever ranks first.
 * <li>A dataset whose name or description has the words "negative control" holds nothing to learn: there a model that
 *     beats the baseline is {@linkplain #suspicious() suspicious} (a leak, or chance).
 * </ol>
 *
 * @param standing who ranks where
 * @param baseline the best baseline; {@code null} if none has the primary metric
 * @param beating  names of models that beat the best baseline, in the order of rank
 */
public record Verdict(DatasetResult dataset, Outcome outcome, Standing standing, BaselineScore baseline,
        List<String> beating, boolean negativeControl) {

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

    /** The verdict on every dataset, in the order of the run. */
    public static List<Verdict> of(RunResults results) {
        return of(RunComparisons.of(results));
    }

    /** The same of comparisons that are made already. */
    static List<Verdict> of(RunComparisons comparisons) {
        return comparisons.tasks().stream().map(task -> of(task, comparisons)).toList();
    }

    private static Verdict of(TaskScores task, RunComparisons comparisons) {
        Standing standing = Standing.on(task, comparisons);
        List<String> beating = standing.ranking().stream().map(Score::model).filter(model -> {
            Comparison comparison = comparisons.withBaseline(task.name(), model);
            return comparison != null && comparison.ahead();
        }).toList();
        return new Verdict(task.dataset(), outcome(standing, task.baseline(), beating), standing, task.baseline(), beating,
                task.negativeControl());
    }

    private static Outcome outcome(Standing standing, BaselineScore baseline, List<String> beating) {
        if (standing.ranking().isEmpty()) {
            return Outcome.NO_SCORES;
        }
        if (baseline != null && beating.isEmpty()) {
            return Outcome.NOTHING_LEARNED;
        }
        if (standing.behind().isEmpty()) {
            return Outcome.ALONE;
        }
        return standing.behind().stream().allMatch(Gap::shown) ? Outcome.WINNER : Outcome.SHARED_LEAD;
    }

    /** Best first. */
    public List<Score> ranking() {
        return standing.ranking();
    }

    /** Names of models without a score. */
    public List<String> unscored() {
        return standing.unscored();
    }

    /** How far each other ranked model is behind the first, in the order of rank. */
    public List<Gap> behind() {
        return standing.behind();
    }

    /** The first in rank and everybody not shown to be behind it; empty without scores. */
    public List<String> leaders() {
        return standing.leaders();
    }

    /** Models that learned where there is nothing to learn. */
    public List<String> suspicious() {
        return negativeControl ? beating : List.of();
    }

    /** The model the tables mark as best: the winner; {@code null} where none is shown. */
    public String winner() {
        return outcome == Outcome.WINNER ? ranking().get(0).model() : null;
    }

    Score score(String model) {
        return standing.score(model);
    }
}
