package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.Words;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.LagSearch;
import dev.unroll.run.LagSearch.Found;
import dev.unroll.run.LagSearch.Tried;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll lag}. */
@Command(name = "lag", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Finds the longest lag that each model of an experiment learns to bridge within its budget, by"
                + " bisection.",
        footerHeading = "%n",
        footer = {"The experiment has one dataset, with a key lag or length, whose value is searched for; its models,"
                + " its train and its seeds are used as they are. A lag counts as solved if enough seeds solve it:"
                + " with a test accuracy of at least 0.99, or an error of at most a tenth of the best naive"
                + " baseline's. Nothing is written.",
            "", "  unroll lag my-adding.yaml --from 10 --to 400 --need 2"})
final class LagCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;
    private static final List<String> LAG_KEYS = List.of("lag", "length");

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "SPEC", description = "File with an experiment, or the name of a bundled one.")
    private String experiment;

    @Mixin
    private Settings settings;

    @Option(names = "--key", paramLabel = "KEY", description = "Key of the dataset that is searched; default lag, or"
            + " length where there is no lag.")
    private String key;

    @Option(names = "--from", paramLabel = "T", description = "Shortest lag; default ${DEFAULT-VALUE}.")
    private int from = 10;

    @Option(names = "--to", paramLabel = "T", description = "Longest lag; default ${DEFAULT-VALUE}.")
    private int to = 1000;

    @Option(names = "--need", paramLabel = "K", description = "Seeds that must solve a lag; default more than half.")
    private Integer need;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model; may be given several times.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--jobs", paramLabel = "N", description = "Trials at the same time; default: the processors.")
    private Integer jobs;

    @Option(names = "--json", description = "Print JSON, with the scores of all that was tried.")
    private boolean json;

    LagCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        System.setProperty("unroll.log", "WARN");
        Path file = new Bundled(console.home()).find(experiment);
        ExperimentSpec spec = new SpecReader(kinds).read(file, settings.all()).spec();
        String setting = setting(spec);
        List<String> chosen = chosen(spec);
        int needed = need == null ? spec.seeds().size() / 2 + 1 : need;
        if (from < 1 || to < from) {
            throw new UserException("--from must be at least 1 and at most --to; got " + from + " and " + to);
        }
        if (needed < 1 || needed > spec.seeds().size()) {
            throw new UserException("--need must be from 1 to " + spec.seeds().size() + ", the experiment's seeds; got "
                    + needed);
        }
        Effort.atLeastOne("--jobs", jobs);
        LagSearch search = new LagSearch(kinds, lag -> with(file, setting, lag), needed,
                jobs == null ? Runtime.getRuntime().availableProcessors() : jobs, console.err()::println);
        List<Found> all = new ArrayList<>();
        try (Interruption interruption = new Interruption(search::stop, () -> console.err().println("Stopped"))) {
            for (String model : chosen) {
                Optional<Found> found = search.search(model, from, to);
                if (found.isEmpty()) {
                    return INTERRUPTED;
                }
                all.add(found.get());
            }
            print(all, needed, spec, search.rule(from));
        } catch (IllegalArgumentException e) {
            throw new UserException(file + ": " + e.getMessage());
        }
        return 0;
    }

    private ExperimentSpec with(Path file, String setting, int lag) {
        List<String> changed = new ArrayList<>(settings.all());
        changed.add(setting + "=" + lag);
        return new SpecReader(kinds).read(file, changed).spec();
    }

    /** The path of the key that is searched, as {@code --set} takes it. */
    private String setting(ExperimentSpec spec) {
        if (spec.datasets().size() != 1) {
            throw new UserException("lag needs an experiment with one dataset; got " + spec.datasets().size() + ";"
                    + " remove the others");
        }
        if (spec.tune() != null || spec.match() != null) {
            throw new UserException("lag needs an experiment that leaves nothing open; got one with "
                    + (spec.tune() != null ? "tune" : "match") + "; remove it, or take what an earlier run found");
        }
        DatasetEntry dataset = spec.datasets().get(0);
        List<String> keys = Arrays.stream(dataset.spec().getClass().getRecordComponents())
                .filter(one -> one.getType() == Integer.class).map(RecordComponent::getName).toList();
        String found = key != null ? key : LAG_KEYS.stream().filter(keys::contains).findFirst().orElse(null);
        if (found == null || !keys.contains(found)) {
            throw new UserException("--key must name a whole number of dataset " + dataset.name() + "; got "
                    + (found == null ? "none, and it has neither lag nor length" : found) + "; "
                    + Words.hint(found == null ? "lag" : found, keys, "keys"));
        }
        return "datasets." + dataset.name() + "." + found;
    }

    private List<String> chosen(ExperimentSpec spec) {
        List<String> names = spec.models().stream().map(ModelEntry::name).toList();
        for (String name : models) {
            if (!names.contains(name)) {
                throw new UserException("--model must be one of the experiment's; got " + name + "; "
                        + Words.hint(name, names, "models"));
            }
        }
        return models.isEmpty() ? names : models;
    }

    private void print(List<Found> all, int needed, ExperimentSpec spec, String rule) {
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("rule", rule);
            answer.put("needed", needed);
            answer.put("seeds", spec.seeds());
            answer.put("models", all);
            console.out().print(CanonicalJson.write(answer));
            return;
        }
        console.out().println("Longest lag solved by at least " + needed + " of " + spec.seeds().size() + " seeds:"
                + " " + rule
                + ".");
        TextTable table = new TextTable("MODEL", ">LONGEST", ">NOT SOLVED", "TRIED");
        for (Found found : all) {
            table.row(found.model(), found.longest() == null ? "below " + from : Integer.toString(found.longest()),
                    found.failed() == null ? "-" : Integer.toString(found.failed()),
                    found.tried().stream().map(LagCommand::tried).collect(Collectors.joining(", ")));
        }
        table.lines().forEach(console.out()::println);
    }

    private static String tried(Tried one) {
        return one.lag() + ": " + one.solved() + "/" + one.scores().size();
    }
}
