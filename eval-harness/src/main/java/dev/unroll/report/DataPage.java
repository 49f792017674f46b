package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.run.RunResults.DatasetResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page about a dataset: what it is, what its baselines score, how long its sequences are, how often its classes
 * occur, and a few examples. One HTML file that needs no other and no network, the same bytes for the same dataset.
 */
public final class DataPage {

    private static final int MOST_LINES = 8;
    private static final int MOST_CLASSES = 30;
    private static final int MOST_STEPS = 400;

    private final DatasetResult facts;
    private final SequenceDataset data;
    private final DataSummary summary;
    private final Charts charts;

    private DataPage(DatasetResult facts, SequenceDataset data, DataSummary summary) {
        this.facts = facts;
        this.data = data;
        this.summary = summary;
        this.charts = new Charts(lineNames(data));
    }

    /** Writes the page over what is there; examples are the first ones of the training part. */
    public static void write(Path file, DatasetResult facts, SequenceDataset data, DataSummary summary, int examples) {
        try {
            Files.writeString(file, html(facts, data, summary, examples), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException(file + " can't be written: give the folder space and write permission", e);
        }
    }

    /** The whole file. */
    static String html(DatasetResult facts, SequenceDataset data, DataSummary summary, int examples) {
        DataPage page = new DataPage(facts, data, summary);
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", Html.text(facts.name()));
        slots.put("description", Html.text(DataSection.sentence(facts.description())));
        slots.put("data", DataSection.facts(facts));
        slots.put("counts", page.lengths() + page.classes());
        slots.put("examples", page.examples(examples));
        return ReportWriter.page("dev/unroll/report/data.html", slots, page.charts.json());
    }

    private static List<String> lineNames(SequenceDataset data) {
        List<String> names = data.input() instanceof Task.Features
                ? new ArrayList<>(data.inputUnits().names().subList(0, Math.min(MOST_LINES,
                        data.inputUnits().names().size()))) : new ArrayList<>();
        names.add(data.units().isPresent() ? "target" : "examples");
        return names;
    }

    private String lengths() {
        int[] counts = summary.lengthCounts();
        if (summary.shortest() == summary.longest()) {
            return "<p>Every sequence has " + Numbers.count(summary.longest()) + " steps.</p>\n";
        }
        ObjectNode chart = charts.add("lines", "steps", "sequences");
        double[] x = new double[counts.length];
        double[] y = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            x[i] = summary.lengthOf(i);
            y[i] = counts[i];
        }
        Charts.line(chart, charts.count() - 1, "", "solid", x, y);
        return "<figure>\n" + Charts.box(chart, "How many sequences have how many steps", "plot")
                + "<figcaption><b>Lengths</b>: sequences by their number of steps, from " + summary.shortest() + " to "
                + summary.longest() + ", over " + Numbers.count(summary.examples()) + " training "
                + "examples.</figcaption>\n"
                + "</figure>\n";
    }

    private String classes() {
        long[] counts = summary.classCounts();
        if (counts == null) {
            return "";
        }
        Integer[] order = new Integer[counts.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (a, b) -> Long.compare(counts[b], counts[a]));
        long total = Math.max(1, Arrays.stream(counts).sum());
        StringBuilder rows = new StringBuilder(Html.head(List.of("Class", "Targets", "Share"))).append("<tbody>\n");
        for (int i = 0; i < Math.min(MOST_CLASSES, counts.length); i++) {
            int k = order[i];
            rows.append(Html.row(Html.text(Symbols.shown(className(k))), List.of(Numbers.count(counts[k]),
                    Numbers.significant(100.0 * counts[k] / total) + " %")));
        }
        return Html.smallTable("classes", "<b>Classes</b> of the targets that count, in the training part, most "
                + "frequent first" + (counts.length > MOST_CLASSES ? ": " + MOST_CLASSES + " of " + counts.length : ""),
                rows.append("</tbody>\n").toString());
    }

