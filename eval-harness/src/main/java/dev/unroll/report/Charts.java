package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The data of all charts, as the script draws them. A chart is {@code scores} (means with intervals, one row per
 * model),
 * {@code lines} (curves with bands) or {@code scatter} (predicted against true). Models are named by their index in the
 * run.
 */
final class Charts {

    /** Stands in place of a model's index for what is not a model's: the truth. */
    static final int TRUTH = -1;

    /** Enough points for any screen. */
    static final int MAX_POINTS = 400;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final MathContext DIGITS = new MathContext(6);

    private final ArrayNode charts = JSON.arrayNode();
    private final ArrayNode models;

    Charts(Iterable<String> modelNames) {
        models = JSON.arrayNode();
        modelNames.forEach(name -> models.add(Html.plain(name)));
    }

    /** Lines that charts may have: the names given in the beginning. */
    int count() {
        return models.size();
    }

    /** All charts added so far. */
    ObjectNode json() {
        ObjectNode all = JSON.objectNode();
        all.set("models", models);
        all.set("charts", charts);
        return all;
    }

    /**
     * A new chart, to be filled.
     *
     * @param x name of the horizontal axis
     * @param y name of the vertical axis
     */
    ObjectNode add(String type, String x, String y) {
        ObjectNode chart = charts.addObject();
        chart.put("id", id(charts.size() - 1));
        chart.put("type", type).put("x", x).put("y", y);
        return chart;
    }

    /** The box that the script draws a chart in; its label says in words what the picture shows. */
    static String box(ObjectNode chart, String label, String shape) {
        return "<div class=\"chart " + shape + "\" id=\"" + chart.get("id").textValue()
                + "\" role=\"img\" aria-label=\""
                + Html.text(label) + "\"></div>\n";
    }

    private static String id(int index) {
        return "chart-" + index;
    }

    /** A line of a chart: {@code style} is {@code solid}, {@code dashed}, {@code thin} or {@code dotted}. */
    static ObjectNode line(ObjectNode chart, int model, String name, String style, double[] x, double[] y) {
        ObjectNode line = chart.withArray("lines").addObject();
        line.put("model", model).put("name", name).put("style", style);
        line.set("x", numbers(x));
        line.set("y", numbers(y));
        return line;
    }

    /** Adds a horizontal or vertical line of reference. */
    static void reference(ObjectNode chart, String name, double value) {
        ObjectNode reference = chart.putObject("reference");
        reference.put("name", name).put("text", Numbers.significant(value));
        reference.set("value", number(value));
    }

    static ArrayNode numbers(double[] values) {
        ArrayNode array = JSON.arrayNode(values.length);
        for (double value : values) {
            array.add(number(value));
        }
        return array;
    }

    /** Six significant digits, more than a picture can show; {@code null} for what is no number. */
    static JsonNode number(double value) {
        if (!Double.isFinite(value)) {
            return JSON.nullNode();
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return JSON.numberNode(rounded.signum() == 0 ? BigDecimal.ZERO : rounded);
    }

    /** Whether values are better read on a logarithmic axis: all positive, and far apart. */
    static boolean logarithmic(double least, double greatest) {
        return least > 0 && Double.isFinite(greatest) && greatest / least > 20;
    }
}
