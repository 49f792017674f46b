package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.SpeedMeasurement;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialTiming;
import java.util.ArrayList;
import java.util.List;

/** How fast each model trains. */
final class SpeedSection {

    private SpeedSection() {
    }

    static String html(Report report) {
        return report.speed.isEmpty() ? "<p>This run has no times.</p>\n" : figure(report) + table(report)
                + GoalTable.html(report) + CostFigures.frontier(report) + CostFigures.scaling(report);
    }

    private static String figure(Report report) {
        StringBuilder panels = new StringBuilder(report.legend("")).append("<div class=\"panels\">\n");
        for (DatasetResult dataset : report.results.datasets()) {
            ObjectNode chart = report.charts.add("scores", "", "");
            chart.put("zero", true);
            List<String> words = new ArrayList<>();
            double least = Double.POSITIVE_INFINITY;
            double greatest = 0;
            chart.putArray("items");
            for (int m = 0; m < report.modelNames().size(); m++) {
                SpeedMeasurement speed = report.speed.of(dataset.name(), report.modelNames().get(m));
                if (speed == null) {
                    continue;
                }
                ObjectNode item = chart.withArray("items").addObject().put("model", m);
                item.set("mean", Charts.number(speed.millisPerUpdate()));
                item.set("lower", Charts.number(speed.lowerMillis()));
                item.set("upper", Charts.number(speed.upperMillis()));
                item.put("text", Numbers.significant(speed.millisPerUpdate()) + " ms");
                words.add(speed.model() + " " + item.get("text").textValue());
                least = Math.min(least, speed.lowerMillis());
                greatest = Math.max(greatest, speed.upperMillis());
            }
            chart.put("log", Charts.logarithmic(least, greatest));
            panels.append("<div class=\"panel\"><p class=\"panel-title\"><b>").append(Html.text(dataset.name()))
                    .append("</b> ms per update, lower is better</p>\n")
                    .append(Charts.box(chart, dataset.name() + ", milliseconds per update: " + String.join("; ", words),
                            "rows-" + Math.min(8, report.modelNames().size())))
                    .append("</div>\n");
        }
        panels.append("</div>\n");
        return report.figure(panels.toString(), "Time of one weight update (forward, backward, optimizer): "
                + "median with the 0.1 to 0.9 quantile. " + method(report));
    }

    private static String method(Report report) {
        return report.speed.undisturbed()
                ? "Measured apart from the trials, alone on the machine, after warm-up; the machine is described in "
                + "the last section."
                : "Taken from the trials themselves, which shared the machine among " + report.data.provenance().jobs()
                        + (report.data.provenance().jobs() == 1 ? " job" : " jobs")
                        + "; compare models with each other, not with figures from elsewhere.";
    }

    private static String table(Report report) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Model", "Time per update<small>ms, median</small>",
                "0.1–0.9 quantile<small>ms</small>", "Speed<small>sequences/s</small>",
                "Time to best<small>mean over seeds</small>", "Training time<small>mean over seeds</small>",
                "Memory<small>MB a trial, largest</small>")));
        for (DatasetResult dataset : report.results.datasets()) {
            content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"7\">")
                    .append(Html.text(dataset.name())).append("</th></tr>\n");
            for (String model : report.modelNames()) {
                SpeedMeasurement speed = report.speed.of(dataset.name(), model);
                content.append(Html.row(report.mark(model), List.of(
                        speed == null ? "–" : Numbers.significant(speed.millisPerUpdate()),
                        speed == null ? "–" : Numbers.significant(speed.lowerMillis()) + "–"
                                + Numbers.significant(speed.upperMillis()),
                        speed == null ? "–" : Numbers.significant(speed.sequencesPerSecond()),
                        Numbers.duration(meanSeconds(report, dataset.name(), model, true)),
                        Numbers.duration(meanSeconds(report, dataset.name(), model, false)),
                        memory(report, dataset.name(), model))));
            }
            content.append("</tbody>\n");
        }
        return report.table("Speed of training. Time to best counts updates up to the best validation, as measured in "
                + "the trials ("
                + report.data.provenance().jobs() + " at once); validation is not counted. Memory is what a trial allocates for the model, its buffers "
                + "and the optimizer.", content.toString());
    }

    private static String memory(Report report, String dataset, String model) {
        long most = TrialLookup.completed(report.results, dataset, model).stream()
                .mapToLong(trial -> report.data.timing().allocated().getOrDefault(trial.id(), 0L)).max().orElse(0);
        return most == 0 ? "–" : Numbers.significant(most / 1e6, 2);
    }

    /** Mean over the completed seeds; NaN if none was timed. */
    private static double meanSeconds(Report report, String dataset, String model, boolean toBest) {
        double sum = 0;
        int count = 0;
        for (TrialTiming time : TrialLookup.times(report.results, report.data.timing(), dataset, model)) {
            for (TrialResult trial : TrialLookup.completed(report.results, dataset, model)) {
                if (trial.id().equals(time.id()) && trial.updates() > 0) {
                    sum += time.trainingSeconds() * (toBest ? (double) trial.bestUpdate() / trial.updates() : 1);
                    count++;
                }
            }
        }
        return sum / count;
    }
}
