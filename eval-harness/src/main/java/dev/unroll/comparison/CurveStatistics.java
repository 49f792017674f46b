package dev.unroll.comparison;

import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.statistics.LearningCurve;
import dev.unroll.statistics.Quantiles;
import java.util.ArrayList;
import java.util.List;

/** How fast a model learns, by the primary metric on the validation part. */
final class CurveStatistics {

    /** Skills whose first sight counts as a goal: the best naive baseline, half the way to a perfect score, nine tenths. */
    private static final double[] GOALS = {0, 0.5, 0.9};

    private CurveStatistics() {
    }

    /** @param trials the model's on the task that completed */
    static void add(StatisticsList about, TaskScores task, String model, List<TrialResult> trials) {
        List<LearningCurve> curves = new ArrayList<>();
        for (TrialResult trial : trials) {
            List<CurvePoint> points = trial.curve().stream()
                    .filter(point -> point.metrics().get(task.dataset().primaryMetric()) != null).toList();
            curves.add(new LearningCurve(points.stream().mapToDouble(CurvePoint::update).toArray(),
                    points.stream().mapToDouble(point -> point.metrics().get(task.dataset().primaryMetric())).toArray()));
        }
        double[] heights = curves.stream().mapToDouble(LearningCurve::meanHeight).filter(Double::isFinite).toArray();
        if (heights.length > 0) {
            about.add(model, "", "mean height of learning curve", RunStatistics.student(heights), heights.length);
        }
        for (double goal : task.hasSkill() ? GOALS : new double[0]) {
            double[] updates = curves.stream().mapToDouble(curve -> curve.updatesTo(task.scoreOf(goal),
                    task.direction() > 0)).filter(Double::isFinite).sorted().toArray();
            about.add(model, "", "updates to skill " + goal, updates.length == 0 ? Double.NaN
                    : Quantiles.of(updates, 0.5), updates.length);
        }
    }
}
