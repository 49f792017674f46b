package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.metric.Metric;
import dev.unroll.statistics.Intervals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scores against what a dataset's slices count: lengths, lags, depths, pairs. Slices such as {@code lag 1–45} and
 * {@code lag 46–90} are points of one line, each at the middle of its range; {@code trained length 1–40} says how far
 * training went, which is marked.
 */
final class SliceFigure {

    private static final int FEWEST_POINTS = 3;
    private static final int MOST_CHARTS = 4;
    private static final String TRAINED = "trained ";
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:\\s*[–-]\\s*(\\d+))?( or more)?");

    private SliceFigure() {
    }

    /**
     * One slice on an axis.
     *
     * @param axis what it counts: {@code lag}, {@code length}
     * @param from least value
     * @param to   greatest value
     */
    record Point(String slice, String axis, double from, double to, boolean trained) {

        double middle() {
            return (from + to) / 2;
        }
    }

    /** The slice's place, or {@code null} if its name holds no number. */
    static Point point(String slice) {
        boolean trained = slice.startsWith(TRAINED);
        String name = trained ? slice.substring(TRAINED.length()) : slice;
        Matcher range = RANGE.matcher(name);
        if (!range.find() || range.group(1).length() > 9 || range.group(2) != null && range.group(2).length() > 9) {
            return null;
        }
        double from = Double.parseDouble(range.group(1));
        double to = range.group(2) == null ? from : Double.parseDouble(range.group(2));
        String axis = (name.substring(0, range.start()) + name.substring(range.end())).strip();
        // "1 pair" and "4 pairs" count the same.
        return new Point(slice, axis.replaceFirst("(?<=[a-z])s$", ""), from, to, trained);
    }

    /** Figures of one dataset; empty if fewer than three slices count the same. */
    static String html(Report report, DatasetResult dataset, Set<String> slices) {
        Map<String, List<Point>> axes = new LinkedHashMap<>();
        for (String slice : slices) {
            Point point = point(slice);
            if (point != null) {
                axes.computeIfAbsent(point.axis(), key -> new ArrayList<>()).add(point);
            }
        }
        StringBuilder charts = new StringBuilder();
        List<String> names = new ArrayList<>();
        axes.forEach((axis, points) -> {
            if (points.size() >= FEWEST_POINTS && names.size() < MOST_CHARTS) {
                charts.append(chart(report, dataset, axis, points));
                names.add(axis);
            }
        });
        if (names.isEmpty()) {
            return "";
        }
        return report.figure(report.legend("<span>band: 95 % interval of the mean over seeds</span>")
                + "<div class=\"pair\">\n" + charts + "</div>\n", "<b>" + Html.text(dataset.name())
                + "</b>: " + Html.text(dataset.primaryMetric()) + " on the test part by " + Html.text(Html.list(names))
                + ", mean over seeds, each point at the middle of its slice.");
    }

    private static String chart(Report report, DatasetResult dataset, String axis, List<Point> points) {
        ObjectNode chart = report.charts.add("lines", axis.isEmpty() ? "slice" : axis,
                Report.metric(dataset.primaryMetric(), dataset) + ", test");
        List<Point> ordered = points.stream().sorted((a, b) -> Double.compare(a.middle(), b.middle())).toList();
        double least = ordered.get(0).middle();
        double greatest = ordered.get(ordered.size() - 1).middle();
        chart.put("free", true).put("logX", Charts.logarithmic(least, greatest));
        points.stream().filter(Point::trained).mapToDouble(Point::to).max()
                .ifPresent(end -> chart.putObject("marker").put("name", "trained up to " + Numbers.significant(end))
                        .put("value", end));
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < report.modelNames().size(); m++) {
            Summary summary = report.summary(dataset.name(), report.modelNames().get(m));
            if (summary == null || summary.slices() == null) {
                continue;
            }
            List<Point> there = ordered.stream().filter(point -> estimate(summary, point, dataset) != null).toList();
            double[] x = there.stream().mapToDouble(Point::middle).toArray();
            double[] mean = there.stream().mapToDouble(point -> estimate(summary, point, dataset).mean()).toArray();
            ObjectNode line = Charts.line(chart, m, "", "solid", x, mean);
            for (double value : mean) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            if (summary.completed() > 1) {
                line.set("lower", Charts.numbers(there.stream().mapToDouble(point ->
                        end(summary, point, dataset, -1)).toArray()));
                line.set("upper", Charts.numbers(there.stream().mapToDouble(point ->
                        end(summary, point, dataset, 1)).toArray()));
            }
        }
        chart.put("log", !dataset.higherIsBetter() && Charts.logarithmic(low, high));
        return Charts.box(chart, dataset.name() + ", " + dataset.primaryMetric() + " by " + axis
                + "; the numbers are in the table of scores by difficulty", "plot");
    }

    private static Estimate estimate(Summary summary, Point point, DatasetResult dataset) {
        return summary.slices().getOrDefault(point.slice(), Map.of()).get(dataset.primaryMetric());
    }

    private static double end(Summary summary, Point point, DatasetResult dataset, int side) {
        Estimate estimate = estimate(summary, point, dataset);
        double end = estimate.mean() + side * Intervals.half(estimate.deviation(), summary.completed());
        return Math.min(Metric.greatest(dataset.primaryMetric()), Math.max(0, end));
    }
}
