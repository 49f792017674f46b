package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.comparison.Standing.Score;
import dev.unroll.metric.Metric;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.SpeedMeasurement;
import dev.unroll.run.TrialResult;
import dev.unroll.statistics.ScalingFit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cost against accuracy, and how cost grows where datasets differ in one number, such as their length. */
final class CostFigures {

    private static final int FEWEST_POINTS = 3;

    private CostFigures() {
    }

    /** For each dataset every model's score against the time its training takes until validation is best. */
    static String frontier(Report report) {
        StringBuilder panels = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            ObjectNode chart = frontier(report, dataset);
            if (chart != null) {
                panels.append("<div class=\"panel wide\"><p class=\"panel-title\"><b>").append(Html.text(dataset.name()))
                        .append("</b></p>\n").append(Charts.box(chart, dataset.name() + ", test "
                                + dataset.primaryMetric() + " against seconds of training; the numbers are in the tables "
                                + "of scores and of speed", "plot")).append("</div>\n");
            }
        }
        return panels.isEmpty() ? "" : "<h3>What accuracy costs</h3>\n" + report.figure(report.legend("<span>dashed: no "
                + "model is both faster and better</span>") + "<div class=\"pair\">\n" + panels + "</div>\n", "Test score "
                + "against the time of training until validation was best: the time of one update, times the mean number "
                + "of updates. Bars: 95 % interval of the mean over seeds; 0.1 to 0.9 quantile of the time of an update.");
    }

    private static ObjectNode frontier(Report report, DatasetResult dataset) {
        List<Integer> models = new ArrayList<>();
        List<double[]> places = new ArrayList<>();
        for (int m = 0; m < report.modelNames().size(); m++) {
            String model = report.modelNames().get(m);
            Score score = report.verdict(dataset).score(model);
            SpeedMeasurement speed = report.speed.of(dataset.name(), model);
            double updates = TrialLookup.completed(report.results, dataset.name(), model).stream()
                    .mapToInt(TrialResult::bestUpdate).average().orElse(0);
            if (score != null && speed != null && updates > 0) {
                double half = Double.isFinite(score.half()) ? score.half() : 0;
                models.add(m);
                places.add(new double[] {speed.millisPerUpdate() * updates / 1000, score.mean(),
                    speed.lowerMillis() * updates / 1000, speed.upperMillis() * updates / 1000,
                    Math.max(0, score.mean() - half),
                    Math.min(Metric.greatest(dataset.primaryMetric()), score.mean() + half)});
            }
        }
        if (models.size() < 2) {
            return null;
        }
        ObjectNode chart = report.charts.add("frontier", "seconds of training", Report.metric(dataset.primaryMetric(),
                dataset) + (dataset.higherIsBetter() ? " (higher is better)" : " (lower is better)"));
        double[] costs = places.stream().mapToDouble(place -> place[0]).sorted().toArray();
        double[] scores = places.stream().mapToDouble(place -> place[1]).sorted().toArray();
        boolean log = !dataset.higherIsBetter() && Charts.logarithmic(scores[0], scores[scores.length - 1]);
        chart.put("logX", costs[costs.length - 1] > 3 * costs[0]).put("log", log);
        chart.putArray("items");
        for (int i = 0; i < models.size(); i++) {
            double[] place = places.get(i);
            ObjectNode item = chart.withArray("items").addObject().put("model", models.get(i));
            String[] names = {"cost", "score", "lower", "upper", "low", "high"};
            for (int k = 0; k < names.length; k++) {
                item.set(names[k], Charts.number(k == 4 && log ? Math.max(place[4], scores[0] / 4) : place[k]));
            }
            item.put("front", places.stream().noneMatch(other -> dominates(other, place, dataset.higherIsBetter())));
            item.put("text", Numbers.significant(place[1]) + " in " + Numbers.duration(place[0]));
        }
        return chart;
    }

    private static boolean dominates(double[] other, double[] place, boolean higher) {
        boolean better = higher ? other[1] >= place[1] : other[1] <= place[1];
        return better && other[0] <= place[0] && (other[0] < place[0] || other[1] != place[1]);
    }

    /** Datasets of one kind that differ in one number alone, by the name of that number. */
    static Map<String, Map<String, Double>> families(JsonNode resolved) {
        Map<String, Map<String, Double>> families = new LinkedHashMap<>();
        JsonNode datasets = resolved.path("datasets");
        for (JsonNode first : datasets) {
            for (Iterator<String> keys = first.path("spec").fieldNames(); keys.hasNext();) {
                String key = keys.next();
                Map<String, Double> values = new LinkedHashMap<>();
                for (JsonNode other : datasets) {
                    if (other.path("kind").equals(first.path("kind")) && number(other, key) > 0
                            && without(other, key).equals(without(first, key))) {
                        values.put(other.path("name").asText(), number(other, key));
                    }
                }
                if (values.values().stream().distinct().count() >= FEWEST_POINTS) {
                    families.putIfAbsent(first.path("kind").asText() + ", " + key, values);
                }
            }
        }
        return families;
    }

    private static double number(JsonNode dataset, String key) {
        return dataset.path("spec").path(key).isNumber() ? dataset.path("spec").path(key).doubleValue() : Double.NaN;
    }

    private static JsonNode without(JsonNode dataset, String key) {
        ObjectNode copy = dataset.path("spec").deepCopy();
        copy.remove(key);
        return copy;
    }

    /** For each family its time of an update against the number, with the exponent fitted and where models cross. */
    static String scaling(Report report) {
        StringBuilder out = new StringBuilder();
        families(report.data.resolved()).forEach((name, values) -> out.append(scaling(report, name, values)));
        return out.isEmpty() ? "" : "<h3>How time grows</h3>\n" + out;
    }

    private static String scaling(Report report, String family, Map<String, Double> values) {
        String key = family.substring(family.lastIndexOf(' ') + 1);
        ObjectNode chart = report.charts.add("lines", key, "ms per update");
        chart.put("logX", true).put("log", true);
        List<String> sentences = new ArrayList<>();
        List<ScalingFit> fits = new ArrayList<>();
        List<String> fitted = new ArrayList<>();
        List<Map.Entry<String, Double>> ordered = values.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
        for (int m = 0; m < report.modelNames().size(); m++) {
            String model = report.modelNames().get(m);
            List<Map.Entry<String, Double>> timed = ordered.stream()
                    .filter(entry -> report.speed.of(entry.getKey(), model) != null).toList();
            if (timed.size() < FEWEST_POINTS) {
                continue;
            }
            double[] x = timed.stream().mapToDouble(Map.Entry::getValue).toArray();
            double[] y = timed.stream().mapToDouble(entry -> report.speed.of(entry.getKey(), model).millisPerUpdate())
                    .toArray();
            ObjectNode line = Charts.line(chart, m, "", "solid", x, y);
            line.set("lower", Charts.numbers(timed.stream().mapToDouble(entry ->
                    report.speed.of(entry.getKey(), model).lowerMillis()).toArray()));
            line.set("upper", Charts.numbers(timed.stream().mapToDouble(entry ->
                    report.speed.of(entry.getKey(), model).upperMillis()).toArray()));
            ScalingFit fit = ScalingFit.of(x, y);
            sentences.add(model + ": " + key + " to the power of " + Numbers.plusMinus(fit.exponent().estimate(),
                    fit.exponent().upper() - fit.exponent().estimate()));
            fits.add(fit);
            fitted.add(model);
        }
        if (fits.isEmpty()) {
            return "";
        }
        double least = ordered.get(0).getValue();
        double greatest = ordered.get(ordered.size() - 1).getValue();
        StringBuilder words = new StringBuilder("<p>Time of an update grows as ").append(Html.text(String.join("; ",
                sentences))).append(" (least squares on logarithms, 95 % interval).");
        crossings(fits, fitted, key, least, greatest).forEach(sentence -> words.append(' ').append(Html.text(sentence)));
        return report.figure(report.legend("<span>band: 0.1 to 0.9 quantile</span>") + words.append("</p>\n")
                + Charts.box(chart, family + ": milliseconds per update of each model", "plot"), "<b>"
                + Html.text(family) + "</b>: time of one update on datasets that differ in this number alone, both axes "
                + "logarithmic.");
    }

    /** Where the fitted lines of two models meet, within what was measured. */
    private static List<String> crossings(List<ScalingFit> fits, List<String> names, String key, double least,
            double greatest) {
        List<String> sentences = new ArrayList<>();
        for (int a = 0; a < fits.size(); a++) {
            for (int b = a + 1; b < fits.size(); b++) {
                double at = fits.get(a).crossing(fits.get(b));
                if (at > least && at < greatest) {
                    boolean first = fits.get(a).exponent().estimate() < fits.get(b).exponent().estimate();
                    sentences.add("From a " + key + " of about " + Numbers.significant(at, 2) + " on the "
                            + names.get(first ? a : b) + " is faster than the " + names.get(first ? b : a) + ".");
                }
            }
        }
        return sentences;
    }
}
