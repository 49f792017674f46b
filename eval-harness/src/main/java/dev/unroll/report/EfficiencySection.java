package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.comparison.LearningCurves;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.statistics.LearningCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What updates buy, and what of it is only learned by heart: the updates until validation first reached a score, and the
 * loss in training beside the loss on validation.
 */
final class EfficiencySection {

    private static final int LEVELS = 40;
    private static final int FEWEST_POINTS = 3;

    private EfficiencySection() {
    }

    /** Empty if no trial was validated often enough to tell. */
    static String html(Report report) {
        StringBuilder out = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            boolean told = report.modelNames().stream().flatMap(model ->
                    TrialLookup.completed(report.results, dataset.name(), model).stream())
                    .anyMatch(trial -> trial.curve().size() >= FEWEST_POINTS);
            if (told) {
                out.append(figure(report, dataset));
            }
        }
        return out.length() == 0 ? "" : "<h3>Sample efficiency, and training against validation</h3>\n<p>On the left how "
                + "many updates it took until the metric on the validation part was first as good as this (median over "
                + "seeds; a line ends where half of the seeds never came). On the right the loss in training against the "
                + "loss on validation, at the tested weights of each seed: above the dashed diagonal a model knows its "
                + "training part better than the rest.</p>\n" + report.legend("") + out;
    }

    private static String figure(Report report, DatasetResult dataset) {
        ObjectNode reached = report.charts.add("lines", Report.metric(dataset.primaryMetric(), dataset)
                + " reached on validation", "updates");
        reached.put("free", true).put("inverse", !dataset.higherIsBetter());
        double[] levels = levels(report, dataset);
        reached.put("logX", !dataset.higherIsBetter() && Charts.logarithmic(Math.min(levels[0], levels[LEVELS - 1]),
                Math.max(levels[0], levels[LEVELS - 1])));
        ObjectNode losses = report.charts.add("scatter", "loss in training", "loss on validation");
        losses.put("large", true);
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (int m = 0; m < report.modelNames().size(); m++) {
            List<TrialResult> trials = TrialLookup.completed(report.results, dataset.name(), report.modelNames().get(m));
            if (trials.isEmpty()) {
                continue;
            }
            List<LearningCurve> curves = LearningCurves.of(trials, dataset.primaryMetric());
            double[] updates = Arrays.stream(levels).map(level ->
                    LearningCurve.medianUpdatesTo(curves, level, dataset.higherIsBetter())).toArray();
            Charts.line(reached, m, "", "solid", levels, updates);
            List<CurvePoint> tested = tested(trials);
            double[] train = tested.stream().mapToDouble(CurvePoint::trainLoss).toArray();
            double[] validation = tested.stream().mapToDouble(CurvePoint::validationLoss).toArray();
            Charts.line(losses, m, "", "points", train, validation);
            for (int i = 0; i < train.length; i++) {
                least = Math.min(least, Math.min(train[i], validation[i]));
                greatest = Math.max(greatest, Math.max(train[i], validation[i]));
            }
        }
        losses.put("log", Charts.logarithmic(least, greatest));
        return report.figure("<div class=\"pair\">\n" + Charts.box(reached, dataset.name() + ", updates until validation "
                + "reached each score", "plot") + Charts.box(losses, dataset.name() + ", loss in training against loss on "
                + "validation, one point per seed", "plot") + "</div>\n", "<b>" + Html.text(dataset.name())
                + "</b>: updates until a score was reached on the validation part, and loss in training against loss on "
                + "validation.");
    }

    private static List<CurvePoint> tested(List<TrialResult> trials) {
        List<CurvePoint> points = new ArrayList<>();
        for (TrialResult trial : trials) {
            trial.curve().stream().filter(point -> point.update() == trial.bestUpdate() && point.update() > 0)
                    .findFirst().ifPresent(points::add);
        }
        return points;
    }

    /** From the score before training to the best that any trial had, evenly spaced on the axis. */
    private static double[] levels(Report report, DatasetResult dataset) {
        double direction = dataset.higherIsBetter() ? 1 : -1;
        double start = Double.POSITIVE_INFINITY;
        double best = Double.NEGATIVE_INFINITY;
        for (TrialResult trial : report.results.trials()) {
            if (trial.dataset().equals(dataset.name()) && trial.status() == TrialResult.Status.COMPLETED) {
                for (CurvePoint point : trial.curve()) {
                    double value = direction * metric(point, dataset);
                    if (Double.isFinite(value)) {
                        start = Math.min(start, value);
                        best = Math.max(best, value);
                    }
                }
            }
        }
        double from = direction * start;
        double to = direction * best;
        boolean log = !dataset.higherIsBetter() && Charts.logarithmic(to, from);
        double[] levels = new double[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            double share = (double) i / (LEVELS - 1);
            levels[i] = log ? from * StrictMath.pow(to / from, share) : from + (to - from) * share;
        }
        levels[LEVELS - 1] = to;
        return levels;
    }

    private static double metric(CurvePoint point, DatasetResult dataset) {
        return point.metrics().getOrDefault(dataset.primaryMetric(), Double.NaN);
    }
}
