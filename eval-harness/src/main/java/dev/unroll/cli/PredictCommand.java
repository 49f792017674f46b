package dev.unroll.cli;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.Kinds;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.Predictions;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private TrialOptions trial;

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
        String id = trial.id(RunModels.experiment(folder, kinds));
        SavedModel saved = RunModels.model(folder, id, kinds, "predict with");
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
}
