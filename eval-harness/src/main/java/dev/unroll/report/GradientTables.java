package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.gradient.Decay;
import dev.unroll.gradient.FlossingPoint;
import dev.unroll.gradient.GateUse;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.GradientReach;
import dev.unroll.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a run kept of its trainings' gradients beside the curves: how fast they fade, how gates are used, how that
 * changed in training, and the norms of updates. Over seeds, the median.
 */
final class GradientTables {

    private static final String INPUT = "input";

    private GradientTables() {
    }

    /** For one dataset; empty if nothing was kept. */
    static String html(Report report, DatasetResult dataset) {
        List<Row> rows = new ArrayList<>();
        for (String model : report.modelNames()) {
            List<TrialResult> trials = TrialLookup.completed(report.results, dataset.name(), model).stream()
                    .filter(trial -> trial.gradients().points().size() > 1).toList();
            if (!trials.isEmpty()) {
                rows.add(new Row(model, trials));
            }
        }
        String learned = rows.isEmpty() ? "" : decay(report, dataset, rows) + flossing(report, dataset, rows)
                + during(report, dataset, rows) + gates(report, dataset, rows);
        return learned + updates(report, dataset);
    }

    /** A model's trials; but for the norms of updates, every one has a first and a last point. */
    private record Row(String model, List<TrialResult> trials) {

        double before(ToDoubleFunction<GradientPoint> value) {
            return median(trial -> value.applyAsDouble(trial.gradients().points().get(0)));
        }

        double after(ToDoubleFunction<GradientPoint> value) {
            return median(trial -> value.applyAsDouble(last(trial)));
        }

        double median(ToDoubleFunction<TrialResult> value) {
            double[] values = trials.stream().mapToDouble(value).toArray();
            Arrays.sort(values);
            // Between two infinite values nothing is to be interpolated.
            double upper = values[values.length / 2];
            return Double.isInfinite(upper) ? upper : Quantiles.of(values, 0.5);
        }

        private static GradientPoint last(TrialResult trial) {
            return trial.gradients().points().get(trial.gradients().points().size() - 1);
        }

        Set<String> names(Function<GradientPoint, Set<String>> which) {
            Set<String> names = new LinkedHashSet<>();
            trials.forEach(trial -> names.addAll(which.apply(last(trial))));
            return names;
        }
    }

    private static String decay(Report report, DatasetResult dataset, List<Row> rows) {
        StringBuilder body = new StringBuilder(Html.head(List.of("Model", "With respect to", "Half-life"
                + " before", "after",
                "Horizon before", "after", "Rate before", "after"))).append("<tbody>\n");
        for (Row row : rows) {
            for (String state : row.names(point -> point.decay().keySet())) {
                body.append(Html.row(report.mark(row.model()), List.of(Html.text(state),
                        steps(row.before(decay(state, Decay::halfLife))),
                        steps(row.after(decay(state, Decay::halfLife))),
                        steps(row.before(decay(state, Decay::horizon))), steps(row.after(decay(state, Decay::horizon))),
                        number(row.before(decay(state, Decay::rate))), number(row.after(decay(state, Decay::rate))))));
            }
        }
        return report.table("<b>" + Html.text(dataset.name()) + "</b>: how fast gradients fade, before and after"
                + " training. Half-life: steps in which the gradient halves, by the slope of its logarithm; horizon:"
                + " the last step back at which it is at least a thousandth of that at the loss; rate: that slope per"
                + " step.",
                body.append("</tbody>\n").toString());
    }

