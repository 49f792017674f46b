package dev.unroll.comparison;

import dev.unroll.run.RunResults.Estimate;
import dev.unroll.statistics.Intervals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where models stand on a task, or on all together.
 *
 * @param ranking  by mean score, best first; but none stands before one that is shown to be ahead of it, which can
 *                 happen where models lack scores for different seeds
 * @param unscored names of models without a score
 * @param behind   how far each other ranked model is behind the first, in the order of rank
 */
public record Standing(List<Score> ranking, List<String> unscored, List<Gap> behind) {

    /**
     * A model's score.
     *
     * @param half   half of its 95 % interval (Student's t); infinite for one seed
     * @param bySeed in the order of seeds
     * @param planned how many seeds there were to be
     * @param best   the best rank it may have: 1 and how many are shown to be ahead of it
     * @param worst  the worst rank it may have: behind all but those it is shown to be ahead of
     */
    public record Score(String model, double mean, double half, Map<Long, Double> bySeed, int planned, int best,
            int worst) {

        /** {@code 1}, or {@code 1–3} where others are not shown to be behind or ahead. */
        public String rank() {
            return best == worst ? Integer.toString(best) : best + "–" + worst;
        }
    }

    /**
     * How far a model is behind the first in rank, positive for worse.
     *
     * @param comparison of the first with it
     */
    public record Gap(String model, Comparison comparison) {

        public double mean() {
            return comparison.mean();
        }

        public double lower() {
            return comparison.lower();
        }

        public double upper() {
            return comparison.upper();
        }

        /** How many both have a score for. */
        public int seeds() {
            return comparison.seeds();
        }

        public boolean shown() {
            return comparison.ahead();
        }
    }

    /** On a task of the run. */
    public static Standing on(TaskScores task, RunComparisons comparisons) {
        return of(task.name(), task.scores(), task.direction(), comparisons);
    }

    /** On all tasks together, by mean skill. */
    public static Standing overall(RunComparisons comparisons) {
        Map<String, SortedMap<Long, Double>> skills = new LinkedHashMap<>();
        comparisons.models().forEach(model -> skills.put(model, comparisons.skills(model)));
        return of(RunComparisons.ALL_TASKS, skills, 1, comparisons);
    }

    private static Standing of(String task, Map<String, SortedMap<Long, Double>> scores, int direction,
            RunComparisons comparisons) {
        List<String> scored = new ArrayList<>();
        List<String> unscored = new ArrayList<>();
        scores.forEach((model, bySeed) -> (bySeed.isEmpty() ? unscored : scored).add(model));
        List<Score> ranking = new ArrayList<>();
        for (String model : scored) {
            int ahead = 0;
            int behind = 0;
            for (String other : scored) {
                Comparison comparison = model.equals(other) ? null : comparisons.between(task, model, other);
                ahead += comparison != null && comparison.reversed().ahead() ? 1 : 0;
                behind += comparison != null && comparison.ahead() ? 1 : 0;
            }
            SortedMap<Long, Double> bySeed = scores.get(model);
            Estimate estimate = Intervals.meanWithStudentInterval(
                    bySeed.values().stream().mapToDouble(Double::doubleValue).toArray());
            double half = bySeed.size() > 1 ? estimate.upper() - estimate.mean() : Double.POSITIVE_INFINITY;
            ranking.add(new Score(model, estimate.mean(), half, bySeed, comparisons.seeds(), 1 + ahead,
                    scored.size() - behind));
        }
        ranking.sort(Comparator.comparingDouble(score -> -direction * score.mean()));
        putAhead(task, ranking, comparisons);
        List<Gap> behind = new ArrayList<>();
        for (int i = 1; i < ranking.size(); i++) {
            String other = ranking.get(i).model();
            behind.add(new Gap(other, comparisons.between(task, ranking.get(0).model(), other)));
        }
        return new Standing(List.copyOf(ranking), List.copyOf(unscored), List.copyOf(behind));
    }

    /** Moves every model that is shown to be ahead of one before it to that one's place. */
    private static void putAhead(String task, List<Score> ranking, RunComparisons comparisons) {
        for (int later = 1; later < ranking.size(); later++) {
            for (int i = 0; i < later; i++) {
                Comparison comparison = comparisons.between(task, ranking.get(later).model(), ranking.get(i).model());
                if (comparison != null && comparison.ahead()) {
                    ranking.add(i, ranking.remove(later));
                    break;
                }
            }
        }
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

    /** The score of a model; {@code null} if it has none. */
    public Score score(String model) {
        return ranking.stream().filter(score -> score.model().equals(model)).findFirst().orElse(null);
    }
}
