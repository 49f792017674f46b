package dev.unroll.report;

import dev.unroll.comparison.Standing.Score;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.run.SpeedMeasurement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** The main table: a score for every model on every dataset, naive baselines, sizes and speeds. */
final class ScoreTable {

    /** With more datasets than this they become the rows, for a page is longer than wide. */
    private static final int DATASET_COLUMNS = 4;

    private static final String CAPTION = "Test scores, mean over seeds ± half of the 95 % interval (Student’s "
            + "<i>t</i>), with naive baselines. <b "
            + "class=\"best\">Bold</b>: shown to be best on its dataset (ahead of every other model and of the "
            + "baseline, corrected for all comparisons). Small: the ranks that a model may have, by the differences that "
            + "are shown. ";

    private ScoreTable() {
    }

    static String html(Report report) {
        return report.results.datasets().size() <= DATASET_COLUMNS
                ? report.table(CAPTION + "Ranges run over datasets.", modelRows(report))
                : report.table(CAPTION + "Time of an update in ms and speed in sequences/s are ranges over datasets.",
                        datasetRows(report));
    }

    private static String modelRows(Report report) {
        List<String> head = new ArrayList<>(List.of("Model"));
        report.results.datasets().forEach(dataset -> head.add(name(dataset)));
        head.addAll(List.of("Parameters", "Update<small>ms</small>", "Speed<small>sequences/s</small>"));
        StringBuilder content = new StringBuilder(Html.head(head)).append("<tbody>\n");
        for (String model : report.modelNames()) {
            List<String> cells = new ArrayList<>();
            report.verdicts.forEach(verdict -> cells.add(score(report, verdict, model)));
            cells.addAll(List.of(parameters(report, model), millis(report, model), rate(report, model)));
            content.append(Html.row(report.mark(model), cells));
        }
        content.append("</tbody>\n<tbody class=\"baselines\">\n");
        Set<String> baselines = new LinkedHashSet<>();
        report.results.datasets().forEach(dataset -> baselines.addAll(dataset.baselines().keySet()));
        for (String baseline : baselines) {
            List<String> cells = new ArrayList<>();
            for (DatasetResult dataset : report.results.datasets()) {
                Double value = dataset.baselines().containsKey(baseline)
                        ? dataset.baselines().get(baseline).get(dataset.primaryMetric()) : null;
                cells.add(value == null ? "" : Numbers.significant(value));
            }
            cells.addAll(List.of("", "", ""));
            content.append(Html.row(baseline(baseline), cells));
        }
        return content.append("</tbody>\n").toString();
    }

    private static String datasetRows(Report report) {
        List<String> head = new ArrayList<>(List.of("Dataset"));
        report.modelNames().forEach(model -> head.add(report.mark(model)));
        head.add("Best baseline");
        StringBuilder content = new StringBuilder(Html.head(head)).append("<tbody>\n");
        for (Verdict verdict : report.verdicts) {
            List<String> cells = new ArrayList<>();
            report.modelNames().forEach(model -> cells.add(score(report, verdict, model)));
            cells.add(verdict.baseline() == null ? "–" : Numbers.significant(verdict.baseline().value()) + " "
                    + baseline(verdict.baseline().name()));
            content.append(Html.row(name(verdict.dataset()).replace("<small>", " <small>"), cells));
        }
        content.append("</tbody>\n<tbody>\n");
        content.append(costs(report, "Parameters", model -> parameters(report, model)));
        content.append(costs(report, "Update <small>ms</small>", model -> millis(report, model)));
        content.append(costs(report, "Speed <small>sequences/s</small>", model -> rate(report, model)));
        return content.append("</tbody>\n").toString();
    }

    private static String costs(Report report, String name, Function<String, String> cost) {
        List<String> cells = new ArrayList<>();
        report.modelNames().forEach(model -> cells.add(cost.apply(model)));
        cells.add("");
        return Html.row(name, cells);
    }

    private static String name(DatasetResult dataset) {
        return Html.text(dataset.name()) + "<small>" + Html.text(Report.metric(dataset.primaryMetric(), dataset))
                + (dataset.higherIsBetter() ? " ↑" : " ↓") + "</small>";
    }

    private static String baseline(String name) {
        return "<span class=\"baseline\">" + Html.text(name) + "</span>";
    }

    private static String score(Report report, Verdict verdict, String model) {
        Score score = verdict.score(model);
        if (score == null) {
            return "<span class=\"none\">none completed</span>";
        }
        String text = Double.isFinite(score.half()) ? Numbers.plusMinus(score.mean(), score.half())
                : Numbers.significant(score.mean());
        boolean ranked = verdict.ranking().size() > 1 && !report.data.goesOn();
        String rank = (ranked ? " <small>" + score.rank() + "</small>" : "")
                + VerdictText.survivors(" <small>", score) + (score.bySeed().size() < score.planned() ? "</small>" : "");
        return (ranked && model.equals(verdict.winner()) ? "<b class=\"best\">" + text + "</b>" : text) + rank;
    }

    private static String parameters(Report report, String model) {
        long[] counts = report.results.summary().stream().filter(one -> one.model().equals(model))
                .mapToLong(Summary::parameterCount).filter(count -> count > 0).sorted().toArray();
        return counts.length == 0 ? "–" : range(Numbers.compact(counts[0]), Numbers.compact(counts[counts.length - 1]));
    }

    private static String millis(Report report, String model) {
        return range(speeds(report, model).stream().mapToDouble(SpeedMeasurement::millisPerUpdate).sorted().toArray());
    }

    private static String rate(Report report, String model) {
        return range(speeds(report, model).stream().mapToDouble(SpeedMeasurement::sequencesPerSecond)
                .sorted().toArray());
    }

    private static List<SpeedMeasurement> speeds(Report report, String model) {
        return report.results.datasets().stream().map(dataset -> report.speed.of(dataset.name(), model))
                .filter(Objects::nonNull).toList();
    }

    private static String range(double[] sorted) {
        return sorted.length == 0 ? "–" : range(Numbers.significant(sorted[0], 2),
                Numbers.significant(sorted[sorted.length - 1], 2));
    }

    private static String range(String low, String high) {
        return low.equals(high) ? low : low + "–" + high;
    }
}
