package dev.unroll.gru;

import static dev.unroll.testing.AnyModel.any;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.unroll.exchange.LayoutException;
import dev.unroll.layer.Pooling;
import dev.unroll.onnx.OnnxModel;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.AnyModel;
import dev.unroll.testing.OnnxRuns;
import dev.unroll.testing.Specs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models in ONNX Runtime. */
class GruOnnxTest {

    private static final GruFactory FACTORY = new GruFactory();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCombinationPredictsTheSame(long seed) throws OrtException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        Direction direction = any(stream, Direction.values());
        boolean residual = direction != Direction.BIDIRECTIONAL && any(stream, false, true);
        GruSpec spec = Specs.of(GruSpec.class,
                "hiddenSizes", residual ? List.of(6, 6) : any(stream, List.of(5), List.of(6, 4)),
                "direction", direction,
                "pooling", any(stream, Pooling.LAST, Pooling.MEAN, Pooling.ATTENTION),
                "resetAfter", seed % 2 == 0,
                "learnedInitialState", any(stream, false, true),
                "candidateDropout", 0.1,
                "backbone", residual ? new Backbone(true, any(stream, null, 0, 9)) : null);
        OnnxRuns.assertSamePredictions(FACTORY, spec, AnyModel.task(stream), seed);
    }

    @Test
    void zoneoutIsRefusedWhichChangesWhatATrainedModelComputes() {
        GruSpec spec = Specs.of(GruSpec.class, "hiddenSizes", List.of(4), "regularization",
                new RecurrentRegularization(null, null, 0.1));
        assertThatThrownBy(() -> OnnxModel.of(FACTORY, AnyModel.of(FACTORY, spec,
                AnyModel.task(Randomness.of(1, Purpose.SEARCH).stream()), 1), Map.of()))
                .isInstanceOf(LayoutException.class)
                .hasMessage("zoneout must be 0.0 for ONNX's GRU, which has nothing else; got 0.1");
    }
}