    /** The first and the last time; empty without flossing. */
    private static String flossing(Report report, DatasetResult dataset, List<Row> rows) {
        StringBuilder body = new StringBuilder();
        for (Row row : rows) {
            List<TrialResult> flossed =
                    row.trials().stream().filter(trial -> !trial.gradients().flossings().isEmpty()).toList();
            if (!flossed.isEmpty()) {
                Row its = new Row(row.model(), flossed);
                body.append(Html.row(report.mark(row.model()), List.of(
                        number(its.median(trial -> trial.gradients().flossings().size())),
                        number(its.median(trial -> Math.sqrt(trial.gradients().flossings().get(0).before()))),
                        number(its.median(trial -> Math.sqrt(trial.gradients().flossings().get(0).after()))),
                        number(its.median(trial -> Math.sqrt(lastFlossing(trial).before()))),
                        number(its.median(trial -> Math.sqrt(lastFlossing(trial).after()))))));
            }
        }
        return body.length() == 0 ? "" : report.table("<b>" + Html.text(dataset.name()) + "</b>: gradient flossing. How"
                + " far the greatest Lyapunov exponents were from their target, as a root mean square in nats per step,"
                + " when it began and ended, the first time and the last.", Html.head(List.of("Model", "Times", "First before",
                "after", "Last before", "after")) + "<tbody>\n" + body + "</tbody>\n");
    }

    private static FlossingPoint lastFlossing(TrialResult trial) {
        return trial.gradients().flossings().get(trial.gradients().flossings().size() - 1);
    }

    private static ToDoubleFunction<GradientPoint> decay(String state, ToDoubleFunction<Decay> value) {
        return point -> point.decay().containsKey(state) ? value.applyAsDouble(point.decay().get(state)) : Double.NaN;
    }

    /** The gradient at the farthest lag beside that at the loss, update by update; empty unless it was followed. */
    private static String during(Report report, DatasetResult dataset, List<Row> rows) {
        if (rows.stream().noneMatch(row -> row.trials().get(0).gradients().points().size() > 2)) {
            return "";
        }
        ObjectNode chart = report.charts.add("lines", "updates", "farthest gradient / nearest");
        chart.put("power", true);
        for (Row row : rows) {
            // Of the first seed: others may have stopped at other updates.
            List<GradientPoint> all = row.trials().get(0).gradients().points();
            // The last is of the weights that were tested, which may be those of any update.
            List<GradientPoint> points = all.subList(0, all.size() - 1);
            double[] updates = points.stream().mapToDouble(GradientPoint::update).toArray();
            double[] ratio = points.stream().mapToDouble(GradientTables::fall).toArray();
            Charts.line(chart, report.modelNames().indexOf(row.model()), "", "solid", updates, ratio);
        }
        return report.figure(Charts.box(chart, dataset.name() + ", gradient at the farthest step back relative to that"
                + " at the loss, against updates", "plot"), "<b>" + Html.text(dataset.name()) + "</b>: the input’s"
                + " gradient at the farthest step back, relative to that at the loss, as the model learns; first"
                + " seed. The weights that were tested, which may be of an earlier update, are in the table of how fast"
                + " gradients fade.");
    }

    private static double fall(GradientPoint point) {
        GradientReach reach = point.reach().get(INPUT);
        int last = point.lags().length - 1;
        return reach == null || last < 0 || !(reach.median()[last] > 0) || !(reach.median()[0] > 0) ? Double.NaN
                : StrictMath.log10(reach.median()[last]) - StrictMath.log10(reach.median()[0]);
    }

    private static String gates(Report report, DatasetResult dataset, List<Row> rows) {
        StringBuilder body = new StringBuilder();
        for (Row row : rows) {
            for (String gate : row.names(point -> point.gates().keySet())) {
                body.append(Html.row(report.mark(row.model()), List.of(Html.text(gate),
                        number(row.before(gate(gate, GateUse::mean))), number(row.after(gate(gate, GateUse::mean))),
                        percent(row.after(gate(gate, GateUse::low))), percent(row.after(gate(gate, GateUse::high))),
                        steps(row.before(gate(gate, GradientTables::tau))),
                        steps(row.after(gate(gate, GradientTables::tau))))));
            }
        }
        return body.length() == 0 ? "" : report.table("<b>" + Html.text(dataset.name()) + "</b>: how gates are used."
                + " Time constant: −1/ln of a unit’s mean forget or update gate, the median over units, in steps;"
                + " saturated: share of values below 0.05 and above 0.95, after"
                + " training.", Html.head(List.of("Model", "Gate",
                "Mean before", "after", "Below 0.05", "Above 0.95", "Time constant"
                + " before", "after")) + "<tbody>\n" + body
                + "</tbody>\n");
    }

