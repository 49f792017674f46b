package dev.unroll.comparison;

import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.statistics.LearningCurve;
import java.util.ArrayList;
import java.util.List;

/** The {@link LearningCurve}s of trials. */
public final class LearningCurves {

    private LearningCurves() {
    }

    /** Of each trial, by a metric on the validation part; points without the metric are left out. */
    public static List<LearningCurve> of(List<TrialResult> trials, String metric) {
        List<LearningCurve> curves = new ArrayList<>();
        for (TrialResult trial : trials) {
            List<CurvePoint> points = trial.curve().stream()
                    .filter(point -> point.metrics().get(metric) != null).toList();
            curves.add(new LearningCurve(points.stream().mapToDouble(CurvePoint::update).toArray(),
                    points.stream().mapToDouble(point -> point.metrics().get(metric)).toArray()));
        }
        return curves;
    }
}
