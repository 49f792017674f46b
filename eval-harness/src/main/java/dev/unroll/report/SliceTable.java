package dev.unroll.report;

import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.statistics.Intervals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How scores depend on difficulty: the primary metric on every slice of the test part, where a dataset has slices. */
final class SliceTable {

    private SliceTable() {
    }

    /** One table for all datasets with slices, and figures where slices count something; empty if none has any. */
    static String html(Report report) {
        StringBuilder bodies = new StringBuilder();
        StringBuilder figures = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            Set<String> slices = slices(report, dataset);
            if (!slices.isEmpty()) {
                bodies.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"")
                        .append(report.modelNames().size() + 2).append("\">").append(Html.text(dataset.name()))
                        .append(", ").append(Html.text(Report.metric(dataset.primaryMetric(), dataset)))
                        .append("</th></tr>\n");
                slices.forEach(slice -> bodies.append(row(report, dataset, slice)));
                bodies.append("</tbody>\n");
                figures.append(SliceFigure.html(report, dataset, slices));
            }
        }
        if (bodies.isEmpty()) {
            return "";
        }
        List<String> head = new ArrayList<>(List.of("Slice of the test part"));
        report.modelNames().forEach(model -> head.add(report.mark(model)));
        head.add("Best baseline");
        return report.table("Scores by difficulty: mean over seeds ± half of the 95 % interval (Student’s <i>t</i>) on "
                + "each slice of the test part.", Html.head(head) + bodies) + figures;
    }

    /** Of all models and baselines, in the order of the dataset. */
    private static Set<String> slices(Report report, DatasetResult dataset) {
        Set<String> names = new LinkedHashSet<>();
        baselines(dataset).values().forEach(slices -> names.addAll(slices.keySet()));
        for (String model : report.modelNames()) {
            Summary summary = report.summary(dataset.name(), model);
            if (summary != null && summary.slices() != null) {
                names.addAll(summary.slices().keySet());
            }
        }
        return names;
    }

    // A folder may come from a version that kept no slices.
    private static Map<String, Map<String, Map<String, Double>>> baselines(DatasetResult dataset) {
        return dataset.baselineSlices() == null ? Map.of() : dataset.baselineSlices();
    }

    private static String row(Report report, DatasetResult dataset, String slice) {
        List<String> cells = new ArrayList<>();
        for (String model : report.modelNames()) {
            Summary summary = report.summary(dataset.name(), model);
            Estimate estimate = summary == null || summary.slices() == null ? null
                    : summary.slices().getOrDefault(slice, Map.of()).get(dataset.primaryMetric());
            cells.add(estimate == null ? "–" : summary.completed() > 1
                    ? Numbers.plusMinus(estimate.mean(), Intervals.half(estimate.deviation(), summary.completed()))
                    : Numbers.significant(estimate.mean()));
        }
        cells.add(bestBaseline(dataset, slice));
        return Html.row(Html.text(slice), cells);
    }

    private static String bestBaseline(DatasetResult dataset, String slice) {
        Double best = null;
        for (Map<String, Map<String, Double>> slices : baselines(dataset).values()) {
            Double value = slices.getOrDefault(slice, Map.of()).get(dataset.primaryMetric());
            if (value != null && (best == null || (dataset.higherIsBetter() ? value > best : value < best))) {
                best = value;
            }
        }
        return best == null ? "–" : "<span class=\"baseline\">" + Numbers.significant(best) + "</span>";
    }
}
