package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.Kinds;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import dev.unroll.testing.OnnxRuns;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Export and import of the models of one small run. */
class ExchangeCommandsTest {

    @TempDir
    private static Path shared;
    private static Path spec;
    private static Path run;
    private static Path series;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        spec = Files.writeString(shared.resolve("t.yaml"), """
                name: t
                datasets: [{kind: adding, length: 6, trainSize: 20, validationSize: 8, testSize: 8}]
                models:
                  - {kind: lstm, hiddenSizes: [5, 4]}
                  - {kind: gru, hiddenSizes: [5]}
                  - {kind: rnn, hiddenSizes: [5, 5], direction: bidirectional}
                  - {kind: transformer, modelSize: 8, numHeads: 2, numLayers: 1}
                  - {name: peepholes, kind: lstm, hiddenSizes: [5], peepholes: true}
                train: {updates: 2, batchSize: 4}
                seeds: [1]
                """);
        run = shared.resolve("run");
        assertThat(Captured.run("run", spec.toString(), "--out", run.toString(), "--no-speed", "--quiet").exitCode())
                .isZero();
        series = Files.writeString(shared.resolve("series.csv"),
                "number,marker\n0.1,0\n0.7,1\n0.3,0\n0.9,0\n0.2,1\n0.5,0\n");
    }

    private Path file() {
        return folder.resolve("w.safetensors");
    }

    private static Captured export(Path run, String model, String layout, Path file) {
        return Captured.run("export", run.toString(), "--model", model, "--layout", layout, "--output",
                file.toString());
    }

    private static Captured read(Path from, String model, String layout, Path file, Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("import", from.toString(), "--model", model, "--layout", layout,
                "--input", file.toString(), "--out", out.toString()));
        all.addAll(List.of(more));
        return Captured.run(all.toArray(String[]::new));
    }

    private static String predict(Path run, String model) {
        Captured captured = Captured.run("predict", run.toString(), "--model", model, "--input", series.toString(),
                "--json");
        assertThat(captured.exitCode()).as(captured.err()).isZero();
        return captured.out();
    }

    @ParameterizedTest
    @CsvSource({"lstm, pytorch", "lstm, keras", "gru, pytorch", "gru, keras", "rnn, pytorch", "rnn, keras",
        "transformer, pytorch"})
    void whatIsExportedAndImportedPredictsTheSame(String model, String layout) {
        assertThat(export(run, model, layout, file()).exitCode()).isZero();
        for (Path from : List.of(spec, run)) {
            Path out = folder.resolve(from == spec ? "from-spec" : "from-run");
            Captured read = read(from, model, layout, file(), out);

            assertThat(read.err()).isEmpty();
            assertThat(read.out()).startsWith("Made adding/" + model + "/1 of ").contains("unroll predict " + out);
            assertThat(predict(out, model)).isEqualTo(predict(run, model));
        }
    }

    @Test
    void anExportListsItsTensors() {
        Captured captured = export(run, "gru", "pytorch", file());

        assertThat(captured.out()).isEqualTo("""
                tensor            shape
                gru.weight_ih_l0  [15, 2]
                gru.weight_hh_l0  [15, 5]
                gru.bias_ih_l0    [15]
                gru.bias_hh_l0    [15]
                head.weight       [1, 5]
                head.bias         [1]
                """);
        assertThat(captured.err()).isEqualTo("Wrote 6 tensors to " + file() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "rnn", "transformer", "peepholes"})
    void aModelAsOnnxPredictsTheSameInOnnxRuntime(String model) throws IOException, OrtException {
        Path file = folder.resolve("m.onnx");
        Captured captured = export(run, model, "onnx", file);
        assertThat(captured).isEqualTo(new Captured(0, "", "Wrote " + model + " as ONNX, opset 17, to " + file + "\n"));
        float[] features = {0.1f, 0, 0.7f, 1, 0.3f, 0, 0.9f, 0, 0.2f, 1, 0.5f, 0};
        try (OrtSession session = OnnxRuns.session(Files.readAllBytes(file))) {
            assertThat(session.getMetadata().getProducerName()).isEqualTo("Unroll");
            assertThat(session.getMetadata().getCustomMetadataValue("unroll.model")).hasValueSatisfying(
                    json -> assertThat(json).contains("\"dataset\": \"adding\"", "\"seed\": 1", "\"spec\": {"));
            SequenceBatch batch = new SequenceBatch(new int[] {6}, features, null, null, null, null);
            RunFolder trained = new RunFolder(run);
            SavedModel saved = SavedModel.read(trained, "adding/" + model + "/1", Kinds.installed());
            SequenceModel loaded = saved.load(trained, Kinds.installed(), Engine.withThreads(1));
            assertThat(OnnxRuns.run(session, batch, loaded.task())[0])
                    .isCloseTo(loaded.predict(batch).values()[0], offset(1e-5f));
        }
    }

    @Test
    void aModelThatKerasSavedMustBeWhatTheExperimentSays() throws URISyntaxException {
        Path keras = Path.of(ExchangeCommandsTest.class.getResource("/keras/lstm_hard.h5").toURI());
        String holds = "write {kind: lstm, hiddenSizes: [6], direction: forward, inputActivation: softsign,"
                + " outputActivation: softsign, gateActivation: hard-sigmoid, pooling: last}\n";

        assertThat(read(spec, "lstm", "keras", keras, folder.resolve("out")).err()).isEqualTo("unroll: hiddenSizes must"
                + " be [6] as in " + keras + "; model lstm has [5,4]; " + holds);
        assertThat(read(spec, "gru", "keras", keras, folder.resolve("out")).err()).isEqualTo("unroll: model gru must be"
                + " what " + keras + " holds; it is of kind gru; " + holds);
        assertThat(read(spec, "lstm", "pytorch", keras, folder.resolve("out")).err()).startsWith("unroll: --layout must"
                + " be keras for a file that Keras saved; got pytorch and " + keras);
    }

    @Test
    void weightsInHdf5PredictTheSame() throws IOException {
        export(run, "lstm", "keras", file());
        Path keras = folder.resolve("m.weights.h5");
        try (WritableHdfFile written = HdfFile.write(keras)) {
            Map<String, WritableGroup> groups = new HashMap<>();
            WritableGroup layers = written.putGroup("layers");
            for (Tensor tensor : SafeTensors.read(file()).tensors()) {
                String layer = tensor.name().substring(0, tensor.name().indexOf('/'));
                WritableGroup variables = groups.computeIfAbsent(layer, name -> (name.equals("dense")
                        ? layers.putGroup(name) : layers.putGroup(name).putGroup("cell")).putGroup("vars"));
                String number = Integer.toString(variables.getChildren().size());
                variables.putDataset(number, tensor.shape().length == 1 ? tensor.values() : rows(tensor));
            }
        }
        Path out = folder.resolve("out");
        assertThat(read(spec, "lstm", "keras", keras, out).exitCode()).isZero();
        assertThat(predict(out, "lstm")).isEqualTo(predict(run, "lstm"));
    }

    private static float[][] rows(Tensor tensor) {
        int columns = tensor.shape()[1];
        float[][] rows = new float[tensor.shape()[0]][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(tensor.values(), row * columns, (row + 1) * columns));
        return rows;
    }

    @Test
    void onnxIsNotImportedAndDeeplearning4jNeedsItsModule() {
        assertThat(read(spec, "gru", "onnx", file(), folder.resolve("out")).err()).isEqualTo("unroll: --layout must be"
                + " pytorch, keras or dl4j to import; got onnx, from whose operators a model cannot be told; import its"
                + " weights as safetensors\n");
        String module = "unroll: --layout dl4j needs the module dl4j-engine on the class path; docs/weights.md says how"
                + " to add it\n";
        assertThat(export(run, "lstm", "dl4j", file())).isEqualTo(new Captured(2, "", module));
        assertThat(read(spec, "lstm", "dl4j", file(), folder.resolve("out")).err()).isEqualTo(module);
    }

    @Test
    void severalModelsGoIntoOneFolderAndModulesMayHaveOtherNames() throws IOException {
        export(run, "gru", "pytorch", file());
        List<Tensor> renamed = SafeTensors.read(file()).tensors().stream().map(tensor -> new Tensor(
                tensor.name().replace("gru.", "").replace("head.", "net.fc."), tensor.shape(), tensor.values()))
                .toList();
        SafeTensors.write(file(), new TensorFile(renamed, Map.of()));
        Path out = folder.resolve("out");

        assertThat(read(spec, "gru", "pytorch", file(), out, "--names", "gru=,head=net.fc").err()).isEmpty();
        export(run, "lstm", "keras", file());
        assertThat(read(spec, "lstm", "keras", file(), out).err()).isEmpty();
        assertThat(predict(out, "gru")).isEqualTo(predict(run, "gru"));
        assertThat(predict(out, "lstm")).isEqualTo(predict(run, "lstm"));
    }

    @Test
    void whatALayoutCannotHoldIsOneSentence() {
        assertThat(export(run, "peepholes", "pytorch", file())).isEqualTo(new Captured(2, "",
                "unroll: peepholes must be false for PyTorch's nn.LSTM, which has nothing else; got true\n"));
        assertThat(export(run, "transformer", "keras", file()).err()).isEqualTo("unroll: a transformer's weights must"
                + " be in PyTorch's layout; got Keras's, which has none for its encoder\n");
        assertThat(file()).doesNotExist();
        assertThat(export(run, "lstm", "kears", file()).err())
                .isEqualTo("unroll: --layout must be one that is known; got kears; did you mean keras?\n");
        assertThat(export(run, "lstm", "keras", folder.resolve("no/w")).err()).isEqualTo("unroll: --output must be a"
                + " file in a folder that there is; got " + folder.resolve("no/w")
                + "; make the folder or name a file\n");
    }

    @Test
    void weightsThatDoNotFitAreOneSentenceAndLeaveNothing() throws IOException {
        export(run, "rnn", "pytorch", file());
        Path out = folder.resolve("out");

        assertThat(read(spec, "gru", "pytorch", file(), out, "--names", "gru=rnn")).isEqualTo(new Captured(2, "",
                "unroll: rnn.weight_ih_l0 must have shape [15, 2]; in " + file() + " it has [5, 2]\n"));
        assertThat(read(spec, "rnn", "keras", file(), out).err()).isEqualTo("unroll: " + file() + " must hold"
                + " bidirectional/forward_simple_rnn/simple_rnn_cell/kernel of shape [2, 5]; it holds no such"
                + " tensor\n");
        assertThat(read(spec, "rnn", "pytorch", folder.resolve("none"), out).err()).isEqualTo("unroll: --input must be"
                + " a file; there is none at " + folder.resolve("none") + "; check the path\n");
        assertThat(out).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void aFinishedRunIsNeverWrittenTo() {
        export(run, "gru", "pytorch", file());
        assertThat(read(spec, "gru", "pytorch", file(), run).err()).isEqualTo("unroll: --out must not be the folder of"
                + " a finished run; got " + run + ", whose weights are what its scores were measured with; name another"
                + " folder\n");
    }
}
