package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.WrittenSpec;
import dev.unroll.json.CanonicalJson;
import dev.unroll.report.ReportFiles;
import dev.unroll.report.ReportFormat;
import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.OpenSettings;
import dev.unroll.run.ExperimentRunner.Ending;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import dev.unroll.run.RunOptions.Entry;
import dev.unroll.run.RunResults;
import dev.unroll.run.TrialResult;
import dev.unroll.tracking.MlflowFiles;
import dev.unroll.tracking.TensorBoardLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll run}. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Runs an experiment and writes its report.",
        footerHeading = "%n",
        footer = {"The folder may be new or hold a finished run of the same experiment, which is then replaced; a"
                + " folder of another experiment is never written to. A run that was interrupted at any moment goes on"
                + " with --resume and ends in the same results. Ctrl-C ends the run within two seconds; trials that are"
                + " finished are kept. Exit code 1 says that a trial diverged or failed; the others count, and the"
                + " report is written.",
            "", "Neither --jobs nor --threads changes a bit of any result."})
final class RunCommand implements Callable<Integer> {

    private static final int TRIALS_LOST = 1;
    private static final int INTERRUPTED = 130;

    private final Console console;
    private final Kinds kinds;

    @Parameters(arity = "0..1", paramLabel = "SPEC",
            description = "File with an experiment, or the name of a bundled one (see unroll list experiments);"
                    + " default: "
                    + Bundled.DEFAULT + ".")
    private String experiment;

