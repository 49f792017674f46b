package dev.unroll.cli;

import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** The scores of a run in plain text: for each dataset its models and its baselines, best first. */
final class PlainScores {

    private static final int DIGITS = 4;

    private final RunResults results;
    private final Ansi ansi;

    PlainScores(RunResults results, Ansi ansi) {
        this.results = results;
        this.ansi = ansi;
    }

    private record Line(double score, List<String> cells) {
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (DatasetResult dataset : results.datasets()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(ansi.string("@|bold " + dataset.name() + "|@") + ": test " + dataset.primaryMetric()
                    + (dataset.unit().isEmpty() ? "" : ", errors in " + dataset.unit()) + "; "
                    + (dataset.higherIsBetter() ? "higher" : "lower") + " is better");
            for (String line : table(dataset).lines()) {
                lines.add("  " + line);
            }
        }
        return lines;
    }

    private TextTable table(DatasetResult dataset) {
        List<Line> rows = new ArrayList<>();
        for (Summary summary : results.summary()) {
            if (summary.dataset().equals(dataset.name())) {
                rows.add(model(summary, summary.metric().get(dataset.primaryMetric())));
            }
        }
        for (Map.Entry<String, Map<String, Double>> baseline : dataset.baselines().entrySet()) {
            Double score = baseline.getValue().get(dataset.primaryMetric());
            if (score != null) {
                String name = "(" + baseline.getKey() + ")";
                rows.add(new Line(score, List.of(name, Digits.significant(score, DIGITS), "", "", "")));
            }
        }
        double direction = dataset.higherIsBetter() ? -1 : 1;
        // What has no score comes last: NaN is the greatest number to compare.
        rows.sort((a, b) -> Double.compare(direction * a.score(), direction * b.score()));
        TextTable table = new TextTable("MODEL OR (BASELINE)", ">" + dataset.primaryMetric(), "95 % INTERVAL", ">SEEDS",
                ">PARAMETERS");
        rows.forEach(row -> table.row(row.cells()));
        return table;
    }

    private static Line model(Summary summary, Estimate estimate) {
        String seeds = summary.completed() + (summary.failed() == 0 ? "" : " (" + summary.failed() + " lost)");
        String parameters = Long.toString(summary.parameterCount());
        if (estimate == null) {
            return new Line(Double.NaN, List.of(summary.model(), "-", "", seeds, parameters));
        }
        String interval = summary.completed() < 2 ? "needs 2 seeds"
                : Digits.significant(estimate.lower(), DIGITS) + " to " + Digits.significant(estimate.upper(), DIGITS);
        return new Line(estimate.mean(),
                List.of(summary.model(), Digits.significant(estimate.mean(), DIGITS), interval, seeds, parameters));
    }
}
