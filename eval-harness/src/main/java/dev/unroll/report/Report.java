package dev.unroll.report;

import dev.unroll.comparison.RunComparisons;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Summary;
import java.util.List;

/** A report being made: what all its sections share. */
final class Report {

    /** Colours in the style sheet and shapes in the template. */
    static final int COLOURS = 8;
    static final int SHAPES = 6;

    final ReportData data;
    final RunResults results;
    final RunComparisons comparisons;
    final List<Verdict> verdicts;
    final StatisticLookup statistics;
    final SpeedRanking speed;
    final Charts charts;
    private int figures;
    private int tables;

    Report(ReportData data) {
        this.data = data;
        results = data.results();
        comparisons = RunComparisons.of(results);
        verdicts = Verdict.of(comparisons);
        statistics = new StatisticLookup(data.statistics());
        speed = new SpeedRanking(results, data.timing());
        charts = new Charts(modelNames());
    }

    List<String> modelNames() {
        return results.models().stream().map(RunResults.ModelResult::name).toList();
    }

    Summary summary(String dataset, String model) {
        return results.summary().stream()
                .filter(one -> one.dataset().equals(dataset) && one.model().equals(model))
                .findFirst().orElse(null);
    }

    Verdict verdict(DatasetResult dataset) {
        return verdicts.get(results.datasets().indexOf(dataset));
    }

    /** A model's name behind its mark: the colour and shape it has in every chart. */
    String mark(String model) {
        return "<span class=\"model\">" + named(model) + "</span>";
    }

    private String named(String model) {
        int index = modelNames().indexOf(model);
        return "<svg class=\"mark c" + index % COLOURS + "\" aria-hidden=\"true\"><use href=\"#shape-"
                + (index + index / COLOURS) % SHAPES + "\"/></svg>" + Html.text(model);
    }

    /**
     * All models' marks in a row, each a button that hides the model in every chart, with further remarks (HTML) on how
     * lines are drawn.
     */
    String legend(String remarks) {
        StringBuilder out = new StringBuilder("<p class=\"legend\">");
        for (int m = 0; m < modelNames().size(); m++) {
            out.append("<button type=\"button\" class=\"model\" aria-pressed=\"true\" data-model=\"").append(m)
                    .append("\">").append(named(modelNames().get(m))).append("</button> ");
        }
        return out.append(remarks).append("</p>\n").toString();
    }

    /** A numbered figure. Caption and content are HTML. */
    String figure(String content, String caption) {
        figures++;
        return "<figure>\n" + content + "<figcaption><b>Figure " + figures + ".</b> " + caption
                + "</figcaption>\n</figure>\n";
    }

    /** A numbered table in a box of its own that scrolls sideways on narrow screens. Caption and content are HTML. */
    String table(String caption, String content) {
        String id = "table-" + ++tables;
        return "<p class=\"caption\" id=\"" + id + "\"><b>Table " + tables + ".</b> " + caption + "</p>\n"
                + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id
                + "\"><table aria-labelledby=\"" + id + "\">\n" + content + "</table></div>\n";
    }

    /** A metric's name with its unit, in plain text. */
    static String metric(String name, DatasetResult dataset) {
        return name.equals(dataset.primaryMetric()) && !dataset.unit().isEmpty() ? name + " (" + dataset.unit() + ")"
                : name;
    }
}
