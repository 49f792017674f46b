package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Learning curves: the primary metric on the validation part, and the loss on both parts, against updates. */
final class CurveSection {

    private CurveSection() {
    }

    static String html(Report report) {
        StringBuilder out = new StringBuilder("<p>On the left the metric that decides, on the validation part, with "
                + "the best naive baseline’s test score (dashed); on the right the loss, on validation (thick) and in "
                + "training (thin). Mean over seeds, as far as every seed ran; logarithmic where values span more than "
                + "a factor of 20.</p>\n");
        out.append(report.legend("<span>band: least to greatest over seeds</span> <span>dotted: a trial that diverged "
                + "or failed</span>"));
        for (DatasetResult dataset : report.results.datasets()) {
            out.append(figure(report, dataset));
        }
        return out + EfficiencySection.html(report);
    }

    private static String figure(Report report, DatasetResult dataset) {
        String metric = dataset.primaryMetric();
        ObjectNode score = report.charts.add("lines", "updates", Report.metric(metric, dataset) + ", validation");
        ObjectNode loss = report.charts.add("lines", "updates", "loss");
        Range scores = new Range();
        Range losses = new Range();
        List<String> words = new ArrayList<>();
        for (int m = 0; m < report.modelNames().size(); m++) {
            String model = report.modelNames().get(m);
            List<List<CurvePoint>> curves = TrialLookup.completed(report.results, dataset.name(), model).stream()
                    .map(TrialResult::curve).toList();
            ToDoubleFunction<CurvePoint> metricAt = point -> point.metrics().getOrDefault(metric, Double.NaN);
            add(score, m, "solid", curves, metricAt, scores, true);
            add(loss, m, "solid", curves, CurvePoint::validationLoss, losses, true);
            add(loss, m, "thin", curves, CurvePoint::trainLoss, losses, false);
            for (TrialResult trial : TrialLookup.all(report.results, dataset.name(), model)) {
                if (trial.status() != Status.COMPLETED && !trial.curve().isEmpty()) {
                    add(loss, m, "dotted", List.of(trial.curve()), CurvePoint::trainLoss, losses, false);
                }
            }
            if (!curves.isEmpty() && !curves.get(0).isEmpty()) {
                words.add(model + " over " + curves.size() + (curves.size() == 1 ? " seed" : " seeds"));
            }
        }
        Verdict verdict = report.verdict(dataset);
        if (verdict.baseline() != null) {
            Charts.reference(score, verdict.baseline().name(), verdict.baseline().value());
            scores.include(verdict.baseline().value());
        }
        score.put("log", !dataset.higherIsBetter() && scores.logarithmic());
        loss.put("log", losses.logarithmic());
        String label = dataset.name() + ", learning curves of " + String.join(", ", words);
        return report.figure("<h3>" + Html.text(dataset.name()) + "</h3>\n<div class=\"pair\">\n"
                + Charts.box(score, label + ": " + metric + " on the validation part", "plot")
                + Charts.box(loss, label + ": loss", "plot") + "</div>\n",
                "<b>" + Html.text(dataset.name()) + "</b>: " + Html.text(metric) + " on the validation part, and loss "
                        + "on validation and in training, against updates.");
    }

    private static void add(ObjectNode chart, int model, String style, List<List<CurvePoint>> curves,
            ToDoubleFunction<CurvePoint> value, Range range, boolean band) {
        int length = curves.stream().mapToInt(List::size).min().orElse(0);
        if (length == 0) {
            return;
        }
        int stride = (length + Charts.MAX_POINTS - 1) / Charts.MAX_POINTS;
        int points = (length + stride - 1) / stride;
        double[] x = new double[points];
        double[] mean = new double[points];
        double[] low = new double[points];
        double[] high = new double[points];
        for (int p = 0; p < points; p++) {
            // The last point is always shown, so points are counted from the end.
            int i = length - 1 - (points - 1 - p) * stride;
            x[p] = curves.get(0).get(i).update();
            low[p] = Double.POSITIVE_INFINITY;
            high[p] = Double.NEGATIVE_INFINITY;
            for (List<CurvePoint> curve : curves) {
                double v = value.applyAsDouble(curve.get(i));
                mean[p] += v / curves.size();
                low[p] = Math.min(low[p], v);
                high[p] = Math.max(high[p], v);
            }
            range.include(low[p]);
            range.include(high[p]);
        }
        ObjectNode line = Charts.line(chart, model, style.equals("thin") ? "training" : "", style, x, mean);
        if (band && curves.size() > 1) {
            line.set("lower", Charts.numbers(low));
            line.set("upper", Charts.numbers(high));
        }
    }

    /** Least and greatest of the finite values seen. */
    private static final class Range {
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        void include(double value) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }

        boolean logarithmic() {
            return Charts.logarithmic(least, greatest);
        }
    }
}
