package dev.unroll.cli;

import dev.unroll.dataset.DataException;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecException;
import dev.unroll.run.BatchSpeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll data speed}. */
@Command(name = "speed", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Measures how many times faster a dataset makes batches than an LSTM of 64 units trains on them.",
        footerHeading = "%n",
        footer = {"  unroll data speed",
            "  unroll data speed mnist weather --least 20",
            "  unroll data speed '{kind: text, path: book.txt, unit: bpe}'"})
final class DataSpeedCommand implements Callable<Integer> {

    private static final int WIDTH = 24;

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "DATASET", arity = "0..*", description = "Kinds of dataset with their defaults, keys in"
            + " braces as in an experiment, or experiments' files; default all kinds.")
    private List<String> datasets = List.of();

    @Option(names = "--least", paramLabel = "N", description = "Fail where batches are made fewer times faster.")
    private double least;

    DataSpeedCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        console.out().println(String.format(Locale.ROOT, "%-" + WIDTH + "s %14s %9s %10s %8s", "DATASET",
                "FIRST PASS ms", "BATCH ms", "UPDATE ms", "TIMES"));
        List<String> slow = new ArrayList<>();
        List<DatasetEntry> entries = entries();
        BatchSpeed.warmUp(entries.get(0), kinds);
        for (DatasetEntry entry : entries) {
            BatchSpeed speed = BatchSpeed.measure(entry, kinds);
            console.out().println(String.format(Locale.ROOT, "%-" + WIDTH + "s %14.4f %9.4f %10.3f %8.0f", entry.name(),
                    speed.firstPassMillis(), speed.batchMillis(), speed.updateMillis(), speed.ratio()));
            console.out().flush();
            if (speed.ratio() < least) {
                slow.add(entry.name());
            }
        }
        if (!slow.isEmpty()) {
            throw new UserException("batches must be made at least " + Digits.significant(least, 3) + " times faster "
                    + "than an LSTM of 64 units trains on them; not so: " + String.join(", ", slow)
                    + "; measure again alone on the machine");
        }
        return 0;
    }

    private List<DatasetEntry> entries() {
        List<DatasetEntry> entries = new ArrayList<>();
        for (String what : datasets) {
            entries.addAll(DatasetArgument.entries(what, kinds));
        }
        if (datasets.isEmpty()) {
            for (String kind : kinds.datasets().keySet()) {
                try {
                    entries.add(new DatasetEntry(kind, kind, kinds.datasetDefaults(kind)));
                } catch (SpecException | DataException e) {
                    // Kinds that read a file have no default for its path.
                    continue;
                }
            }
        }
        return entries;
    }
}
