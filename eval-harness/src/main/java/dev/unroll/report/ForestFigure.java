package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A forest plot: differences with their intervals, one row each, beside the line of no difference. */
final class ForestFigure {

    private static final int MOST_ROWS = 8;

    private ForestFigure() {
    }

    /**
     * A panel for one dataset.
     *
     * @param differences by model; both ends the mean where one seed leaves the spread unknown
     */
    static String panel(Report report, DatasetResult dataset, Map<String, Interval> differences) {
        ObjectNode chart = report.charts.add("scores", "", "");
        chart.put("rows", differences.size());
        List<String> words = new ArrayList<>();
        differences.forEach((model, difference) -> {
            ObjectNode item = chart.withArray("items").addObject().put("model", report.modelNames().indexOf(model))
                    .put("row", words.size());
            double mean = difference.estimate();
            item.set("mean", Charts.number(mean));
            item.set("lower", Charts.number(difference.lower()));
            item.set("upper", Charts.number(difference.upper()));
            String text = (mean > 0 ? "+" : "") + (difference.upper() > mean
                    ? Numbers.plusMinus(mean, difference.upper() - mean) : Numbers.significant(mean));
            item.put("text", text);
            words.add(model + " " + text);
        });
        Charts.reference(chart, "the base", 0);
        return "<div class=\"panel\"><p class=\"panel-title\"><b>" + Html.text(dataset.name()) + "</b> difference in "
                + Html.text(Report.metric(dataset.primaryMetric(), dataset))
                + (dataset.higherIsBetter() ? ", right is better" : ", left is better") + "</p>\n"
                + Charts.box(chart, dataset.name() + ", difference to the base: " + String.join("; ", words), "rows-"
                        + Math.min(MOST_ROWS, differences.size())) + "</div>\n";
    }
}
