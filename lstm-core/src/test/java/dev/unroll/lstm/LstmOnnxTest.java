package dev.unroll.lstm;

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
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.AnyModel;
import dev.unroll.testing.OnnxRuns;
import dev.unroll.testing.Specs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models in ONNX Runtime: everything that the operator or its weights can express, and what they cannot. */
class LstmOnnxTest {

    private static final LstmFactory FACTORY = new LstmFactory();

    @Test
    void vanillaLayersPredictTheSame() throws OrtException {
        Task task = AnyModel.task(Randomness.of(1, Purpose.SEARCH).stream());
        OnnxRuns.assertSamePredictions(FACTORY, LstmSpec.of(6), task, 1);
        OnnxRuns.assertSamePredictions(FACTORY, LstmSpec.of(6, 5), task, 2);
    }

    /** Sixteen of all combinations; each seed is another. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void anyCombinationPredictsTheSame(long seed) throws OrtException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        Direction direction = any(stream, Direction.values());
        boolean residual = direction != Direction.BIDIRECTIONAL && any(stream, false, true);
        boolean coupled = any(stream, false, true);
        LstmSpec spec = Specs.of(LstmSpec.class,
                "hiddenSizes", residual ? List.of(6, 6) : any(stream, List.of(5), List.of(6, 4), List.of(3, 3, 3)),
                "direction", direction,
                "pooling", direction == Direction.FORWARD
                        ? any(stream, Pooling.LAST, Pooling.MEAN, Pooling.ATTENTION) : any(stream, Pooling.values()),
                "peepholes", any(stream, false, true),
                "coupledGates", coupled,
                "inputGate", coupled || any(stream, true, false),
                "forgetGate", coupled || any(stream, true, false),
                "outputGate", true,
                "gateActivation", any(stream, GateActivation.values()),
                "inputActivation", any(stream, CellActivation.values()),
                "outputActivation", any(stream, CellActivation.values()),
                "learnedInitialState", any(stream, false, true),
                "backbone", residual ? new Backbone(true, any(stream, null, 0, 9)) : null,
                "regularization", new LstmRegularization(new RecurrentRegularization(0.1, 0.1, 0.0), 0.1, 0.0));
        OnnxRuns.assertSamePredictions(FACTORY, spec, AnyModel.task(stream), seed);
    }

    @Test
    void aCellWithoutGatesPredictsTheSame() throws OrtException {
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(4), "inputGate", false, "forgetGate", false,
                "outputGate", false);
        OnnxRuns.assertSamePredictions(FACTORY, spec, AnyModel.task(Randomness.of(3, Purpose.SEARCH).stream()), 3);
    }

    @Test
    void whatTheOperatorDoesNotHaveIsRefused() {
        refuses("layerNorm must be false for ONNX's LSTM, which has nothing else; got true", "layerNorm", true);
        refuses("projectionSize must be left out for ONNX's LSTM, which has nothing else; got 2", "projectionSize", 2);
        refuses("cellClip must be left out for ONNX's LSTM, which has nothing else; got 3.0", "cellClip", 3.0);
        refuses("fullGateRecurrence must be false for ONNX's LSTM, which has nothing else; got true",
                "fullGateRecurrence", true);
        refuses("cellZoneout must be 0.0 for ONNX's LSTM, which has nothing else; got 0.1", "regularization",
                new LstmRegularization(null, null, 0.1));
        refuses("zoneout must be 0.0 for ONNX's LSTM, which has nothing else; got 0.1", "regularization",
                new LstmRegularization(new RecurrentRegularization(null, null, 0.1), null, null));
    }

    private static void refuses(String message, String option, Object value) {
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(4), option, value);
        Task task = AnyModel.task(Randomness.of(1, Purpose.SEARCH).stream());
        assertThatThrownBy(() -> OnnxModel.of(FACTORY, AnyModel.of(FACTORY, spec, task, 1), Map.of()))
                .isInstanceOf(LayoutException.class).hasMessage(message);
    }
}
