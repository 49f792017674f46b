package dev.unroll.cli;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.Words;
import dev.unroll.gradient.Measure;
import dev.unroll.gradient.MeasureTable;
import dev.unroll.gradient.MeasuredTables;
import dev.unroll.gradient.Measures;
import dev.unroll.json.CanonicalJson;
import dev.unroll.report.MeasuredPage;
import dev.unroll.report.ReportFiles;
import dev.unroll.report.ReportFormat;
import dev.unroll.run.GradientStudy;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll gradients}. */
@Command(name = "gradients", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Measures how far back models can learn from, and what they look at: before training, and for a"
                + " run after it too.",
        footerHeading = "%n",
        footer = {"Every table goes to a CSV file, all of them to gradients.json, curves to a page;"
                + " short ones are printed. The report of a run takes all of it in.",
            "", "  unroll gradients runs/quick --measure reach",
            "  unroll gradients my-experiment.yaml --model LSTM --model RNN"})
final class GradientsCommand implements Callable<Integer> {

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "RUN|SPEC", description = "Folder of a finished run, whose saved models are measured"
            + " beside untrained ones; or an experiment's file or name, whose models are measured at initialization.")
    private String what;

    @Mixin
    private Settings settings;

    @Option(names = "--measure", paramLabel = "NAME", completionCandidates = Names.class, description = "What to"
            + " measure: ${COMPLETION-CANDIDATES}; may be given several times; default all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model; may be given several times.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--dataset", paramLabel = "NAME", description = "Only on this dataset; may be given several times.")
    private List<String> datasets = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Only with this seed; may be given several times.")
    private List<Long> seeds = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "Where files go; default the folder gradients of the"
            + " run, or gradients-NAME for an experiment.")
    private Path out;

    @Option(names = "--json", description = "Print all tables as JSON.")
    private boolean json;

    /** For the help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(Measures.names());
        }
    }

    GradientsCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("unroll.log", "WARN");
        boolean ofRun = Files.isDirectory(Path.of(what));
        RunFolder run = ofRun ? new RunFolder(Path.of(what)) : null;
        if (ofRun && !settings.all().isEmpty()) {
            throw new UserException("--set changes an experiment; got it with " + what + ", the folder of a run, whose"
                    + " models are what they are; leave it out");
        }
        ExperimentSpec spec = ofRun ? RunModels.experiment(run, kinds)
                : new SpecReader(kinds).read(new Bundled(console.home()).find(what), settings.all()).spec();
        MeasuredTables.Saved found = new MeasuredTables.Saved(ofRun ? resultsHash(run) : ResolvedSpec.of(spec).hash(),
                measure(spec, run));
        Path folder = out != null ? out : ofRun ? run.gradients() : Path.of("gradients-" + spec.name());
        MeasuredTables.Saved all = withEarlier(folder, found);
        List<Path> files = write(folder, all);
        Path page = folder.resolve("gradients.html");
        MeasuredPage.write(page, spec.name(), all.tables());
        files.add(page);
        if (out == null && ofRun) {
            ReportFiles.write(run, ReportFormat.usual());
            files.add(run.report());
        }
        if (json) {
            console.out().print(CanonicalJson.write(found));
        } else {
            print(found.tables(), files);
        }
        return 0;
    }

    private String resultsHash(RunFolder run) throws IOException {
        if (!Files.exists(run.results())) {
            throw new UserException("RUN must be the folder of a finished run; there is no results.json in " + what
                    + "; finish it with unroll run SPEC --resume");
        }
        return CanonicalJson.sha256(Files.readString(run.results()));
    }

    private List<MeasureTable> measure(ExperimentSpec spec, RunFolder run) throws IOException {
        Set<String> ids = chosen(spec);
        Engine engine = Engine.withThreads(Runtime.getRuntime().availableProcessors());
        try {
            return new GradientStudy(spec, kinds, run, measures()).tables(ids::contains, engine,
                    words -> console.err().println(words));
        } catch (IllegalArgumentException e) {
            throw new UserException(what + ": " + e.getMessage());
        } finally {
            engine.workers().close();
        }
    }

    private List<Measure> measures() {
        for (String name : names) {
            if (!Measures.names().contains(name)) {
                throw new UserException("--measure must be one of the measures; got " + name + "; "
                        + Words.hint(name, Measures.names(), "measures"));
            }
        }
        return Measures.all().stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
    }

    private Set<String> chosen(ExperimentSpec spec) {
        List<String> allDatasets = spec.datasets().stream().map(DatasetEntry::name).toList();
        List<String> allModels = spec.models().stream().map(ModelEntry::name).toList();
        Set<String> ids = new HashSet<>();
        for (String dataset : known("--dataset", datasets, allDatasets, "datasets")) {
            for (String model : known("--model", models, allModels, "models")) {
                for (Object seed : known("--seed", seeds, spec.seeds(), "seeds")) {
                    ids.add(dataset + "/" + model + "/" + seed);
                }
            }
        }
        return ids;
    }

    private static <T> List<T> known(String option, List<T> given, List<T> all, String plural) {
        for (T one : given) {
            if (!all.contains(one)) {
                throw new UserException(option + " must be one of the experiment's; got " + one + "; "
                        + Words.hint(one.toString(), all.stream().map(Object::toString).toList(), plural));
            }
        }
        return given.isEmpty() ? all : given;
    }

    /** What the folder has of the same models stays; what it has of others is deleted. */
    private MeasuredTables.Saved withEarlier(Path folder, MeasuredTables.Saved found) {
        Path file = folder.resolve(MeasuredTables.FILE);
        if (!Files.exists(file)) {
            return found;
        }
        try {
            MeasuredTables.Saved earlier = CanonicalJson.mapper().readValue(file.toFile(), MeasuredTables.Saved.class);
            if (found.of().equals(earlier.of())) {
                return found.after(earlier);
            }
            for (MeasureTable table : earlier.tables()) {
                Files.deleteIfExists(folder.resolve(table.name() + ".csv"));
            }
            return found;
        } catch (IOException e) {
            throw new UserException("the folder for tables must hold tables that can be read; " + file + " cannot be (" + e
                    + "); delete it or choose another folder with --out");
        }
    }

    private List<Path> write(Path folder, MeasuredTables.Saved found) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (MeasureTable table : found.tables()) {
                Path file = folder.resolve(table.name() + ".csv");
                Files.writeString(file, MeasuredTables.csv(table));
                files.add(file);
            }
            Files.writeString(folder.resolve(MeasuredTables.FILE), CanonicalJson.write(found));
        } catch (IOException e) {
            throw new UserException("the folder for tables must be writable; " + folder + " is not (" + e
                    + "); choose another with --out");
        }
        return files;
    }

    private void print(List<MeasureTable> tables, List<Path> files) {
        for (MeasureTable table : tables) {
            if (table.shown()) {
                console.out().println(table.caption());
                GradientsText.table(table).lines().forEach(console.out()::println);
                console.out().println();
            }
        }
        files.forEach(console.out()::println);
    }
}
