package dev.unroll.cli;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.Words;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.Predictions;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll predict}. */
@Command(name = "predict", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Predicts with a model of a finished run, in the data's own units or classes.",
        footerHeading = "%n",
        footer = {"The file needs a header with the names of the features that the model was trained on; other"
                + " columns are"
            + " left alone. A model of symbols reads the column 'token'. Rows are steps in order of time; with a column"
            + " 'sequence', rows of the same value there are one sequence. A model that was trained on a fixed"
            + " number of"
            + " steps takes the last that many rows."})
final class PredictCommand implements Callable<Integer> {

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "Name of the model in the"
            + " experiment.")
    private String model;

    @Option(names = "--dataset", paramLabel = "NAME",
            description = "Name of the dataset it was trained on; needed if the run has several.")
    private String dataset;

    @Option(names = "--seed", paramLabel = "N", description = "Seed it was trained with; default the run's first.")
    private Long seed;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "CSV file with the sequences.")
    private Path input;

    @Option(names = "--json", description = "Print JSON, numbers in full.")
    private boolean json;

    PredictCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() throws IOException {
        // Which kernels there are does not matter here: all give the same bits.
        System.setProperty("unroll.log", "WARN");
        RunFolder folder = new RunFolder(run);
        String id = trial(folder);
        if (!Files.exists(folder.model(id))) {
            throw new UserException("a trial must have completed to predict with its model; " + run + " has no"
                    + " model for "
                    + id + "; it diverged, failed or was not reached");
        }
        SavedModel saved = SavedModel.read(folder, id, kinds);
        InputSequences sequences = InputSequences.of(InputTable.read(input), saved.task().input(), saved.input());
        for (String name : sequences.shorted()) {
            console.err().println("sequence " + name + ": its last " + saved.input().steps() + " rows are used");
        }
        PredictedValues values = PredictedValues.of(saved, sequences, predict(saved, folder, sequences));
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("model", id);
            answer.put("predictions", values.records());
            console.out().print(CanonicalJson.write(answer));
        } else {
            values.table().lines().forEach(console.out()::println);
        }
        return 0;
    }

    private Predictions predict(SavedModel saved, RunFolder folder, InputSequences sequences) throws IOException {
        Engine engine = Engine.withThreads(1);
        try {
            return saved.load(folder, kinds, engine).predict(sequences.batch());
        } finally {
            engine.workers().close();
        }
    }

    private String trial(RunFolder folder) {
        if (!Files.exists(folder.resolvedSpec())) {
            throw new UserException("RUN must be the folder of a run; there is no resolved.json in " + run
                    + "; run an experiment first or check the path");
        }
        ExperimentSpec spec = ResolvedSpec.read(folder.resolvedSpec(), kinds);
        List<String> datasets = spec.datasets().stream().map(DatasetEntry::name).toList();
        if (dataset == null && datasets.size() > 1) {
            throw new UserException("--dataset must be given for a run with several; the datasets are "
                    + String.join(", ", datasets));
        }
        String datasetName = dataset == null ? datasets.get(0) : known("--dataset", dataset, datasets, "datasets");
        String modelName = known("--model", model, spec.models().stream().map(ModelEntry::name).toList(), "models");
        Long seedNumber = seed == null ? spec.seeds().get(0) : seed;
        if (!spec.seeds().contains(seedNumber)) {
            throw new UserException("--seed must be one of the run's; got " + seedNumber + "; the seeds are "
                    + String.join(", ", spec.seeds().stream().map(String::valueOf).toList()));
        }
        return datasetName + "/" + modelName + "/" + seedNumber;
    }

    private static String known(String option, String name, List<String> names, String plural) {
        if (!names.contains(name)) {
            throw new UserException(option + " must be one of the run's; got " + name + "; "
                    + Words.hint(name, names, plural));
        }
        return name;
    }
}
