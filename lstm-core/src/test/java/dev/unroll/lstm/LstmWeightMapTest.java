package dev.unroll.lstm;

import static dev.unroll.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.checkpoint.Tensor;
import dev.unroll.engine.Engine;
import dev.unroll.exchange.Layout;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.ExchangeContract;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.ImportedLayers;
import dev.unroll.testing.Numbers;
import dev.unroll.testing.PyTorchFile;
import dev.unroll.testing.Specs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LstmWeightMapTest extends ExchangeContract<LstmSpec> {

    private final Engine engine = Engine.withThreads(1);

    @Override
    protected ModelFactory<LstmSpec> factory() {
        return new LstmFactory();
    }

    private static LstmSpec spec(List<Integer> hiddenSizes, Object... more) {
        Object[] all = Stream.concat(Stream.of("hiddenSizes", hiddenSizes), Stream.of(more)).toArray();
        return Specs.of(LstmSpec.class, all);
    }

    private static LstmRegularization noise(double recurrentDropout, double zoneout) {
        return new LstmRegularization(new RecurrentRegularization(recurrentDropout, null, zoneout), null, null);
    }

    private RecurrentLayer layer(String name, int inputSize) {
        return new LstmLayer(name, inputSize, 8, engine);
    }

    @ParameterizedTest
    @CsvSource({"lstm_1layer", "lstm_variable_lengths"})
    void pyTorchsWeightsGivePyTorchsOutputs(String fixture) {
        ImportedLayers.check(Fixture.load(fixture), List.of(layer("layer0", 4)),
                parameters -> LstmWeightMap.of(LstmSpec.of(8), parameters, Layout.PYTORCH));
    }

    @Test
    void whichEngineComputesAModelMakesNoDifference() {
        SequenceModel model = model(LstmSpec.of(4), new Features(3), 1);
        LstmSpec elsewhere = spec(List.of(4), "engine", ModelEngine.DL4J);
        assertThat(LstmWeightMap.of(elsewhere, model.parameters(), Layout.PYTORCH).moduleNames())
                .containsExactly("lstm", "head");
    }

    @Test
    void pyTorchsWeightsOfBothDirectionsGivePyTorchsOutputs() {
        ImportedLayers.check(Fixture.load("lstm_2layer_bidirectional"),
                List.of(Direction.BIDIRECTIONAL.layer("layer0", name -> layer(name, 4), engine),
                        Direction.BIDIRECTIONAL.layer("layer1", name -> layer(name, 16), engine)),
                parameters -> LstmWeightMap.of(spec(List.of(8, 8), "direction", Direction.BIDIRECTIONAL), parameters,
                        Layout.PYTORCH));
    }

    @Test
    void pyTorchsProjectionGivesPyTorchsOutputs() {
        ImportedLayers.check(Fixture.load("lstm_projection"),
                List.of(new LstmVariantLayer("layer0", 4, 8, 4, LstmCell.VANILLA, LstmRegularization.NONE, engine)),
                parameters -> LstmWeightMap.of(spec(List.of(8), "projectionSize", 4), parameters, Layout.PYTORCH));
    }

    /** A head that changes nothing, under names that are not ours. */
    @Test
    void aWholeModelOfPyTorchsPredictsWhatPyTorchDoes() {
        Fixture fixture = Fixture.load("lstm_variable_lengths");
        Task task = new Task(new Features(4), new Target(TargetKind.CLASS_PER_STEP, 8), new CrossEntropy());
        SequenceModel model = factory().create(LstmSpec.of(8), task, Randomness.of(1, Purpose.INITIALIZATION), engine);
        map(model, Layout.PYTORCH).read(new PyTorchFile().identity("fc", 8).module("core.rnn.", fixture).content(),
                Map.of(), "fixture");

        SequenceBatch batch = new SequenceBatch(new int[] {5, 3, 1}, Numbers.toFloat(fixture.input("x")), null, null,
                null, null);
        assertClose("y", model.predict(batch).values(), fixture.output("y"), 1e-5, 1e-5);
    }

    @Test
    void modelsSavedByPyTorchAndKerasPredictAsThere() throws IOException {
        assertPredictsAlike("pytorch_lstm_bidirectional",
                spec(List.of(6, 6), "embeddingSize", 5, "direction", Direction.BIDIRECTIONAL), Layout.PYTORCH);
        assertPredictsAlike("keras_lstm", spec(List.of(6, 4), "embeddingSize", 5), Layout.KERAS);
        assertPredictsAlike("keras_lstm_hard_softsign", spec(List.of(6), "gateActivation", GateActivation.HARD_SIGMOID,
                "inputActivation", CellActivation.SOFTSIGN, "outputActivation", CellActivation.SOFTSIGN), Layout.KERAS);
    }

    static Stream<Arguments> specs() {
        return Stream.of(
                Arguments.of(spec(List.of(6)), Layout.PYTORCH),
                Arguments.of(spec(List.of(6, 6), "direction", Direction.BIDIRECTIONAL), Layout.PYTORCH),
                Arguments.of(spec(List.of(6, 4), "regularization", noise(0.2, 0)), Layout.PYTORCH),
                Arguments.of(spec(List.of(6, 6), "projectionSize", 3, "chronoLength", 9), Layout.PYTORCH),
                Arguments.of(spec(List.of(6, 6), "projectionSize", 3, "direction", Direction.BIDIRECTIONAL),
                        Layout.PYTORCH),
                Arguments.of(spec(List.of(6, 4, 5)), Layout.KERAS),
                Arguments.of(spec(List.of(6, 4), "direction", Direction.BIDIRECTIONAL, "gateActivation",
                        GateActivation.HARD_SIGMOID, "inputActivation", CellActivation.SOFTSIGN, "outputActivation",
                        CellActivation.SOFTSIGN), Layout.KERAS));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whatIsWrittenIsReadBackToTheBit(LstmSpec spec, Layout layout) throws IOException {
        assertSameBitsAfterExchange(spec, layout);
    }

    @Test
    void tensorsHaveTheNamesAndShapesOfPyTorch() {
        assertThat(written(spec(List.of(6, 6), "direction", Direction.BIDIRECTIONAL), new Tokens(7), Layout.PYTORCH)
                .tensors()).extracting(LstmWeightMapTest::line).containsExactly("embedding.weight [7, 6]",
                "lstm.weight_ih_l0 [24, 6]", "lstm.weight_hh_l0 [24, 6]",
                "lstm.bias_ih_l0 [24]", "lstm.bias_hh_l0 [24]",
                "lstm.weight_ih_l0_reverse [24, 6]", "lstm.weight_hh_l0_reverse [24, 6]",
                "lstm.bias_ih_l0_reverse [24]", "lstm.bias_hh_l0_reverse [24]",
                "lstm.weight_ih_l1 [24, 12]", "lstm.weight_hh_l1 [24, 6]",
                "lstm.bias_ih_l1 [24]", "lstm.bias_hh_l1 [24]",
                "lstm.weight_ih_l1_reverse [24, 12]", "lstm.weight_hh_l1_reverse [24, 6]",
                "lstm.bias_ih_l1_reverse [24]", "lstm.bias_hh_l1_reverse [24]", "head.weight [3, 12]", "head.bias [3]");
        assertThat(written(spec(List.of(6, 4), "projectionSize", 2), new Features(5), Layout.PYTORCH).tensors())
                .extracting(LstmWeightMapTest::line).containsExactly("lstm.0.weight_ih_l0 [24, 5]",
                "lstm.0.weight_hh_l0 [24, 2]", "lstm.0.bias_ih_l0 [24]", "lstm.0.bias_hh_l0 [24]",
                "lstm.0.weight_hr_l0 [2, 6]", "lstm.1.weight_ih_l0 [16, 2]", "lstm.1.weight_hh_l0 [16, 2]",
                "lstm.1.bias_ih_l0 [16]", "lstm.1.bias_hh_l0 [16]", "lstm.1.weight_hr_l0 [2, 4]", "head.weight [3, 2]",
                "head.bias [3]");
    }

    @Test
    void tensorsHaveTheNamesAndShapesOfKeras() {
        assertThat(written(spec(List.of(6, 4)), new Tokens(7), Layout.KERAS).tensors())
                .extracting(LstmWeightMapTest::line).containsExactly("embedding/embeddings [7, 6]",
                "lstm/lstm_cell/kernel [6, 24]", "lstm/lstm_cell/recurrent_kernel [6, 24]", "lstm/lstm_cell/bias [24]",
                "lstm_1/lstm_cell/kernel [6, 16]", "lstm_1/lstm_cell/recurrent_kernel [4, 16]",
                "lstm_1/lstm_cell/bias [16]", "dense/kernel [4, 3]", "dense/bias [3]");
    }

    private static String line(Tensor tensor) {
        return tensor.name() + " " + Arrays.toString(tensor.shape());
    }

    @Test
    void whatPyTorchDoesNotHaveIsRefused() {
        String end = " for PyTorch's nn.LSTM, which has nothing else; got ";
        assertRefused(spec(List.of(6), "peepholes", true), Layout.PYTORCH, "peepholes must be false" + end + "true");
        assertRefused(spec(List.of(6), "coupledGates", true), Layout.PYTORCH,
                "coupledGates must be false" + end + "true");
        assertRefused(spec(List.of(6), "outputGate", false), Layout.PYTORCH, "outputGate must be true" + end + "false");
        assertRefused(spec(List.of(6), "gateActivation", GateActivation.HARD_SIGMOID), Layout.PYTORCH,
                "gateActivation must be sigmoid" + end + "hard-sigmoid");
        assertRefused(spec(List.of(6), "cellClip", 3.0), Layout.PYTORCH, "cellClip must be left out" + end + "3.0");
        assertRefused(spec(List.of(6), "learnedInitialState", true), Layout.PYTORCH,
                "learnedInitialState must be false" + end + "true");
        assertRefused(spec(List.of(6), "layerNorm", true), Layout.PYTORCH, "layerNorm must be false" + end + "true");
        assertRefused(spec(List.of(6), "regularization", noise(0, 0.1)), Layout.PYTORCH,
                "zoneout must be 0.0" + end + "0.1");
        assertRefused(spec(List.of(6), "direction", Direction.REVERSE), Layout.PYTORCH,
                "direction must be forward or bidirectional" + end + "reverse");
    }

    @Test
    void whatKerasDoesNotHaveIsRefused() {
        String end = " for Keras's LSTM, which has nothing else; got ";
        assertRefused(spec(List.of(6), "projectionSize", 3), Layout.KERAS,
                "projectionSize must be left out" + end + "3");
        assertRefused(spec(List.of(6), "outputActivation", CellActivation.IDENTITY), Layout.KERAS,
                "outputActivation must be inputActivation for Keras's LSTM, whose one activation stands for both; got"
                        + " identity and tanh");
        assertRefused(spec(List.of(6), "fullGateRecurrence", true), Layout.KERAS,
                "fullGateRecurrence must be false" + end + "true");
    }
}
