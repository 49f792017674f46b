package dev.unroll.rnn;

import static dev.unroll.testing.AnyModel.any;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.unroll.exchange.LayoutException;
import dev.unroll.layer.Pooling;
import dev.unroll.model.Task;
import dev.unroll.onnx.OnnxModel;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.AnyModel;
import dev.unroll.testing.OnnxRuns;
import dev.unroll.testing.Specs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models in ONNX Runtime. */
class RnnOnnxTest {

    private static final RnnFactory FACTORY = new RnnFactory();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCombinationPredictsTheSame(long seed) throws OrtException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        Direction direction = any(stream, Direction.values());
        boolean residual = direction != Direction.BIDIRECTIONAL && any(stream, false, true);
        RnnSpec spec = Specs.of(RnnSpec.class,
                "hiddenSizes", residual ? List.of(6, 6) : any(stream, List.of(5), List.of(6, 4)),
                "direction", direction,
                "activation", any(stream, Activation.values()),
                "pooling", any(stream, Pooling.LAST, Pooling.MEAN, Pooling.ATTENTION),
                "learnedInitialState", any(stream, false, true),
                "backbone", residual ? new Backbone(true, any(stream, null, 0, 9)) : null);
        OnnxRuns.assertSamePredictions(FACTORY, spec, AnyModel.task(stream), seed);
    }

    @Test
    void whatTheOperatorDoesNotHaveIsRefused() {
        refuses("leak must be 1.0 for ONNX's RNN, which has nothing else; got 0.5", "leak", 0.5);
        refuses("layerNorm must be false for ONNX's RNN, which has nothing else; got true", "layerNorm", true);
    }

    private static void refuses(String message, String option, Object value) {
        RnnSpec spec = Specs.of(RnnSpec.class, "hiddenSizes", List.of(4), option, value);
        Task task = AnyModel.task(Randomness.of(1, Purpose.SEARCH).stream());
        assertThatThrownBy(() -> OnnxModel.of(FACTORY, AnyModel.of(FACTORY, spec, task, 1), Map.of()))
                .isInstanceOf(LayoutException.class).hasMessage(message);
    }
}