    private static ToDoubleFunction<GradientPoint> gate(String gate, ToDoubleFunction<GateUse> value) {
        return point -> point.gates().containsKey(gate) ? value.applyAsDouble(point.gates().get(gate)) : Double.NaN;
    }

    private static double tau(GateUse use) {
        return use.timeConstants().length == 0 ? Double.NaN : use.timeConstants()[GateUse.LEVELS.length / 2];
    }

    /** Of trainings that diverged too: theirs are the gradients that exploded. Empty if no norm was kept. */
    private static String updates(Report report, DatasetResult dataset) {
        List<Row> rows = new ArrayList<>();
        for (String model : report.modelNames()) {
            List<TrialResult> trials = TrialLookup.all(report.results, dataset.name(), model).stream()
                    .filter(trial -> trial.gradients().norms().updates() > 0).toList();
            if (!trials.isEmpty()) {
                rows.add(new Row(model, trials));
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder body = new StringBuilder(Html.head(List.of("Model", "Diverged", "Clipped", "Median norm", "Greatest",
                "Greatest / median"))).append("<tbody>\n");
        ObjectNode chart = report.charts.add("lines", "norm before clipping, log₂", "share of updates");
        for (Row row : rows) {
            long diverged = row.trials().stream().filter(trial -> trial.status() == TrialResult.Status.DIVERGED).count();
            body.append(Html.row(report.mark(row.model()), List.of(diverged + " of " + row.trials().size(),
                    percent(row.median(trial -> trial.gradients().norms().clippedShare())),
                    number(row.median(trial -> trial.gradients().norms().median())),
                    number(row.median(trial -> trial.gradients().norms().max())),
                    number(row.median(trial ->
                            trial.gradients().norms().max() / trial.gradients().norms().median())))));
            histogram(chart, report.modelNames().indexOf(row.model()), row.trials());
        }
        return report.figure(Charts.box(chart, dataset.name() + ", norms of updates' gradients before"
                + " clipping", "plot"),
                "<b>" + Html.text(dataset.name()) + "</b>: norms of updates’ gradients before clipping, by octaves,"
                        + " over all seeds, those that diverged included.")
                + report.table("<b>" + Html.text(dataset.name()) + "</b>: norms of updates’ gradients before clipping,"
                + " and the share of updates that were clipped; trainings that diverged are included.",
                body.append("</tbody>\n").toString());
    }

    private static void histogram(ObjectNode chart, int model, List<TrialResult> trials) {
        int least = Integer.MAX_VALUE;
        int greatest = Integer.MIN_VALUE;
        for (TrialResult trial : trials) {
            UpdateNorms norms = trial.gradients().norms();
            least = Math.min(least, octave(norms, 0));
            greatest = Math.max(greatest, octave(norms, norms.counts().length - 1));
        }
        if (greatest - least < 0 || greatest - least > Charts.MAX_POINTS) {
            return;
        }
        double[] share = new double[greatest - least + 1];
        double[] x = new double[share.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = least + i;
        }
        double total = trials.stream().mapToDouble(trial -> trial.gradients().norms().updates()).sum();
        for (TrialResult trial : trials) {
            UpdateNorms norms = trial.gradients().norms();
            for (int i = 0; i < norms.counts().length; i++) {
                share[octave(norms, i) - least] += norms.counts()[i] / total;
            }
        }
        Charts.line(chart, model, "", "solid", x, share);
    }

    /** The exponent of 2 in the norms of a bin. */
    private static int octave(UpdateNorms norms, int bin) {
        return norms.counts().length == 0 ? 0 : Math.getExponent((float) norms.edge(bin));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : Numbers.significant(value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : Numbers.significant(100 * share) + " %";
    }

    private static String steps(double value) {
        return Double.isInfinite(value) ? "∞" : number(value);
    }
}
