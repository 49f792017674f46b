package dev.unroll.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.comparison.TaskScores;
import dev.unroll.metric.Metric;
import dev.unroll.run.RunDifferences;
import dev.unroll.run.RunDifferences.Area;
import dev.unroll.run.RunDifferences.Difference;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.run.TrialResult;
import dev.unroll.statistics.Intervals;
import dev.unroll.statistics.PairedStudent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A page that shows runs side by side: what differs in what was asked for and in where it was made, and the scores of
 * models and datasets of the same names. One HTML file that needs no other, the same bytes for the same runs.
 */
public final class RunComparison {

    private static final int ROWS = 8;
    private static final int LONGEST = 60;

    private final List<String> names;
    private final List<ReportData> runs;
    private final List<RunFolder> folders;
    private final Charts charts;
    private final PageParts parts;

    private RunComparison(List<String> names, List<RunFolder> folders) {
        this.names = names;
        this.folders = folders;
        runs = folders.stream().map(ReportData::load).toList();
        charts = new Charts(names);
        parts = new PageParts(names);
    }

    /**
     * Writes the page, over what is there.
     *
     * @param runs at least two, by the name they get on the page
     * @throws ReportException if one is no run's folder, or the page cannot be written
     */
    public static void write(Map<String, RunFolder> runs, Path file) {
        String html = new RunComparison(List.copyOf(runs.keySet()), List.copyOf(runs.values())).html();
        try {
            Files.writeString(file, html, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException(file + " can't be written: give the folder space and write permission", e);
        }
    }

    private String html() {
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", Html.text(Html.list(names)));
        slots.put("runs", runTable());
        slots.put("scores", figure() + scores());
        slots.put("differences", differences());
        return ReportWriter.page("dev/unroll/report/comparison.html", slots, charts.json());
    }

    private String runTable() {
        StringBuilder content = new StringBuilder(Html.head(List.of("Run", "Experiment", "Spec hash", "Unroll", "Seeds",
                "Trials", "Finished"))).append("<tbody>\n");
        for (int r = 0; r < runs.size(); r++) {
            ReportData run = runs.get(r);
            String code = run.provenance().code() == null ? "" : ", " + run.provenance().code().text();
            content.append(Html.row(parts.mark(names.get(r)), List.of(Html.text(run.results().name()), "<code>"
                    + Html.text(start(run.results().specHash())) + "</code>", Html.text(run.provenance().version() + code),
                    Integer.toString(run.results().seeds().size()), Numbers.count(run.results().trials().size()),
                    Html.text(run.provenance().finished()))));
        }
        return parts.table("The runs.", content.append("</tbody>\n").toString());
    }

    private static String start(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    /** What at least two runs have, in the order of the first that has it. */
    private List<String> shared(Function<RunResults, List<String>> of) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        runs.forEach(run -> of.apply(run.results()).forEach(name -> counts.merge(name, 1, Integer::sum)));
        return counts.entrySet().stream().filter(entry -> entry.getValue() > 1).map(Map.Entry::getKey).toList();
    }

    private List<String> datasets() {
        return shared(results -> results.datasets().stream().map(DatasetResult::name).toList());
    }

    private List<String> models() {
        return shared(results -> results.models().stream().map(RunResults.ModelResult::name).toList());
    }

    private DatasetResult dataset(int run, String name) {
        return runs.get(run).results().datasets().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    private Summary summary(int run, String dataset, String model) {
        return runs.get(run).results().summary().stream().filter(one -> one.dataset().equals(dataset)
                && one.model().equals(model) && one.completed() > 0).findFirst().orElse(null);
    }

    private DatasetResult first(String dataset) {
        for (int r = 0; r < runs.size(); r++) {
            if (dataset(r, dataset) != null) {
                return dataset(r, dataset);
            }
        }
        throw new IllegalStateException(dataset);
    }

    private String figure() {
        StringBuilder panels = new StringBuilder();
        for (String dataset : datasets()) {
            for (String model : models()) {
                panels.append(panel(dataset, model));
            }
        }
        return panels.isEmpty() ? "<p>The runs share no dataset and model of the same name.</p>\n"
                : parts.figure(parts.legend("") + "<div class=\"panels\">\n" + panels + "</div>\n", "Scores on the test part, "
                        + "run by run: mean over seeds with its 95 % interval (Student’s <i>t</i>), and each seed.");
    }

    private String panel(String dataset, String model) {
        DatasetResult facts = first(dataset);
        List<ObjectNode> items = new ArrayList<>();
        List<String> words = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (int r = 0; r < runs.size(); r++) {
            double[] seeds = scores(r, dataset, model, facts.primaryMetric()).values().stream()
                    .mapToDouble(Double::doubleValue).toArray();
            if (seeds.length == 0) {
                continue;
            }
            Estimate estimate = Intervals.meanWithStudentInterval(seeds)
                    .within(0, Metric.greatest(facts.primaryMetric()));
            ObjectNode item = JsonNodeFactory.instance.objectNode().put("model", r);
            item.set("mean", Charts.number(estimate.mean()));
            item.set("lower", Charts.number(estimate.lower()));
            item.set("upper", Charts.number(estimate.upper()));
            item.set("seeds", Charts.numbers(seeds));
            item.put("text", score(estimate, seeds.length));
            items.add(item);
            words.add(names.get(r) + " " + score(estimate, seeds.length));
            least = Math.min(least, estimate.min());
            greatest = Math.max(greatest, estimate.max());
        }
        if (items.size() < 2) {
            return "";
        }
        ObjectNode chart = charts.add("scores", "", "");
        items.forEach(chart.withArray("items")::add);
        boolean log = !facts.higherIsBetter() && Charts.logarithmic(least, greatest);
        chart.put("log", log);
        for (ObjectNode item : items) {
            if (log && item.get("lower").doubleValue() < least / 4) {
                item.set("lower", Charts.number(least / 4));
            }
        }
        return "<div class=\"panel\"><p class=\"panel-title\"><b>" + Html.text(dataset) + ", " + Html.text(model) + "</b> "
                + Html.text(Report.metric(facts.primaryMetric(), facts)) + (facts.higherIsBetter() ? ", higher is better"
                        : ", lower is better") + "</p>\n" + Charts.box(chart, dataset + ", " + model + ": "
                        + String.join("; ", words), "rows-" + Math.min(ROWS, names.size())) + "</div>\n";
    }

    private static String score(Estimate estimate, int seeds) {
        return seeds > 1 ? Numbers.plusMinus(estimate.mean(), Intervals.half(estimate.deviation(), seeds))
                : Numbers.significant(estimate.mean());
    }

    private Map<Long, Double> scores(int run, String dataset, String model, String metric) {
        Map<Long, Double> scores = new TreeMap<>();
        for (TrialResult trial : TrialLookup.completed(runs.get(run).results(), dataset, model)) {
            Double value = trial.test().get(metric);
            if (value != null && Double.isFinite(value)) {
                scores.put(trial.seed(), value);
            }
        }
        return scores;
    }

    private String scores() {
        List<String> head = new ArrayList<>(List.of("Model"));
        names.forEach(name -> head.add(parts.mark(name)));
        names.subList(1, names.size()).forEach(name -> head.add(Html.text(name) + " less " + Html.text(names.get(0))));
        StringBuilder content = new StringBuilder(Html.head(head));
        for (String dataset : datasets()) {
            DatasetResult facts = first(dataset);
            content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"").append(head.size())
                    .append("\">").append(Html.text(dataset)).append(", ")
                    .append(Html.text(Report.metric(facts.primaryMetric(), facts))).append(other(dataset))
                    .append("</th></tr>\n");
            for (String model : models()) {
                List<String> cells = new ArrayList<>();
                for (int r = 0; r < runs.size(); r++) {
                    double[] seeds = scores(r, dataset, model, facts.primaryMetric()).values().stream()
                            .mapToDouble(Double::doubleValue).toArray();
                    cells.add(seeds.length == 0 ? "–" : score(Intervals.meanWithStudentInterval(seeds), seeds.length));
                }
                for (int r = 1; r < runs.size(); r++) {
                    cells.add(difference(r, dataset, model, facts));
                }
                content.append(Html.row(Html.text(model), cells));
            }
            content.append("</tbody>\n");
        }
        return parts.table("Test scores, mean over seeds ± half of the 95 % interval, and differences to the first run over "
                + "the seeds that both have (Student’s <i>t</i>, paired, each by itself: not corrected for how many there "
                + "are). “Same bits” where the predictions of all shared seeds are the same to the last bit.",
                content.toString());
    }

    /** Says it where a name stands for different data. */
    private String other(String dataset) {
        Set<String> fingerprints = new LinkedHashSet<>();
        for (int r = 0; r < runs.size(); r++) {
            if (dataset(r, dataset) != null) {
                fingerprints.add(dataset(r, dataset).fingerprint());
            }
        }
        return fingerprints.size() > 1 ? " <small>(not the same data in every run)</small>" : "";
    }

    private String difference(int run, String dataset, String model, DatasetResult facts) {
        if (summary(0, dataset, model) == null || summary(run, dataset, model) == null) {
            return "–";
        }
        Map<Long, Double> base = scores(0, dataset, model, facts.primaryMetric());
        Map<Long, Double> other = scores(run, dataset, model, facts.primaryMetric());
        double[] differences = other.entrySet().stream().filter(entry -> base.containsKey(entry.getKey()))
                .mapToDouble(entry -> entry.getValue() - base.get(entry.getKey())).toArray();
        if (differences.length == 0) {
            return "no shared seed";
        }
        if (sameBits(run, dataset, model)) {
            return "same bits";
        }
        double first = rounding(0, dataset);
        double second = rounding(run, dataset);
        return difference(differences, Math.sqrt(first * first + second * second));
    }

    /**
     * Their mean with half of its interval.
     *
     * @param floor the standard deviation that rounding alone gives a difference
     */
    static String difference(double[] differences, double floor) {
        PairedStudent test = PairedStudent.of(differences, floor);
        return (test.mean() > 0 ? "+" : "") + (differences.length > 1
                ? Numbers.plusMinus(test.mean(), test.upper() - test.mean()) : Numbers.significant(test.mean()));
    }

    private double rounding(int run, String dataset) {
        return new TaskScores(dataset(run, dataset), Map.of(), null).rounding();
    }

    private boolean sameBits(int run, String dataset, String model) {
        Map<Long, String> base = new TreeMap<>();
        TrialLookup.completed(runs.get(0).results(), dataset, model).forEach(trial ->
                base.put(trial.seed(), trial.predictionHash()));
        return TrialLookup.completed(runs.get(run).results(), dataset, model).stream()
                .filter(trial -> base.containsKey(trial.seed()))
                .allMatch(trial -> trial.predictionHash().equals(base.get(trial.seed())));
    }

    private String differences() {
        Map<String, String[]> rows = new LinkedHashMap<>();
        for (int r = 1; r < runs.size(); r++) {
            for (Difference difference : RunDifferences.between(folders.get(0), folders.get(r))) {
                if (difference.area() != Area.RESULTS) {
                    String[] cells = rows.computeIfAbsent(difference.area() + " " + difference.where(),
                            key -> new String[runs.size()]);
                    cells[0] = difference.first();
                    cells[r] = difference.second();
                }
            }
        }
        if (rows.isEmpty()) {
            return "<p>Nothing: the same experiment on the same data, made in the same way.</p>\n";
        }
        List<String> head = new ArrayList<>(List.of("Where"));
        names.forEach(name -> head.add(parts.mark(name)));
        StringBuilder content = new StringBuilder(Html.head(head));
        for (Area area : List.of(Area.SPEC, Area.DATA, Area.PROVENANCE)) {
            List<String> inside = rows.keySet().stream().filter(key -> key.startsWith(area + " ")).toList();
            if (!inside.isEmpty()) {
                content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"").append(head.size())
                        .append("\">").append(title(area)).append("</th></tr>\n");
                for (String key : inside) {
                    List<String> cells = new ArrayList<>();
                    for (String cell : rows.get(key)) {
                        cells.add(cell == null ? "<span class=\"none\">as the first</span>" : "<code>" + Html.text(cut(cell))
                                + "</code>");
                    }
                    content.append(Html.row("<code>" + Html.text(key.substring(key.indexOf(' ') + 1)) + "</code>", cells));
                }
                content.append("</tbody>\n");
            }
        }
        return parts.table("Differences to the first run. unroll diff has them in full.", content.toString());
    }

    private static String title(Area area) {
        return switch (area) {
            case SPEC -> "What was asked for";
            case DATA -> "Data of the same name";
            default -> "Where it was made";
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
