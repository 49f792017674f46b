package dev.unroll.gru;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.checkpoint.Tensor;
import dev.unroll.engine.Engine;
import dev.unroll.exchange.Layout;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.Task.Features;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.ExchangeContract;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.ImportedLayers;
import dev.unroll.testing.Specs;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GruWeightMapTest extends ExchangeContract<GruSpec> {

    @Override
    protected ModelFactory<GruSpec> factory() {
        return new GruFactory();
    }

    private static GruSpec spec(boolean resetAfter, Direction direction, Integer... hiddenSizes) {
        return Specs.of(GruSpec.class, "hiddenSizes", List.of(hiddenSizes), "resetAfter", resetAfter, "direction",
                direction);
    }

    @Test
    void pyTorchsWeightsGivePyTorchsOutputs() {
        Engine engine = Engine.withThreads(1);
        ImportedLayers.check(Fixture.load("gru_2layer"),
                List.of(new GruLayer("layer0", 4, 8, true, engine), new GruLayer("layer1", 8, 8, true, engine)),
                parameters -> GruWeightMap.of(GruSpec.of(8, 8), parameters, Layout.PYTORCH));
    }

    @Test
    void modelsSavedByPyTorchAndKerasPredictAsThere() throws IOException {
        assertPredictsAlike("pytorch_gru", Specs.of(GruSpec.class, "hiddenSizes", List.of(6), "embeddingSize", 5),
                Layout.PYTORCH);
        assertPredictsAlike("keras_gru_bidirectional", spec(true, Direction.BIDIRECTIONAL, 6, 4), Layout.KERAS);
        assertPredictsAlike("keras_gru_reset_before", spec(false, Direction.FORWARD, 6), Layout.KERAS);
    }

    static Stream<Arguments> specs() {
        return Stream.of(
                Arguments.of(spec(true, Direction.FORWARD, 6), Layout.PYTORCH),
                Arguments.of(spec(true, Direction.BIDIRECTIONAL, 6, 4), Layout.PYTORCH),
                Arguments.of(spec(true, Direction.FORWARD, 6, 4), Layout.KERAS),
                Arguments.of(spec(true, Direction.BIDIRECTIONAL, 6, 6), Layout.KERAS),
                Arguments.of(spec(false, Direction.BIDIRECTIONAL, 6, 4), Layout.KERAS));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whatIsWrittenIsReadBackToTheBit(GruSpec spec, Layout layout) throws IOException {
        assertSameBitsAfterExchange(spec, layout);
    }

    @Test
    void kerasHasASecondBiasOnlyWithTheResetAfterTheProduct() {
        assertThat(written(spec(true, Direction.FORWARD, 6), new Features(5), Layout.KERAS).tensors())
                .filteredOn(tensor -> tensor.name().equals("gru/gru_cell/bias")).extracting(Tensor::shape)
                .containsExactly(new int[] {2, 18});
        assertThat(written(spec(false, Direction.FORWARD, 6), new Features(5), Layout.KERAS).tensors())
                .filteredOn(tensor -> tensor.name().equals("gru/gru_cell/bias")).extracting(Tensor::shape)
                .containsExactly(new int[] {18});
    }

    @Test
    void theResetBeforeTheProductIsRefusedForPyTorch() {
        assertRefused(spec(false, Direction.FORWARD, 6), Layout.PYTORCH,
                "resetAfter must be true for PyTorch's nn.GRU, which has nothing else; got false");
        assertRefused(spec(true, Direction.REVERSE, 6), Layout.KERAS,
                "direction must be forward or bidirectional for Keras's GRU, which has nothing else; got reverse");
    }
}
