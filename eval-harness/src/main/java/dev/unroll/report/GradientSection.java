package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.gradient.MeasureTable;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.GradientReach;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How far back a gradient reaches, before and after training. */
final class GradientSection {

    private GradientSection() {
    }

    static String html(Report report) {
        StringBuilder out = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            out.append(figure(report, dataset));
        }
        if (out.length() == 0) {
            return "<p>The reach of gradients was not measured in this run.</p>\n";
        }
        return "<p>The norm of the loss’s gradient with respect to the input says how far back a model can learn from: "
                + "median over a probe batch, geometric mean over the seeds where it is not 0. Where it is 0 for all, the line "
                + "breaks: that has no place on a logarithmic axis.</p>\n"
                + report.legend("<span>dashed: before training</span> <span>solid: after</span> "
                + "<span>band: as its caption says</span>")
                + "<div class=\"multiples\">\n" + out + "</div>\n" + kept(report) + measured(report);
    }

    /** The numbers behind the curves, and what happened in training. */
    private static String kept(Report report) {
        StringBuilder out = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            out.append(GradientTables.html(report, dataset));
        }
        return out.length() == 0 ? "" : "<details><summary>Decay, gates and norms of updates</summary>\n" + out
                + "</details>\n";
    }

    /** What the command {@code gradients} measured later of the saved models; the run itself kept the reach. */
    private static String measured(Report report) {
        List<MeasureTable> tables = report.data.measured().stream()
                .filter(table -> !table.name().startsWith("reach")).toList();
        return tables.isEmpty() ? "" : "<h3>Measured afterwards</h3>\n<p>By <code>unroll gradients</code>, of the saved"
                + " models; lines are of the first seed.</p>\n"
                + new MeasuredFigures(report.charts, report.modelNames(), report::figure).html(tables);
    }

    private static String figure(Report report, DatasetResult dataset) {
        List<ReachProfile> before = profiles(report, dataset, TrialResult::reachBefore);
        List<ReachProfile> after = profiles(report, dataset, TrialResult::reachAfter);
        if (before.isEmpty() && after.isEmpty()) {
            return "";
        }
        ObjectNode chart = report.charts.add("lines", "steps back from the loss", "norm of the input’s gradient");
        chart.put("power", true);
        before.forEach(profile -> add(report, chart, profile, "before training", "dashed", false));
        after.forEach(profile -> add(report, chart, profile, "after training", "solid", true));
        String sentences = GradientText.html(before, after);
        return report.figure("<h3>" + Html.text(dataset.name()) + "</h3>\n<p>" + sentences + "</p>\n"
                + Charts.box(chart, dataset.name() + ", norm of the loss's gradient with respect to the input against "
                + "steps back, before and after training", "plot"),
                "<b>" + Html.text(dataset.name()) + "</b>: norm of the input’s gradient, against steps back from the "
                + "loss. Band: 0.1 to 0.9 quantile over the probe, after training.");
    }

    private static List<ReachProfile> profiles(Report report, DatasetResult dataset,
            Function<TrialResult, GradientReach> which) {
        List<ReachProfile> profiles = new ArrayList<>();
        for (String model : report.modelNames()) {
            List<GradientReach> seeds = TrialLookup.completed(report.results, dataset.name(), model).stream()
                    .map(which).filter(reach -> reach != null && reach.median().length > 0).toList();
            if (!seeds.isEmpty()) {
                profiles.add(ReachProfile.of(model, seeds));
            }
        }
        return profiles;
    }

    private static void add(Report report, ObjectNode chart, ReachProfile profile, String name, String style,
            boolean band) {
        int length = profile.median().length;
        int stride = (length + Charts.MAX_POINTS - 1) / Charts.MAX_POINTS;
        int points = (length + stride - 1) / stride;
        double[] lag = new double[points];
        for (int p = 0; p < points; p++) {
            lag[p] = p * stride;
        }
        ObjectNode line = Charts.line(chart, report.modelNames().indexOf(profile.model()), name, style, lag,
                thinned(profile.median(), stride, points));
        if (band) {
            line.set("lower", Charts.numbers(thinned(profile.lower(), stride, points)));
            line.set("upper", Charts.numbers(thinned(profile.upper(), stride, points)));
        }
    }

    private static double[] thinned(double[] values, int stride, int points) {
        double[] thin = new double[points];
        for (int p = 0; p < points; p++) {
            thin[p] = values[p * stride];
        }
        return thin;
    }
}
