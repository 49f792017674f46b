package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.RecordBinder;
import dev.unroll.experiment.SpecException;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.ModelFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll list}. */
@Command(name = "list", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Lists the kinds of model or dataset with their keys, the keys of training, or the experiments that"
                + " come with Unroll.")
final class ListCommand implements Callable<Integer> {

    /** What can be listed. */
    enum What {
        models, datasets, training, experiments
    }

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ListCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        List<Map<String, Object>> entries = switch (what) {
            case models -> models();
            case datasets -> DatasetListing.entries(kinds);
            case training -> training();
            case experiments -> experiments();
        };
        if (json) {
            console.out().print(CanonicalJson.write(entries));
        } else {
            print(entries);
        }
        console.out().flush();
        return 0;
    }

    private List<Map<String, Object>> models() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (ModelFactory<?> factory : kinds.models().values()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kind", factory.kind());
            entry.put("description", factory.description());
            entry.put("keys", RecordBinder.keys(factory.specType()));
            entries.add(entry);
        }
        return entries;
    }

    /** One entry, as for a kind; its keys belong under {@code train}. */
    private List<Map<String, Object>> training() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", "train");
        entry.put("description", "how models are trained: under train of an experiment, a dataset or a model");
        entry.put("keys", RecordBinder.keys(TrainingSpec.class));
        return List.of(entry);
    }

    private List<Map<String, Object>> experiments() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Map.Entry<String, Path> bundled : new Bundled(console.home()).experiments().entrySet()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", bundled.getKey());
            entry.put("description", description(bundled.getValue()));
            entry.put("file", bundled.getValue().toString());
            entries.add(entry);
        }
        return entries;
    }

    private String description(Path file) {
        try {
            ExperimentSpec spec = new SpecReader(kinds).read(file);
            return spec.description();
        } catch (SpecException e) {
            return "cannot be run: " + e.getMessage();
        }
    }

    /** What is short in columns, the rest indented below. */
    private void print(List<Map<String, Object>> entries) {
        List<String> columns = switch (what) {
            case models, training -> List.of("kind", "description");
            case datasets -> List.of("kind", "task", "size", "chance");
            case experiments -> List.of("name", "description");
        };
        TextTable table = new TextTable(columns.stream().map(name -> name.toUpperCase(Locale.ROOT))
                .toArray(String[]::new));
        for (Map<String, Object> entry : entries) {
            table.row(columns.stream().map(name -> entry.get(name).toString()).toList());
        }
        List<String> lines = table.lines();
        console.out().println(lines.get(0));
        for (int i = 0; i < entries.size(); i++) {
            console.out().println(lines.get(i + 1));
            entries.get(i).forEach((name, value) -> {
                if (!columns.contains(name)) {
                    console.out().println("    " + name + ": " + (value instanceof List<?> list
                            ? String.join(", ", list.toArray(String[]::new)) : value));
                }
            });
        }
    }
}
