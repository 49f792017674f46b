package dev.unroll.rnn;

import dev.unroll.engine.Engine;
import dev.unroll.exchange.Layout;
import dev.unroll.model.ModelFactory;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.ExchangeContract;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.ImportedLayers;
import dev.unroll.testing.Specs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RnnWeightMapTest extends ExchangeContract<RnnSpec> {

    private final Engine engine = Engine.withThreads(1);

    @Override
    protected ModelFactory<RnnSpec> factory() {
        return new RnnFactory();
    }

    @Test
    void pyTorchsWeightsGivePyTorchsOutputs() {
        ImportedLayers.check(Fixture.load("rnn_tanh"), List.of(new RnnLayer("layer0", 4, 8, Activation.TANH, engine)),
                parameters -> RnnWeightMap.of(RnnSpec.of(8), parameters, Layout.PYTORCH));
    }

    @Test
    void pyTorchsWeightsOfBothDirectionsGivePyTorchsOutputs() {
        RnnSpec spec = Specs.of(RnnSpec.class, "hiddenSizes", List.of(8, 8), "activation", Activation.RELU, "direction",
                Direction.BIDIRECTIONAL);
        ImportedLayers.check(Fixture.load("rnn_relu_2layer_bidirectional"),
                List.of(Direction.BIDIRECTIONAL.layer("layer0",
                        name -> new RnnLayer(name, 4, 8, Activation.RELU, engine), engine),
                        Direction.BIDIRECTIONAL.layer("layer1",
                                name -> new RnnLayer(name, 16, 8, Activation.RELU, engine), engine)),
                parameters -> RnnWeightMap.of(spec, parameters, Layout.PYTORCH));
    }

    @Test
    void modelsSavedByPyTorchAndKerasPredictAsThere() throws IOException {
        assertPredictsAlike("pytorch_rnn", Specs.of(RnnSpec.class, "hiddenSizes", List.of(6, 6), "embeddingSize", 5),
                Layout.PYTORCH);
        assertPredictsAlike("keras_rnn_bidirectional_relu", Specs.of(RnnSpec.class, "hiddenSizes", List.of(6),
                "activation", Activation.RELU, "direction", Direction.BIDIRECTIONAL), Layout.KERAS);
    }

    @ParameterizedTest
    @CsvSource({"FORWARD, PYTORCH", "BIDIRECTIONAL, PYTORCH", "FORWARD, KERAS", "BIDIRECTIONAL, KERAS"})
    void whatIsWrittenIsReadBackToTheBit(Direction direction, Layout layout) throws IOException {
        assertSameBitsAfterExchange(Specs.of(RnnSpec.class, "hiddenSizes", List.of(6, 4), "direction", direction),
                layout);
    }

    @Test
    void leakyUnitsAreRefused() {
        assertRefused(Specs.of(RnnSpec.class, "hiddenSizes", List.of(6), "leak", 0.5), Layout.PYTORCH,
                "leak must be 1.0 for PyTorch's nn.RNN, which has nothing else; got 0.5");
        assertRefused(Specs.of(RnnSpec.class, "hiddenSizes", List.of(6), "learnedInitialState", true), Layout.KERAS,
                "learnedInitialState must be false for Keras's SimpleRNN, which has nothing else; got true");
    }
}
