package dev.unroll.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.engine.Engine;
import dev.unroll.exchange.ExchangeableFactory;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.LayoutException;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Closeness;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files in the forms that Keras has written over the years, with weights and outputs of real Keras models:
 * {@code keras_h5.py} says how they were made. No file that Keras itself wrote is among them.
 */
class KerasModelTest {

    private static final String LSTM = "{kind: lstm, hiddenSizes: [6, 4], embeddingSize: 5, direction: forward,"
            + " inputActivation: tanh, outputActivation: tanh, gateActivation: sigmoid, pooling: last}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lstm.h5", "lstm_keras2.h5", "lstm.keras"})
    void aWholeModelSaysWhatItIsAndPredictsWhatKerasDid(String file) throws IOException {
        KerasModel model = KerasModel.read(resource(file));
        assertThat(model.entry()).isEqualTo(LSTM);
        assertPredictsAsKeras(model, model.entry(), "keras_lstm");
    }

    @Test
    void weightsAloneNeedAnEntryThatSaysTheRest() throws IOException {
        KerasModel model = KerasModel.read(resource("lstm.weights.h5"));
        assertThat(model.entry()).isEqualTo("{kind: lstm}");
        assertPredictsAsKeras(model, LSTM, "keras_lstm");
    }

    @ParameterizedTest
    @CsvSource({"rnn_bidirectional.keras, keras_rnn_bidirectional_relu", "lstm_hard.h5, keras_lstm_hard_softsign"})
    void directionsAndActivationsAreRead(String file, String expected) throws IOException {
        KerasModel model = KerasModel.read(resource(file));
        assertPredictsAsKeras(model, model.entry(), expected);
    }

    @Test
    void theHardSigmoidBeforeKeras3IsAnotherFunction() {
        assertThatThrownBy(() -> KerasModel.read(resource("lstm_hard_keras2.h5"))).isInstanceOf(LayoutException.class)
                .hasMessage("layer lstm, LSTM, must be of Keras 3 to have a hard_sigmoid, which had another slope"
                        + " before to be one of a model of ours");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'Conv1D', 'name': 'c'| got Conv1D c, which no model of ours has",
        "'Dense', 'name': 'd', 'activation': 'relu'| layer d, Dense, must be the last with weights",
        "'LSTM', 'name': 'l', 'go_backwards': true| layer l, LSTM, must not go backwards",
        "'GRU', 'name': 'g', 'activation': 'relu'| layer g, GRU, must have activation tanh and",
        "'Bidirectional', 'name': 'b', 'merge_mode': 'sum'| layer b, Bidirectional, must have merge_mode concat"})
    void whatNoModelOfOursComputesIsRefusedByName(String layer, String message) throws IOException {
        String config = "{'class_name': 'Sequential', 'config': {'layers': [{'class_name': " + layer.replaceFirst(", ",
                ", 'config': {") + "}}]}}";
        Path file = write(config, Map.of());
        assertThatThrownBy(() -> KerasModel.read(file)).isInstanceOf(LayoutException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GRU| {'units': 3}| have the same class in both directions, LSTM; its backward_layer is of class GRU",
        "LSTM| {'units': 3, 'activation': 'relu'}| have the same activation in both directions, tanh; its"
                + " backward_layer has relu",
        "LSTM| {'units': 4}| have the same units in both directions, 3; its backward_layer has 4"})
    void aBackwardLayerUnlikeTheForwardOneIsRefused(String type, String inner, String message) throws IOException {
        Path file = write("{'class_name': 'Sequential', 'config': {'layers': [{'class_name': 'Bidirectional', 'config':"
                + " {'name': 'b', 'layer': {'class_name': 'LSTM', 'config': {'units': 3}}, 'backward_layer':"
                + " {'class_name': '" + type + "', 'config': " + inner + "}}}]}}", Map.of());
        assertThatThrownBy(() -> KerasModel.read(file)).isInstanceOf(LayoutException.class)
                .hasMessage("layer b, Bidirectional, must " + message + " to be one of a model of ours");
    }

    @Test
    void anotherZipIsNoneOfKeras() throws IOException {
        assertThat(KerasModel.isIn(resource("lstm.keras"))).isTrue();
        Path file = folder.resolve("m.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("m/data.pkl"));
        }
        assertThatThrownBy(() -> KerasModel.isIn(file)).isInstanceOf(CheckpointException.class)
                .hasMessage("a zip must be one that Keras saved, with config.json and model.weights.h5; " + file
                        + " is not; write the weights of a file of torch.save (.pt, .pth) as safetensors, with"
                        + " safetensors.torch.save_file(model.state_dict(), \"m.safetensors\"), and read the zip of a"
                        + " network of Deeplearning4j with --layout dl4j");
    }

    @Test
    void layersWithoutBiasesGetThemAs0() throws IOException {
        Path file = write(null, Map.of("gru", List.of(new float[2][9], new float[3][9]), "dense",
                Collections.singletonList(new float[3][2])));
        assertThat(KerasModel.read(file).weights().tensors()).extracting(tensor -> tensor.name() + " "
                + Arrays.toString(tensor.shape())).containsExactly("gru/gru_cell/kernel [2, 9]",
                "gru/gru_cell/recurrent_kernel [3, 9]", "gru/gru_cell/bias [2, 9]", "dense/kernel [3, 2]",
                "dense/bias [2]");
    }

    @Test
    void brokenFilesAreOneSentence() throws IOException {
        byte[] whole = Files.readAllBytes(resource("lstm.h5"));
        for (int length : new int[] {8, 100, 2000, whole.length / 2}) {
            Path file = Files.write(folder.resolve("b.h5"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> KerasModel.read(file)).isInstanceOf(CheckpointException.class);
        }
        Path other = write(null, null);
        assertThatThrownBy(() -> KerasModel.read(other)).isInstanceOf(CheckpointException.class).hasMessage(
                "an HDF5 file must hold what Keras saves; " + other + " has neither layer_names nor layers; save the"
                        + " model with model.save");
    }

    /** A model in HDF5; without weights, neither layers nor their names. */
    private Path write(String config, Map<String, List<Object>> layers) throws IOException {
        Path file = folder.resolve("m.h5");
        try (WritableHdfFile written = HdfFile.write(file)) {
            if (config != null) {
                written.putAttribute("model_config", config.replace('\'', '"'));
            }
            if (layers != null) {
                WritableGroup store = written.putGroup("layers");
                for (Map.Entry<String, List<Object>> layer : layers.entrySet()) {
                    WritableGroup group = store.putGroup(layer.getKey());
                    WritableGroup inner = layer.getKey().equals("dense") ? group : group.putGroup("cell");
                    WritableGroup variables = inner.putGroup("vars");
                    for (int i = 0; i < layer.getValue().size(); i++) {
                        variables.putDataset(Integer.toString(i), layer.getValue().get(i));
                    }
                }
            }
        }
        return file;
    }

    private static Path resource(String name) {
        try {
            return Path.of(KerasModelTest.class.getResource("/keras/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param entry of the model in an experiment */
    private static void assertPredictsAsKeras(KerasModel keras, String entry, String fixture) throws IOException {
        JsonNode expected;
        try (InputStream in = KerasModelTest.class.getResourceAsStream("/exchange/" + fixture + ".json")) {
            expected = new ObjectMapper().readTree(in);
        }
        SequenceBatch batch = batch(expected.get("x"));
        Task.Input input = batch.tokens() == null ? new Task.Features(4) : new Task.Tokens(7);
        Task task = new Task(input, new Task.Target(Task.TargetKind.VALUE, 3), new ValueLoss.Squared());
        Kinds kinds = Kinds.installed();
        ExperimentSpec spec = new SpecReader(kinds).read("t.yaml", "name: t\ndatasets: [{kind: adding, length: 6}]\n"
                + "models: [" + entry + "]\nseeds: [1]\n");
        ModelEntry model = spec.models().get(0);
        SequenceModel made = create(kinds.models().get(model.kind()), model.spec(), task, keras);

        double[] wanted = new double[9];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = expected.get("y").get(i / 3).get(i % 3).doubleValue();
        }
        Closeness.assertClose(fixture, made.predict(batch).values(), wanted, 1e-5, 1e-5);
    }

    private static <S extends ModelSpec> SequenceModel create(ModelFactory<S> factory, ModelSpec spec, Task task,
            KerasModel keras) {
        SequenceModel model = factory.create(factory.specType().cast(spec), task,
                Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1));
        ExchangeableFactory.weightMap(factory, model, Layout.KERAS).read(keras.weights(), Map.of(), "the file");
        return model;
    }

    private static SequenceBatch batch(JsonNode x) {
        int[] lengths = {5, 5, 5};
        if (x.get(0).get(0).isInt()) {
            int[] tokens = new int[15];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = x.get(i / 5).get(i % 5).intValue();
            }
            return new SequenceBatch(lengths, null, tokens, null, null, null);
        }
        float[] features = new float[60];
        for (int i = 0; i < features.length; i++) {
            features[i] = x.get(i / 20).get(i / 4 % 5).get(i % 4).floatValue();
        }
        return new SequenceBatch(lengths, features, null, null, null, null);
    }
}
