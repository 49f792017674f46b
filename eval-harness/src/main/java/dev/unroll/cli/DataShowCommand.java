package dev.unroll.cli;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.model.SequenceBatch;
import dev.unroll.report.DataPage;
import dev.unroll.report.DataSummary;
import dev.unroll.report.Examples;
import dev.unroll.report.Symbols;
import dev.unroll.run.DatasetFacts;
import dev.unroll.run.RunResults.DatasetResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll data show}. */
@Command(name = "show", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Prints what a dataset is with a few of its examples, and writes a page with plots.",
        footerHeading = "%n",
        footer = {"  unroll data show sunspots",
            "  unroll data show '{kind: csv, path: sales.csv, targets: units}'",
            "  unroll data show my-experiment.yaml --dataset load"})
final class DataShowCommand implements Callable<Integer> {

    private static final int WIDTH = 100;
    private static final int MOST_FEATURES = 6;
    private static final String NOTHING = "·";
    private static final String[] BARS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "DATASET", description = "A kind of dataset with its defaults, keys in braces as in an"
            + " experiment, or an experiment's file.")
    private String what;

    @Option(names = "--dataset", paramLabel = "NAME", description = "Name of the dataset in the experiment; needed if"
            + " it has several.")
    private String dataset;

    @Option(names = "--examples", paramLabel = "N", description = "How many examples to show; default"
            + " ${DEFAULT-VALUE}.")
    private int examples = 3;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the data; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--page", paramLabel = "FILE", description = "Where the page goes; default data-NAME.html.")
    private Path page;

    DataShowCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        if (examples < 1 || examples > 1_000) {
            throw new UserException("--examples must be from 1 to 1000; got " + examples);
        }
        DatasetEntry entry = entry();
        DatasetFacts.Made made = DatasetFacts.make(entry, kinds, seed);
        DatasetResult facts = made.facts();
        SequenceDataset data = made.data();
        DataSummary summary = DataSummary.of(data);
        console.out().println(facts.name() + ": " + facts.description());
        TextTable table = new TextTable("", "");
        table.row("source", facts.source());
        table.row("task", facts.targetForm() + " from " + facts.inputForm()
                + (facts.unit().isEmpty() ? "" : ", in " + facts.unit()));
        table.row("examples", facts.trainSize() + " training, " + (facts.validationIsTest() ? ""
                : facts.validationSize() + " validation, ") + facts.testSize() + " test");
        table.row("steps", summary.shortest() == summary.longest() ? Integer.toString(summary.longest())
                : summary.shortest() + " to " + summary.longest());
        facts.baselines().forEach((name, metrics) -> table.row(name, metrics.entrySet().stream()
                .map(metric -> metric.getKey() + " " + Digits.significant(metric.getValue(), 4))
                .collect(Collectors.joining(", "))));
        table.row("fingerprint", facts.fingerprint());
        table.lines().stream().skip(1).forEach(console.out()::println);
        for (int i = 0; i < Math.min(examples, facts.trainSize()); i++) {
            console.out().println();
            console.out().println("training example " + (i + 1));
            show(data, data.batch(Part.TRAIN, new int[] {i}));
        }
        Path file = page == null ? Path.of("data-" + facts.name() + ".html") : page;
        DataPage.write(file, facts, data, summary, examples);
        console.out().println();
        console.out().println(file);
        return 0;
    }

    private DatasetEntry entry() {
        List<DatasetEntry> entries = DatasetArgument.entries(what, kinds);
        Map<String, DatasetEntry> byName = entries.stream()
                .collect(Collectors.toMap(DatasetEntry::name, one -> one));
        if (dataset == null && entries.size() == 1) {
            return entries.get(0);
        }
        if (dataset == null || !byName.containsKey(dataset)) {
            throw new UserException("--dataset must name one of the experiment's; got " + dataset + "; the datasets "
                    + "are " + String.join(", ", entries.stream().map(DatasetEntry::name).toList()));
        }
        return byName.get(dataset);
    }

    private void show(SequenceDataset data, SequenceBatch example) {
        if (example.tokens() != null) {
            tokens(data, example);
        } else {
            features(data, example);
            if (data.target().perStep()) {
                console.out().println("  classes: " + cut(Examples.classRuns(data, example)));
            }
        }
        if (!data.target().perStep()) {
            console.out().println("  target: " + Examples.target(data, example));
        }
    }

    private void tokens(SequenceDataset data, SequenceBatch example) {
        List<String> names = data.inputUnits().names();
        StringBuilder input = new StringBuilder();
        StringBuilder target = new StringBuilder();
        int length = example.lengths()[0];
        for (int t = 0; t < length && input.length() < WIDTH;) {
            String asked = asked(data, example, t);
            int end = t + 1;
            while (end < length && asked.equals(NOTHING) && asked(data, example, end).equals(NOTHING)
                    && example.tokens()[end] == example.tokens()[t]) {
                end++;
            }
            String symbol = Symbols.shown(names.get(example.tokens()[t])) + (end - t > 3 ? "×" + (end - t) : "");
            for (int i = t; i < (end - t > 3 ? t + 1 : end); i++) {
                int width = Math.max(symbol.codePointCount(0, symbol.length()),
                        asked.codePointCount(0, asked.length())) + 1;
                pad(input, symbol, width);
                pad(target, asked, width);
            }
            t = end;
        }
        console.out().println("  input:  " + input.toString().stripTrailing()
                + (input.length() >= WIDTH ? " …" : ""));
        if (data.target().perStep()) {
            console.out().println("  target: " + target.toString().stripTrailing());
        }
    }

    private static String asked(SequenceDataset data, SequenceBatch example, int step) {
        if (!data.target().perStep() || example.weights() != null && !(example.weights()[step] > 0)) {
            return NOTHING;
        }
        int k = example.classes()[step];
        return Symbols.shown(data.classNames().isEmpty() ? Integer.toString(k) : data.classNames().get(k));
    }

    private static void pad(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(width - text.codePointCount(0, text.length())));
    }

    /** A line of bars per feature, from its least to its greatest value in the example. */
    private void features(SequenceDataset data, SequenceBatch example) {
        List<String> names = data.inputUnits().names();
        TextTable table = new TextTable("", "", ">", ">");
        int steps = example.lengths()[0];
        for (int f = 0; f < Math.min(MOST_FEATURES, names.size()); f++) {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            double[] values = new double[steps];
            for (int t = 0; t < steps; t++) {
                values[t] = example.features()[t * names.size() + f] * data.inputUnits().scale()[f]
                        + data.inputUnits().offset()[f];
                least = Math.min(least, values[t]);
                greatest = Math.max(greatest, values[t]);
            }
            StringBuilder bars = new StringBuilder();
            int every = Math.max(1, (steps + 59) / 60);
            for (int t = 0; t < steps; t += every) {
                double share = greatest > least ? (values[t] - least) / (greatest - least) : 0;
                bars.append(BARS[(int) Math.min(BARS.length - 1, share * BARS.length)]);
            }
            table.row("  " + names.get(f), bars.toString(), Digits.significant(least, 4),
                    "to " + Digits.significant(greatest, 4));
        }
        table.lines().stream().skip(1).forEach(console.out()::println);
        if (names.size() > MOST_FEATURES) {
            console.out().println("  and " + (names.size() - MOST_FEATURES) + " more features");
        }
    }

    private static String cut(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH) + " …";
    }
}
