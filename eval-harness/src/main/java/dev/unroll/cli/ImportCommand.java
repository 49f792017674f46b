package dev.unroll.cli;

import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.engine.Engine;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.ModelFormat;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.SpecReader;
import dev.unroll.keras.KerasModel;
import dev.unroll.model.SequenceModel;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll import}. */
@Command(name = "import", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Makes a model of an experiment from weights that PyTorch, Keras or Deeplearning4j saved,"
                + " for unroll predict.",
        footerHeading = "%n",
        footer = {"The experiment says what the model is; the file must hold exactly its tensors, as safetensors of"
                + " type F32, F64, F16 or BF16, or be one that Keras saved, HDF5 (.h5) or .keras, or the zip of a"
                + " MultiLayerNetwork of Deeplearning4j. Modules may have names of their own: each is found by the end"
                + " of its name or by its tensors, and --names says which is meant where several could be.",
            "", "The folder may be new or hold models imported for the same experiment; that of a finished run is never"
                + " written to, since its weights are what its scores were measured with."})
final class ImportCommand implements Callable<Integer> {

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "SPEC|RUN", description = "File with an experiment, the name of a bundled one, or the"
            + " folder of a run.")
    private String experiment;

    @Mixin
    private TrialOptions trial;

    @Mixin
    private LayoutOption layout;

    @Option(names = "--input", required = true, paramLabel = "FILE",
            description = "The safetensors, .h5, .keras or .zip file.")
    private Path input;

    @Option(names = "--names", split = ",", paramLabel = "OURS=THEIRS", description = "What modules are called in the"
            + " file, such as lstm=encoder.rnn,head=fc; nothing after = is a module saved by itself.")
    private Map<String, String> names = new LinkedHashMap<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the model.")
    private Path out;

    ImportCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("unroll.log", "WARN");
        if (layout.onnx()) {
            throw new UserException("--layout must be pytorch, keras or dl4j to import; got onnx, from whose operators"
                    + " a model cannot be told; import its weights as safetensors");
        }
        layout.check();
        if (!Files.isRegularFile(input)) {
            throw new UserException("--input must be a file; there is none at " + input + "; check the path");
        }
        RunFolder target = new RunFolder(out);
        if (Files.exists(target.results())) {
            throw new UserException("--out must not be the folder of a finished run; got " + out
                    + ", whose weights are what its scores were measured with; name another folder");
        }
        RunFolder source = new RunFolder(Path.of(experiment));
        boolean run = Files.isDirectory(source.path());
        Path file = run ? source.spec() : new Bundled(console.home()).find(experiment);
        String yaml = SpecReader.text(file);
        ExperimentSpec spec = run ? RunModels.experiment(source, kinds)
                : new SpecReader(kinds).read(file.toString(), yaml);
        SavedModel model = run && Files.exists(source.model(trial.id(spec)))
                ? SavedModel.read(source, trial.id(spec), kinds)
                : SavedModel.untrained(spec, trial.dataset(spec), trial.model(spec), trial.seed(spec), kinds);
        String made = write(model, target, ResolvedSpec.of(spec), yaml);
        console.out().println("Made " + model.id() + " of " + made + "; use it with: unroll predict " + out
                + " --model " + model.model() + " --dataset " + model.dataset() + " --seed " + model.seed()
                + " --input FILE.csv");
        return 0;
    }

    /**
     * Nothing is written before the weights have proved to fit.
     *
     * @return what the model was made of
     */
    private String write(SavedModel saved, RunFolder target, ResolvedSpec resolved, String yaml) throws IOException {
        Optional<ModelFormat> format = layout.format();
        if (format.isPresent()) {
            return LayoutOption.with(engine -> untrained(saved, engine), model -> {
                format.get().read(model, saved.input(), input);
                target.prepare(resolved, yaml);
                saved.write(target, model.parameters());
                return "the network in " + input;
            });
        }
        return layout.with(kinds, saved.kind(), engine -> untrained(saved, engine), (model, map) -> {
            TensorFile read = read(saved);
            map.read(read, names, input.toString());
            target.prepare(resolved, yaml);
            saved.write(target, model.parameters());
            if (!read.rounded().isEmpty()) {
                console.err().println("Rounded to single precision: " + String.join(", ", read.rounded()));
            }
            return read.tensors().size() + " tensors";
        });
    }

    private TensorFile read(SavedModel saved) throws IOException {
        if (!KerasModel.isIn(input)) {
            return SafeTensors.read(input);
        }
        if (layout.layout() != Layout.KERAS) {
            throw new UserException("--layout must be keras for a file that Keras saved; got pytorch and " + input
                    + "; save the weights as safetensors to bring them from elsewhere");
        }
        KerasModel keras = KerasModel.read(input);
        keras.requireSame(saved, input.toString());
        return keras.weights();
    }

    private SequenceModel untrained(SavedModel saved, Engine engine) {
        try {
            return saved.untrained(kinds, engine);
        } catch (IllegalArgumentException e) {
            throw new UserException("model " + saved.model() + " cannot be made for dataset " + saved.dataset() + ": "
                    + e.getMessage());
        }
    }
}
