package dev.unroll.report;

import dev.unroll.comparison.RunComparisons;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Summary;
import java.util.List;

/** A report being made: what all its sections share. */
final class Report {

    final ReportData data;
    final RunResults results;
    final RunComparisons comparisons;
    final List<Verdict> verdicts;
    final StatisticLookup statistics;
    final SpeedRanking speed;
    final Charts charts;
    private final PageParts parts;

    Report(ReportData data) {
        this.data = data;
        results = data.results();
        comparisons = RunComparisons.of(results);
        verdicts = Verdict.of(comparisons);
        statistics = new StatisticLookup(data.statistics());
        speed = new SpeedRanking(results, data.timing());
        charts = new Charts(modelNames());
        parts = new PageParts(modelNames());
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
        return parts.mark(model);
    }

    /** All models' marks in a row; see {@link PageParts#legend}. */
    String legend(String remarks) {
        return parts.legend(remarks);
    }

    /** A numbered figure. Caption and content are HTML. */
    String figure(String content, String caption) {
        return parts.figure(content, caption);
    }

    /** A numbered table; see {@link PageParts#table}. */
    String table(String caption, String content) {
        return parts.table(caption, content);
    }

    /** A metric's name with its unit, in plain text. */
    static String metric(String name, DatasetResult dataset) {
        return name.equals(dataset.primaryMetric()) && !dataset.unit().isEmpty() ? name + " (" + dataset.unit() + ")"
                : name;
    }
}
