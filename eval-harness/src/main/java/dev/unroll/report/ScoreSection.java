package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.comparison.Standing;
import dev.unroll.comparison.Standing.Score;
import dev.unroll.metric.Metric;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.run.SpeedMeasurement;
import dev.unroll.statistics.Intervals;
import dev.unroll.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The answer: the verdict in words, every score as a picture and as a table. */
final class ScoreSection {

    private ScoreSection() {
    }

    /** The first paragraph, not escaped for HTML. */
    static String answer(Report report) {
        if (report.data.goesOn()) {
            // Those that end first are no fair sample: the fast models, the first seeds.
            return Numbers.count(report.results.trials().size()) + " of " + Numbers.count(report.data.planned())
                    + " trials have ended; no verdict yet.";
        }
        int failed = TrialLookup.unfinished(report.results).size();
        String together = VerdictText.together(Standing.overall(report.comparisons), report.comparisons.withSkill().size());
        return VerdictText.overall(report.verdicts, together, report.speed, failed, report.results.trials().size());
    }

    static String html(Report report) {
        return report.data.goesOn()
                ? figure(report) + ScoreTable.html(report) + SliceTable.html(report) + everyMetric(report)
                : figure(report) + ScoreTable.html(report) + findings(report) + SliceTable.html(report)
                        + ComparisonTable.html(report) + everyMetric(report) + AblationSection.html(report);
    }

    private static String figure(Report report) {
        StringBuilder panels = new StringBuilder(report.legend("<span>dashed line: best naive baseline</span>"));
        panels.append("<div class=\"panels\">\n");
        for (Verdict verdict : report.verdicts) {
            DatasetResult dataset = verdict.dataset();
            String direction = dataset.higherIsBetter() ? "higher is better" : "lower is better";
            panels.append("<div class=\"panel\"><p class=\"panel-title\"><b>").append(Html.text(dataset.name()))
                    .append("</b> ").append(Html.text(Report.metric(dataset.primaryMetric(), dataset))).append(", ")
                    .append(direction).append("</p>\n").append(panel(report, verdict)).append("</div>\n");
        }
        panels.append("</div>\n");
        return report.figure(panels.toString(), "Scores on the test part: mean over seeds (large mark) with its 95 % "
                + "interval (Student’s <i>t</i>), and each seed (small dots). Logarithmic where scores span more than a "
                + "factor of 20; there an interval that reaches zero ends at the edge.");
    }

    private static String panel(Report report, Verdict verdict) {
        DatasetResult dataset = verdict.dataset();
        ObjectNode chart = report.charts.add("scores", "", "");
        double least = verdict.baseline() == null ? Double.POSITIVE_INFINITY : verdict.baseline().value();
        double greatest = verdict.baseline() == null ? 0 : verdict.baseline().value();
        List<String> words = new ArrayList<>();
        for (int m = 0; m < report.modelNames().size(); m++) {
            Score score = verdict.score(report.modelNames().get(m));
            if (score == null) {
                continue;
            }
            Collection<Double> seeds = score.bySeed().values();
            boolean many = seeds.size() > 1;
            ObjectNode item = chart.withArray("items").addObject().put("model", m);
            item.set("mean", Charts.number(score.mean()));
            item.set("lower", Charts.number(many ? Math.max(0, score.mean() - score.half()) : score.mean()));
            item.set("upper", Charts.number(many
                    ? Math.min(Metric.greatest(dataset.primaryMetric()), score.mean() + score.half()) : score.mean()));
            item.put("text", many ? Numbers.plusMinus(score.mean(), score.half()) : Numbers.significant(score.mean()));
            item.set("seeds", Charts.numbers(seeds.stream().mapToDouble(Double::doubleValue).toArray()));
            words.add(score.model() + " " + item.get("text").textValue());
            least = Math.min(least, min(seeds));
            greatest = Math.max(greatest, max(seeds));
        }
        if (verdict.baseline() != null) {
            Charts.reference(chart, verdict.baseline().name(), verdict.baseline().value());
            words.add("best baseline " + verdict.baseline().name() + " "
                    + Numbers.significant(verdict.baseline().value()));
        }
        boolean log = !dataset.higherIsBetter() && Charts.logarithmic(least, greatest);
        chart.put("log", log);
        if (log) {
            endIntervalsAbove(chart, least / 4);
        }
        chart.put("share", dataset.higherIsBetter() && least >= 0 && greatest <= 1);
        return Charts.box(chart, dataset.name() + ", " + dataset.primaryMetric() + ": " + String.join("; ", words),
                "rows-"
                + Math.min(8, report.modelNames().size()));
    }