    private String className(int k) {
        return data.classNames().isEmpty() ? Integer.toString(k) : data.classNames().get(k);
    }

    private String examples(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(count, data.size(Part.TRAIN)); i++) {
            SequenceBatch example = data.batch(Part.TRAIN, new int[] {i});
            out.append("<h3>Training example ").append(i + 1).append("</h3>\n");
            out.append(example.tokens() == null ? features(example, i) : tokens(example));
            if (!data.target().perStep()) {
                out.append("<p>Target: <b>").append(Html.text(Examples.target(data, example))).append("</b></p>\n");
            }
        }
        return out.toString();
    }

    private String features(SequenceBatch example, int index) {
        InputUnits units = data.inputUnits();
        int size = units.names().size();
        int steps = Math.min(MOST_STEPS, example.lengths()[0]);
        ObjectNode chart = charts.add("lines", "step", "");
        double[] x = new double[steps];
        Arrays.setAll(x, t -> t);
        for (int f = 0; f < Math.min(MOST_LINES, size); f++) {
            double[] y = new double[steps];
            for (int t = 0; t < steps; t++) {
                y[t] = example.features()[t * size + f] * units.scale()[f] + units.offset()[f];
            }
            Charts.line(chart, f, "", "fine", x, y);
        }
        forecast(chart, example, steps);
        String more = size > MOST_LINES ? " The first " + MOST_LINES + " of " + size + " features." : "";
        String labels = data.target().perStep() ? "<p>" + classRuns(example) + "</p>\n" : "";
        return "<figure>\n" + legend() + Charts.box(chart, "Features of training example " + (index + 1)
                + " over its steps", "plot wide") + "<figcaption>In the data's own units, step by step"
                + (steps < example.lengths()[0] ? ", the first " + steps + " steps" : "") + "." + more
                + "</figcaption>\n</figure>\n" + labels;
    }

    /** The target behind the window, where it continues a feature of the same unit. */
    private void forecast(ObjectNode chart, SequenceBatch example, int steps) {
        TargetUnits units = data.units().orElse(null);
        if (units == null || data.inputUnits().steps() == 0) {
            return;
        }
        int width = example.values().length;
        double[] x = new double[width];
        double[] y = new double[width];
        for (int k = 0; k < width; k++) {
            x[k] = steps + k;
            y[k] = units.toOriginal(k, example.values()[k]);
        }
        Charts.line(chart, charts.count() - 1, "", "solid", x, y);
    }

    private String legend() {
        StringBuilder out = new StringBuilder("<p class=\"legend\">");
        List<String> names = lineNames(data);
        int shown = data.units().isPresent() ? names.size() : names.size() - 1;
        for (int i = 0; i < shown; i++) {
            out.append("<span class=\"model\"><svg class=\"mark c").append(i % 8).append("\" viewBox=\"0 0 12 12\">")
                    .append("<use href=\"#shape-").append(i % 6).append("\"/></svg>").append(Html.text(names.get(i)))
                    .append("</span>");
        }
        return out.append("</p>\n").toString();
    }

    /** Symbols one after another; those at whose step something is asked carry the class below them. */
    private String tokens(SequenceBatch example) {
        int steps = Math.min(MOST_STEPS, example.lengths()[0]);
        List<String> symbols = data.inputUnits().names();
        StringBuilder out = new StringBuilder("<p class=\"tokens\">");
        for (int t = 0; t < steps; t++) {
            boolean asked = data.target().perStep() && (example.weights() == null || example.weights()[t] > 0);
            out.append(asked ? "<span class=\"asked\">" : "<span>")
                    .append(Html.text(Symbols.shown(symbols.get(example.tokens()[t]))));
            if (asked) {
                out.append("<small>").append(Html.text(Symbols.shown(className(example.classes()[t]))))
                        .append("</small>");
            }
            out.append("</span>");
        }
        return out.append("</p>\n").toString();
    }

    private String classRuns(SequenceBatch example) {
        return Html.text("Classes: " + Examples.classRuns(data, example));
    }
}
