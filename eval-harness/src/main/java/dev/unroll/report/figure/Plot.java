package dev.unroll.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.report.figure.Canvas.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Curves with bands, points, or costs with intervals, between two axes. */
final class Plot {

    private static final double TOP = 26;
    private static final double RIGHT = 16;
    private static final double BELOW = 38;
    private static final double SIZE = 9.5;
    private static final int MARKS = 7;

    private final Canvas canvas;
    private final Palette palette;
    private final JsonNode chart;
    private final double width;
    private final double bottom;
    private final double left;
    private final Scale across;
    private final Scale along;

    Plot(Canvas canvas, Palette palette, JsonNode chart, double width, double height) {
        this.canvas = canvas;
        this.palette = palette;
        this.chart = chart;
        this.width = width;
        bottom = height - BELOW;
        boolean lines = chart.path("type").asText().equals("lines");
        boolean scatter = chart.path("type").asText().equals("scatter");
        double[] x = range(List.of("x"), List.of("cost", "lower", "upper"));
        double[] y = range(List.of("y", "lower", "upper"), List.of("score", "low", "high"));
        if (scatter) {
            x = new double[] {Math.min(x[0], y[0]), Math.max(x[1], y[1])};
            y = x;
        }
        if (chart.path("reference").path("value").isNumber()) {
            y = with(y, chart.path("reference").path("value").doubleValue());
        }
        boolean logX = chart.path("logX").asBoolean() || scatter && chart.path("log").asBoolean();
        along = lines && !logX ? exact(x) : Scale.of(x[0], x[1], logX, false);
        across = Scale.of(y[0], y[1], chart.path("log").asBoolean(), false);
        double widest = 20;
        for (double tick : across.ticks()) {
            widest = Math.max(widest, Legend.estimated(yLabel(tick), SIZE));
        }
        left = widest + 14;
    }

    /** A line ends at the axis's end, not at the next round number. */
    private static Scale exact(double[] range) {
        Scale round = Scale.of(range[0], range[1], false, false);
        return range[0] < range[1] ? new Scale(range[0], range[1], false, round.ticks().stream()
                .filter(tick -> tick >= range[0] && tick <= range[1]).toList()) : round;
    }

    private static double[] with(double[] range, double value) {
        return new double[] {Math.min(range[0], value), Math.max(range[1], value)};
    }

    /** Least and greatest of these arrays of lines and these numbers of items; positive ones alone on a logarithm. */
    private double[] range(List<String> ofLines, List<String> ofItems) {
        boolean log = ofLines.contains("x") ? chart.path("logX").asBoolean() : chart.path("log").asBoolean();
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        List<JsonNode> values = new ArrayList<>();
        chart.path("lines").forEach(line -> ofLines.forEach(key -> line.path(key).forEach(values::add)));
        chart.path("items").forEach(item -> ofItems.forEach(key -> values.add(item.path(key))));
        for (JsonNode value : values) {
            if (value.isNumber() && (!log || value.doubleValue() > 0)) {
                range = with(range, value.doubleValue());
            }
        }
        return range;
    }

    private double x(double value) {
        double share = along.at(value);
        return left + (chart.path("inverse").asBoolean() ? 1 - share : share) * (width - RIGHT - left);
    }

    private double y(double value) {
        return bottom - across.at(value) * (bottom - TOP);
    }

    private String yLabel(double tick) {
        boolean whole = tick == StrictMath.rint(tick);
        return chart.path("power").asBoolean() && whole ? Scale.power((long) tick) : Scale.label(tick);
    }

    void draw() {
        axes();
        canvas.clip(left, TOP - 4, width - RIGHT - left + 5, bottom - TOP + 8);
        chart.path("lines").forEach(this::band);
        if (chart.path("type").asText().equals("scatter")) {
            double low = Math.max(along.from(), across.from());
            double high = Math.min(along.to(), across.to());
            canvas.segment(x(low), y(low), x(high), y(high), palette.ink(), 0.8, 4, 3);
            chart.path("lines").forEach(this::points);
        } else {
            chart.path("lines").forEach(this::line);
        }
        costs();
        canvas.unclip();
        references();
    }

    private void axes() {
        for (double tick : across.ticks()) {
            canvas.segment(left, y(tick), width - RIGHT, y(tick), palette.rule(), 0.6);
            canvas.text(left - 6, y(tick) + 3.3, yLabel(tick), SIZE, palette.soft(), Anchor.END);
        }
        for (double tick : along.ticks()) {
            canvas.segment(x(tick), bottom, x(tick), bottom + 3, palette.soft(), 0.8);
            canvas.text(x(tick), bottom + 14, Scale.label(tick), SIZE, palette.soft(), Anchor.MIDDLE);
        }
        canvas.segment(left, bottom, width - RIGHT, bottom, palette.soft(), 0.8);
        canvas.segment(left, TOP, left, bottom, palette.soft(), 0.8);
        canvas.text(6, 14, chart.path("y").asText(), SIZE + 0.5, palette.soft(), Anchor.START);
        canvas.text((left + width - RIGHT) / 2, bottom + 29, chart.path("x").asText(), SIZE + 0.5, palette.soft(),
                Anchor.MIDDLE);
    }