    @Mixin
    private Settings settings;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run; default: runs/ and the"
            + " experiment's name.")
    private Path out;

    @Mixin
    private Effort effort;

    @Option(names = "--no-speed", description = "Leave out the measurement of undisturbed speed after the trials.")
    private boolean noSpeed;

    @Option(names = "--resume", description = "Go on with a run that was interrupted, where it was: after Ctrl-C, kill -9,"
            + " a loss of power, a full disk. Trials that failed run again.")
    private boolean resume;

    @Option(names = "--restart", description = "Begin anew, even if an interrupted run has finished trials.")
    private boolean restart;

    @Option(names = "--join", description = "Help a run that another process is working on: take trials that nobody runs."
            + " If there is none, as --resume.")
    private boolean join;

    @Option(names = "--checkpoint-every", paramLabel = "SECONDS",
            description = "Least time between two checkpoints of a trial, from which --resume goes on; default: 30.")
    private Double checkpointSeconds;

    @Option(names = "--fail-fast", description = "End at the first trial that diverges or fails; without, the others go"
            + " on.")
    private boolean failFast;

    @Option(names = "--tensorboard", description = "Write event files for TensorBoard into the folder tensorboard of the"
            + " run: losses, metrics, histograms of gradients.")
    private boolean tensorBoard;

    @Option(names = "--mlflow", paramLabel = "DIR", description = "When all trials have finished, write them as MLflow's"
            + " runs into this file store.")
    private Path mlflow;

    @Option(names = "--json", description = "Print the scores as JSON.")
    private boolean json;

    RunCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        RunListener progress = effort.progress(console);
        Path file = new Bundled(console.home()).find(experiment);
        WrittenSpec written = new SpecReader(kinds).read(file, settings.all());
        RunFolder folder = new RunFolder(out == null ? Path.of("runs", written.spec().name()) : out);
        Optional<ExperimentSpec> settled = settled(written.spec(), folder, file);
        if (settled.isEmpty()) {
            return INTERRUPTED;
        }
        ExperimentSpec spec = settled.get();
        RunOptions options = new RunOptions(effort.jobs(), effort.threads(), !noSpeed, entry(), failFast,
                checkpointEvery());
        Tally tally = new Tally(tensorBoard
                ? new TensorBoardLog(folder.path().resolve("tensorboard"), progress) : progress);
        ExperimentRunner runner =
                new ExperimentRunner(spec, written.source(), kinds, folder, options, tally);
        Runnable farewell = () -> console.err().println(kept(tally, folder));
        try (Interruption interruption = new Interruption(runner::stop, farewell)) {
            Optional<RunResults> results = run(runner, file);
            if (results.isEmpty()) {
                return unfinished(runner.ending(), tally, folder);
            }
            if (mlflow != null) {
                MlflowFiles.write(folder, mlflow);
            }
            print(results.get(), folder);
            return lost(results.get().trials()) ? TRIALS_LOST : 0;
        }
    }

    /** Sizes and settings that the experiment leaves open are found before its trials. */
    private Optional<ExperimentSpec> settled(ExperimentSpec spec, RunFolder folder, Path file) {
        int searches = effort.jobs() == null ? Runtime.getRuntime().availableProcessors() : effort.jobs();
        OpenSettings open = new OpenSettings(kinds, searches, words -> {
            if (!effort.quiet()) {
                console.err().println(words);
            }
        });
        Runnable farewell = () -> console.err().println("Stopped before the first trial");
        try (Interruption interruption = new Interruption(open::stop, farewell)) {
            return open.settled(spec, folder);
        } catch (IllegalArgumentException e) {
            throw new UserException(file + ": " + e.getMessage());
        }
    }

    private static Optional<RunResults> run(ExperimentRunner runner, Path file) {
        try {
            return runner.run();
        } catch (IllegalArgumentException e) {
            // A model that cannot do what a dataset asks: it shows only now that the data is there.
            throw new UserException(file + ": " + e.getMessage());
        }
    }

    private static String kept(Tally tally, RunFolder folder) {
        if (tally.planned() == 0) {
            return "Stopped before the first trial";
        }
        return "Stopped: " + tally.finished() + " of " + tally.planned() + " trials have finished and are kept in "
                + folder.path() + "; the same command with --resume goes on";
    }

    private Entry entry() {
        if (resume && restart || resume && join || restart && join) {
            throw new UserException("at most one of --resume, --restart and --join must be given; got "
                    + (resume && restart && join ? "all" : "two") + "; keep one");
        }
        if (restart) {
            return Entry.RESTART;
        }
        if (join) {
            return Entry.JOIN;
        }
        return resume ? Entry.RESUME : Entry.NEW;
    }

    private Double checkpointEvery() {
        if (checkpointSeconds != null && !(checkpointSeconds >= 0 && checkpointSeconds < 1e9)) {
            throw new UserException("--checkpoint-every must be at least 0 and below a billion seconds; got "
                    + checkpointSeconds + "; leave it out for the default");
        }
        return checkpointSeconds;
    }

    private int unfinished(Ending ending, Tally tally, RunFolder folder) {
        if (ending == Ending.LEFT_TO_OTHERS) {
            console.err().println("Nothing is left to take: other processes run the rest and finish "
                    + folder.path());
            return 0;
        }
        if (ending == Ending.FAILED_FAST) {
            console.err().println(tally.lost());
            console.err().println(kept(tally, folder));
            return TRIALS_LOST;
        }
        return INTERRUPTED;
    }

    /** The answer first. */
    private void print(RunResults results, RunFolder folder) {
        String sentences = ReportFiles.write(folder, ReportFormat.usual());
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("folder", folder.path().toString());
            answer.put("report", folder.report().toString());
            answer.put("answer", sentences);
            answer.put("specHash", results.specHash());
            answer.put("datasets", results.datasets());
            answer.put("summary", results.summary());
            console.out().print(CanonicalJson.write(answer));
        } else {
            console.out().println(sentences);
            console.out().println();
            new PlainScores(results, console.ansiOut()).lines().forEach(console.out()::println);
            console.out().println();
            console.out().println("Report: " + folder.report());
        }
    }

    /** Whether a trial has no score; says which and why. */
    private boolean lost(List<TrialResult> trials) {
        boolean lost = false;
        for (TrialResult trial : trials) {
            if (trial.status() != TrialResult.Status.COMPLETED) {
                lost = true;
                console.err().println(Tally.sentence(trial));
            }
        }
        return lost;
    }
}
