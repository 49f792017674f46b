package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.TrialEstimate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll plan}. */
@Command(name = "plan", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Lists the trials of an experiment, with the time and memory that they are expected to take.",
        footerHeading = "%n",
        footer = {"The data is made and a few updates of every model on every dataset are timed on one thread; nothing"
                + " is trained or written. What there was no time for is inferred, by counting operations, from what was"
                + " timed; such times begin with a tilde. An early stop makes trials shorter."})
final class PlanCommand implements Callable<Integer> {

    private static final double MIB = 1024 * 1024;

    private final Console console;
    private final Kinds kinds;

    @Parameters(arity = "0..1", paramLabel = "SPEC",
            description = "File with an experiment, or the name of a bundled one; default: " + Bundled.DEFAULT + ".")
    private String experiment;

    @Mixin
    private Settings settings;

    @Option(names = "--measure", paramLabel = "SECONDS", defaultValue = "20",
            description = "How long to measure, roughly; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    PlanCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new UserException("--measure must be above 0 and at most 3600 seconds; got " + seconds);
        }
        Path file = new Bundled(console.home()).find(experiment);
        ExperimentSpec spec = new SpecReader(kinds).read(file, settings.all()).spec();
        List<TrialEstimate> estimates;
        try {
            estimates = TrialEstimate.of(spec, kinds, seconds);
        } catch (IllegalArgumentException e) {
            throw new UserException(file + ": " + e.getMessage());
        }
        if (json) {
            console.out().print(CanonicalJson.write(Map.of("trials", estimates)));
        } else {
            lines(spec, estimates).forEach(console.out()::println);
        }
        console.out().flush();
        return 0;
    }

    private static List<String> lines(ExperimentSpec spec, List<TrialEstimate> estimates) {
        TextTable table = new TextTable("TRIAL", ">PARAMETERS", ">UPDATES", ">TIME", ">MEMORY");
        double total = 0;
        long greatest = 0;
        for (TrialEstimate one : estimates) {
            table.row(one.id(), String.format(Locale.ROOT, "%,d", one.parameterCount()),
                    String.format(Locale.ROOT, "%,d", one.updates()), (one.measured() ? "" : "~") + time(one.seconds()),
                    String.format(Locale.ROOT, "%,.0f MiB", Math.ceil(one.bytes() / MIB)));
            total += one.seconds();
            greatest = Math.max(greatest, one.bytes());
        }
        List<String> lines = new ArrayList<>(table.lines());
        int processors = Runtime.getRuntime().availableProcessors();
        int jobs = Math.min(processors, estimates.size());
        long inferred = estimates.stream().filter(one -> !one.measured()).count();
        lines.add("");
        lines.add(estimates.size() + " trials: " + spec.datasets().size() + " datasets x " + spec.models().size()
                + " models x " + spec.seeds().size() + " seeds.");
        lines.add("About " + time(total) + " of computing, " + time(total / jobs) + " with " + jobs
                + " trials at a time, and then " + Math.round(2.0 * spec.datasets().size() * spec.models().size())
                + " s for speeds measured alone (--no-speed leaves them out).");
        if (spec.tune() != null) {
            ModelEntry first = spec.models().get(0);
            int searched = spec.tune().candidates(spec.datasets().get(0).name(), first.name(),
                    first.training().get(0)).size();
            double each = total / estimates.size();
            lines.add("Before these a search of " + searched + " trainings for each model on each dataset: at most "
                    + time(each * searched * spec.datasets().size() * spec.models().size()) + " of computing.");
        }
        lines.add("About " + String.format(Locale.ROOT, "%,.0f MiB", Math.ceil(greatest * jobs / MIB)) + " for " + jobs
                + " of the largest at a time, the data aside.");
        lines.add(inferred == 0 ? "Times are measured: a few updates of every model on every dataset."
                : "Times with a tilde are inferred by counting operations, the others measured; --measure takes more"
                        + " time.");
        return lines;
    }

    private static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        double minutes = seconds / 60;
        return minutes < 100 ? String.format(Locale.ROOT, "%.0f min", minutes)
                : String.format(Locale.ROOT, "%.1f h", minutes / 60);
    }
}
