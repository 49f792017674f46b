package dev.unroll.cli;

import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.exchange.ModelFormat;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.RecordJson;
import dev.unroll.onnx.OnnxModel;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll export}. */
@Command(name = "export", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Writes the weights of a model of a finished run as PyTorch or Keras keeps them, or the model for"
                + " Deeplearning4j or as ONNX.",
        footerHeading = "%n",
        footer = {"Weights are safetensors in single precision. In PyTorch's layout it is the state_dict of a module"
                + " with embedding, lstm (or gru, rnn, encoder) and head: load_state_dict(load_file(FILE))."
                + " In that of Keras tensors have the paths of variables. ONNX holds the model too, from features or"
                + " tokens and lengths to predictions; dl4j is the zip of a MultiLayerNetwork, or a file of SameDiff"
                + " for a Transformer. docs/weights.md shows them all.",
            "", "A model with options that the framework's module or operator does not have is refused."})
final class ExportCommand implements Callable<Integer> {

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Mixin
    private TrialOptions trial;

    @Mixin
    private LayoutOption layout;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output;

    ExportCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("unroll.log", "WARN");
        layout.check();
        Path parent = output.toAbsolutePath().getParent();
        if (Files.isDirectory(output) || !Files.isDirectory(parent)) {
            throw new UserException("--output must be a file in a folder that there is; got " + output
                    + "; make the folder or name a file");
        }
        RunFolder folder = new RunFolder(run);
        String id = trial.id(RunModels.experiment(folder, kinds));
        SavedModel saved = RunModels.model(folder, id, kinds, "export");
        if (layout.onnx()) {
            byte[] file = LayoutOption.with(engine -> saved.load(folder, kinds, engine), model ->
                    OnnxModel.of(kinds.models().get(saved.kind()), model,
                            Map.of("unroll.model", RecordJson.write(saved))));
            Files.write(output, file);
            console.err().println("Wrote " + saved.model() + " as ONNX, opset " + OnnxModel.OPSET + ", to " + output);
            return 0;
        }
        Optional<ModelFormat> format = layout.format();
        if (format.isPresent()) {
            LayoutOption.with(engine -> saved.load(folder, kinds, engine), model -> {
                format.get().write(model, saved.input(), output);
                return model;
            });
            console.err().println("Wrote " + saved.model() + " to " + output);
            return 0;
        }
        print(layout.with(kinds, saved.kind(), engine -> saved.load(folder, kinds, engine), (model, map) -> {
            map.save(output);
            return map.write();
        }));
        return 0;
    }

    private void print(TensorFile written) {
        TextTable table = new TextTable("tensor", "shape");
        for (Tensor tensor : written.tensors()) {
            table.row(tensor.name(), Arrays.toString(tensor.shape()));
        }
        table.lines().forEach(console.out()::println);
        console.err().println("Wrote " + written.tensors().size() + " tensors to " + output);
    }
}