    private void band(JsonNode line) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < line.path("lower").size(); i++) {
            double[] point = {x(number(line, "x", i)), y(number(line, "lower", i)), y(number(line, "upper", i))};
            if (Double.isFinite(point[0]) && Double.isFinite(point[1]) && Double.isFinite(point[2])) {
                points.add(point);
            }
        }
        int n = points.size();
        if (n < 2) {
            return;
        }
        double[] xs = new double[2 * n];
        double[] ys = new double[2 * n];
        for (int i = 0; i < n; i++) {
            xs[i] = points.get(i)[0];
            ys[i] = points.get(i)[2];
            xs[2 * n - 1 - i] = points.get(i)[0];
            ys[2 * n - 1 - i] = points.get(i)[1];
        }
        canvas.fill(xs, ys, palette.of(line.path("model").asInt()), 0.16);
    }

    private void line(JsonNode line) {
        int model = line.path("model").asInt();
        Stroke stroke = Stroke.of(line.path("style").asText());
        List<double[]> run = new ArrayList<>();
        int n = line.path("x").size();
        int every = Math.max(1, Math.round((float) n / MARKS));
        for (int i = 0; i <= n; i++) {
            double[] point = i == n ? null : new double[] {x(number(line, "x", i)), y(number(line, "y", i))};
            if (point != null && Double.isFinite(point[0]) && Double.isFinite(point[1])) {
                run.add(point);
                if (stroke.marks() && i % every == Math.max(0, model) % every) {
                    palette.mark(canvas, model, point[0], point[1], 6, 1);
                }
            } else if (!run.isEmpty()) {
                canvas.line(run.stream().mapToDouble(one -> one[0]).toArray(), run.stream().mapToDouble(one -> one[1])
                        .toArray(), palette.of(model), stroke.width(), stroke.opacity(), stroke.dash());
                run.clear();
            }
        }
    }

    private void points(JsonNode line) {
        boolean large = chart.path("large").asBoolean();
        for (int i = 0; i < line.path("x").size(); i++) {
            double x = x(number(line, "x", i));
            double y = y(number(line, "y", i));
            if (Double.isFinite(x) && Double.isFinite(y)) {
                palette.mark(canvas, line.path("model").asInt(), x, y, large ? 8 : 4, large ? 0.85 : 0.5);
            }
        }
    }

    /** Costs against scores, and the line through those that nothing beats in both. */
    private void costs() {
        List<JsonNode> front = new ArrayList<>();
        for (JsonNode item : chart.path("items")) {
            int model = item.path("model").asInt();
            double x = x(item.path("cost").asDouble());
            double y = y(item.path("score").asDouble());
            canvas.segment(x(item.path("lower").asDouble()), y, x(item.path("upper").asDouble()), y, palette.of(model), 1.4);
            canvas.segment(x, y(item.path("low").asDouble()), x, y(item.path("high").asDouble()), palette.of(model), 1.4);
            palette.mark(canvas, model, x, y, 9, 1);
            if (item.path("front").asBoolean()) {
                front.add(item);
            }
        }
        front.sort(Comparator.comparingDouble(item -> item.path("cost").asDouble()));
        for (int i = 1; i < front.size(); i++) {
            double x = x(front.get(i).path("cost").asDouble());
            double before = y(front.get(i - 1).path("score").asDouble());
            canvas.line(new double[] {x(front.get(i - 1).path("cost").asDouble()), x, x}, new double[] {before, before,
                y(front.get(i).path("score").asDouble())}, palette.soft(), 1, 1, 4, 3);
        }
    }

    private void references() {
        JsonNode reference = chart.path("reference");
        if (reference.path("value").isNumber()) {
            double y = y(reference.path("value").doubleValue());
            canvas.segment(left, y, width - RIGHT, y, palette.ink(), 1, 4, 3);
            canvas.text(width - RIGHT - 4, y - 4, reference.path("name").asText() + " " + reference.path("text").asText(),
                    SIZE, palette.ink(), Anchor.END);
        }
        JsonNode marker = chart.path("marker");
        if (marker.path("value").isNumber()) {
            double x = x(marker.path("value").doubleValue());
            canvas.segment(x, TOP, x, bottom, palette.soft(), 0.9);
            canvas.text(x + 4, TOP + 8, marker.path("name").asText(), SIZE, palette.soft(), Anchor.START);
        }
    }

    private static double number(JsonNode line, String key, int index) {
        JsonNode value = line.path(key).path(index);
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    /** How a line looks, by the names that the report's script knows. */
    private record Stroke(double width, double opacity, boolean marks, double... dash) {

        static Stroke of(String style) {
            return switch (style) {
                case "dashed" -> new Stroke(1.3, 1, true, 5, 3);
                case "thin" -> new Stroke(0.8, 0.6, false);
                case "dotted" -> new Stroke(1.2, 1, false, 1.5, 2.5);
                case "fine" -> new Stroke(1.1, 0.95, true);
                case "truth" -> new Stroke(4.5, 0.4, false);
                default -> new Stroke(1.7, 1, true);
            };
        }
    }
}
