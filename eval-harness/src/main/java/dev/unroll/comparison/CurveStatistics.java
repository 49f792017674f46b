package dev.unroll.comparison;

import dev.unroll.run.TrialResult;
import dev.unroll.statistics.LearningCurve;
import java.util.List;

/** How fast a model learns, by the primary metric on the validation part. */
final class CurveStatistics {

    /** Skills whose first sight counts as a goal: the best naive baseline, half the way to a perfect score, nine tenths. */
    private static final double[] GOALS = {0, 0.5, 0.9};

    private CurveStatistics() {
    }

    /** @param trials the model's on the task that completed */
    static void add(StatisticsList about, TaskScores task, String model, List<TrialResult> trials) {
        List<LearningCurve> curves = LearningCurves.of(trials, task.dataset().primaryMetric());
        double[] heights = curves.stream().mapToDouble(LearningCurve::meanHeight).filter(Double::isFinite).toArray();
        if (heights.length > 0) {
            about.add(model, "", "mean height of learning curve", RunStatistics.student(heights), heights.length);
        }
        for (double goal : task.hasSkill() ? GOALS : new double[0]) {
            double score = task.scoreOf(goal);
            boolean higher = task.direction() > 0;
            about.add(model, "", "updates to skill " + goal, LearningCurve.medianUpdatesTo(curves, score, higher),
                    curves.size());
            about.add(model, "", "seeds that reached skill " + goal, LearningCurve.reached(curves, score, higher),
                    curves.size());
        }
    }
}
