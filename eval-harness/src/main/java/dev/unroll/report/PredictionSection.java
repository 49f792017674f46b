package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predictions beside the truth: forecasts for values, confusions for classes. Each model by its first completed seed.
 */
final class PredictionSection {

    private static final int FORECAST_POINTS = 120;
    private static final int WORST = 5;
    private static final int DIGITS = 4;

    private PredictionSection() {
    }

    static String html(Report report) {
        StringBuilder out = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            List<TrialResult> trials = new ArrayList<>();
            for (String model : report.modelNames()) {
                TrialLookup.completed(report.results, dataset.name(), model).stream()
                        .filter(trial -> trial.samples() != null && trial.samples().truth().length > 0)
                        .findFirst().ifPresent(trials::add);
            }
            if (!trials.isEmpty()) {
                out.append("<h3>").append(Html.text(dataset.name())).append("</h3>\n")
                        .append(dataset.targetForm().startsWith("class") ? classes(report, dataset, trials)
                                : values(report, dataset, trials) + worst(report, dataset, trials));
            }
        }
        return out.length() == 0 ? "<p>This run kept no predictions.</p>\n" : out.toString();
    }

    private static String values(Report report, DatasetResult dataset, List<TrialResult> trials) {
        String unit = dataset.unit().isEmpty() ? "value" : dataset.unit();
        ObjectNode forecast = report.charts.add("lines", "example of the test part", unit);
        ObjectNode scatter = report.charts.add("scatter", "true" + in(dataset), "predicted" + in(dataset));
        double[] truth = first(trials.get(0).samples().truth(), FORECAST_POINTS);
        double[] index = new double[truth.length];
        Arrays.setAll(index, i -> i);
        Charts.line(forecast, Charts.TRUTH, "truth", "truth", index, truth);
        for (TrialResult trial : trials) {
            int model = report.modelNames().indexOf(trial.model());
            Samples samples = trial.samples();
            double[] predicted = first(samples.predicted(), FORECAST_POINTS);
            ObjectNode line = Charts.line(forecast, model, "", "fine", Arrays.copyOf(index, predicted.length), predicted);
            if (samples.lower().length > 0) {
                line.set("lower", Charts.numbers(first(samples.lower(), FORECAST_POINTS)));
                line.set("upper", Charts.numbers(first(samples.upper(), FORECAST_POINTS)));
            }
            Charts.line(scatter, model, "", "points", first(samples.truth(), Charts.MAX_POINTS),
                    first(samples.predicted(), Charts.MAX_POINTS));
        }
        String who = dataset.name() + ", " + Html.list(trials.stream().map(TrialResult::model).toList());
        return report.figure(report.legend("<span>grey: truth</span>" + (banded(trials)
                ? " <span>band: from the lowest to the highest quantile that is forecast</span>" : "")) + "<div class=\"pair forecast\">\n"
                + Charts.box(forecast, who + ": predictions over the truth, example by example", "plot")
                + Charts.box(scatter, who + ": predicted against true values", "plot") + "</div>\n",
                "<b>" + Html.text(dataset.name()) + "</b>: predictions over the truth, first " + truth.length
                        + " examples of the test part in its order; and predicted against true values, where no error "
                        + "is the diagonal. " + seeds(trials));
    }

    private static boolean banded(List<TrialResult> trials) {
        return trials.stream().anyMatch(trial -> trial.samples().lower().length > 0);
    }

    /** The predictions that are farthest from the truth, for a look at the examples behind them. */
    private static String worst(Report report, DatasetResult dataset, List<TrialResult> trials) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Model", "Example of the test part", "True",
                "Predicted", "Error")));
        for (TrialResult trial : trials) {
            Samples samples = trial.samples();
            content.append("<tbody>\n");
            IntStream.range(0, samples.truth().length).boxed()
                    .filter(i -> Double.isFinite(samples.predicted()[i] - samples.truth()[i]))
                    .sorted(Comparator.comparingDouble(i -> -Math.abs(samples.predicted()[i] - samples.truth()[i])))
                    .limit(WORST).forEach(i -> content.append(Html.row(report.mark(trial.model()), List.of(
                            Numbers.count(i), Numbers.significant(samples.truth()[i], DIGITS),
                            Numbers.significant(samples.predicted()[i], DIGITS),
                            Numbers.significant(samples.predicted()[i] - samples.truth()[i])))));
            content.append("</tbody>\n");
        }
        return "<details><summary>Worst errors on " + Html.text(dataset.name()) + "</summary>\n" + report.table("<b>"
                + Html.text(dataset.name()) + "</b>: the " + WORST + " predictions farthest from the truth" + in(dataset)
                + ", among the first " + trials.get(0).samples().truth().length + " of the test part, counted from 0. "
                + seeds(trials), content.toString()) + "</details>\n";
    }

    private static String classes(Report report, DatasetResult dataset, List<TrialResult> trials) {
        StringBuilder content = new StringBuilder("<div class=\"confusions\">\n");
        for (TrialResult trial : trials) {
            Confusion confusion = Confusion.of(trial.samples(), dataset.classNames());
            content.append("<div class=\"confusion-box\">\n").append(confusion.html(report.mark(trial.model())))
                    .append("</div>\n");
        }
        int samples = trials.get(0).samples().truth().length;
        return report.figure(content.append("</div>\n").toString(), "<b>" + Html.text(dataset.name())
                + "</b>: what was predicted (columns) for each true class (rows), over " + Numbers.count(samples)
                + " targets of the test part; shading is the share of the true class. " + seeds(trials));
    }

    private static String seeds(List<TrialResult> trials) {
        long first = trials.get(0).seed();
        return trials.stream().allMatch(trial -> trial.seed() == first) ? "Seed " + first + "."
                : "Seeds: " + Html.text(Html.list(trials.stream()
                        .map(trial -> trial.model() + " " + trial.seed()).toList())) + ".";
    }

    private static String in(DatasetResult dataset) {
        return dataset.unit().isEmpty() ? "" : ", " + dataset.unit();
    }

    private static double[] first(double[] values, int count) {
        return Arrays.copyOf(values, Math.min(values.length, count));
    }
}