    /** A logarithmic axis has no place for intervals that reach down to zero and below: they end at its edge. */
    private static void endIntervalsAbove(ObjectNode chart, double floor) {
        for (JsonNode item : chart.withArray("items")) {
            if (item.get("lower").doubleValue() < floor) {
                ((ObjectNode) item).set("lower", Charts.number(floor));
            }
        }
    }

    private static double max(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private static double min(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static String findings(Report report) {
        StringBuilder out = new StringBuilder("<dl class=\"findings\">\n");
        for (Verdict verdict : report.verdicts) {
            out.append("<div><dt>").append(Html.text(verdict.dataset().name())).append("</dt><dd>")
                    .append(Html.text(VerdictText.detail(verdict))).append("</dd></div>\n");
        }
        return out.append("</dl>\n<p class=\"note\">A difference counts as shown when Student’s <i>t</i> test of the paired "
                + "differences over shared seeds has p at most 0.05 after Holm’s correction for all comparisons of models "
                + "in this run; intervals stand alone. A paired interval can be clear of zero where the two scores’ own "
                + "intervals overlap. Seeds are what it would take to show the difference that was seen, were it the true "
                + "one, in 80 % of cases.</p>\n").toString();
    }

    private static String everyMetric(Report report) {
        StringBuilder content = new StringBuilder();
        content.append(Html.head(List.of("Model", "Metric", "Mean ± half interval", "Median", "Least", "Greatest", "Seeds",
                "Parameters", "ms per update", "Sequences/s")));
        for (DatasetResult dataset : report.results.datasets()) {
            content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"10\">")
                    .append(Html.text(dataset.name())).append("</th></tr>\n");
            for (ModelResult model : report.results.models()) {
                Summary summary = report.summary(dataset.name(), model.name());
                if (summary != null) {
                    summary.metric().forEach((metric, estimate) -> content.append(
                            Html.row(report.mark(model.name()), metricCells(report, dataset, summary, metric,
                                    estimate))));
                }
            }
            dataset.baselines().forEach((name, metrics) -> metrics.forEach((metric, value) -> content.append(
                    Html.row("<span class=\"baseline\">" + Html.text(name) + "</span>", List.of(Html.text(metric),
                            value == null ? "–" : Numbers.significant(value), "", "", "", "", "", "", "")))));
            content.append("</tbody>\n");
        }
        return "<details><summary>Every metric of every model and baseline</summary>\n"
                + report.table("All metrics on the test part. Errors are in the data’s own units.", content.toString())
                + "</details>\n";
    }

    private static List<String> metricCells(Report report, DatasetResult dataset, Summary summary, String metric,
            Estimate estimate) {
        SpeedMeasurement speed = report.speed.of(dataset.name(), summary.model());
        boolean many = summary.completed() > 1;
        return List.of(Html.text(Report.metric(metric, dataset)),
                many ? Numbers.plusMinus(estimate.mean(), Intervals.half(estimate.deviation(), summary.completed()))
                        : Numbers.significant(estimate.mean()),
                Numbers.significant(median(report, dataset, summary.model(), metric)),
                Numbers.significant(estimate.min()), Numbers.significant(estimate.max()),
                summary.completed() + (summary.failed() > 0 ? " of " + (summary.completed() + summary.failed()) : ""),
                Numbers.count(summary.parameterCount()),
                speed == null ? "–" : Numbers.significant(speed.millisPerUpdate()),
                speed == null ? "–" : Numbers.significant(speed.sequencesPerSecond()));
    }

    private static double median(Report report, DatasetResult dataset, String model, String metric) {
        return Quantiles.of(TrialLookup.completed(report.results, dataset.name(), model).stream()
                .map(trial -> trial.test().get(metric)).filter(Objects::nonNull).mapToDouble(Double::doubleValue).sorted()
                .toArray(), 0.5);
    }
}
