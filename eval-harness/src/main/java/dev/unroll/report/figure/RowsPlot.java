package dev.unroll.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.report.figure.Canvas.Anchor;
import java.util.List;

/** Means with intervals, one row per model, its name at the left, the scale below. */
record RowsPlot(Canvas canvas, Palette palette, JsonNode chart, List<String> models, double width, int rows, double row) {

    private static final double TOP = 8;
    private static final double RIGHT = 14;
    private static final double SIZE = 9.5;
    private static final double MOST_NAME = 150;
    private static final int LONGEST = 24;

    void draw() {
        double left = 20;
        for (JsonNode item : chart.path("items")) {
            left = Math.max(left, 14 + Math.min(MOST_NAME, Legend.estimated(name(item), SIZE)));
        }
        Scale scale = scale();
        double bottom = TOP + rows * row;
        for (double tick : scale.ticks()) {
            double x = x(scale, left, tick);
            canvas.segment(x, TOP, x, bottom, palette.rule(), 0.6);
            canvas.text(x, bottom + 13, Scale.label(tick), SIZE, palette.soft(), Anchor.MIDDLE);
        }
        canvas.segment(left, bottom, width - RIGHT, bottom, palette.soft(), 0.8);
        JsonNode reference = chart.path("reference");
        if (reference.path("value").isNumber()) {
            double x = x(scale, left, reference.path("value").doubleValue());
            canvas.segment(x, TOP, x, bottom, palette.ink(), 1, 4, 3);
            canvas.text(Math.min(width - RIGHT, Math.max(left, x)), bottom + 27, "dashed: " + reference.path("name").asText()
                    + " " + reference.path("text").asText(), SIZE - 1, palette.soft(),
                    x > width / 2 ? Anchor.END : Anchor.START);
        }
        for (JsonNode item : chart.path("items")) {
            item(item, scale, left);
        }
    }

    private void item(JsonNode item, Scale scale, double left) {
        int model = item.path("model").asInt();
        double y = TOP + (item.path("row").asInt(model) + 0.4) * row;
        canvas.text(left - 8, y + 3.5, name(item), SIZE, palette.ink(), Anchor.END);
        double a = x(scale, left, item.path("lower").asDouble(Double.NaN));
        double b = x(scale, left, item.path("upper").asDouble(Double.NaN));
        if (Double.isFinite(a) && Double.isFinite(b)) {
            canvas.segment(a, y, b, y, palette.of(model), 1.8);
            canvas.segment(a, y - 3.5, a, y + 3.5, palette.of(model), 1.8);
            canvas.segment(b, y - 3.5, b, y + 3.5, palette.of(model), 1.8);
        }
        for (JsonNode seed : item.path("seeds")) {
            double x = x(scale, left, seed.asDouble(Double.NaN));
            if (Double.isFinite(x)) {
                canvas.circle(x, y + 9, 1.8, palette.of(model), 0.6);
            }
        }
        double mean = x(scale, left, item.path("mean").asDouble(Double.NaN));
        if (Double.isFinite(mean)) {
            palette.mark(canvas, model, mean, y, 9, 1);
        }
    }

    private String name(JsonNode item) {
        return Legend.cut(models.get(item.path("model").asInt()), LONGEST);
    }

    private double x(Scale scale, double left, double value) {
        return left + scale.at(value) * (width - RIGHT - left);
    }

    private Scale scale() {
        double least = chart.path("reference").path("value").asDouble(Double.POSITIVE_INFINITY);
        double greatest = chart.path("reference").path("value").asDouble(Double.NEGATIVE_INFINITY);
        for (JsonNode item : chart.path("items")) {
            for (String key : List.of("mean", "lower", "upper")) {
                if (item.path(key).isNumber()) {
                    least = Math.min(least, item.path(key).doubleValue());
                    greatest = Math.max(greatest, item.path(key).doubleValue());
                }
            }
            for (JsonNode seed : item.path("seeds")) {
                least = Math.min(least, seed.asDouble());
                greatest = Math.max(greatest, seed.asDouble());
            }
        }
        return Scale.of(least, greatest, chart.path("log").asBoolean(), chart.path("zero").asBoolean());
    }
}
