package dev.unroll.transformer;

import static dev.unroll.testing.AnyModel.any;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.unroll.layer.Pooling;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.onnx.OnnxModel;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.AnyModel;
import dev.unroll.testing.OnnxRuns;
import dev.unroll.testing.Specs;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models in ONNX Runtime. */
class TransformerOnnxTest {

    private static final TransformerFactory FACTORY = new TransformerFactory();
    /** Sums of hundreds of weights, whose order is not ours. */
    private static final double LONG_TOLERANCE = 5e-5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void anyCombinationPredictsTheSame(long seed) throws OrtException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        boolean causal = any(stream, true, false);
        boolean tied = any(stream, true, false, false);
        Positions positions = Positions.values()[(int) seed % Positions.values().length];
        TransformerSpec spec = Specs.of(TransformerSpec.class,
                "modelSize", 24, "numHeads", any(stream, 4, 6), "numLayers", any(stream, 1, 2),
                "numKeyValueHeads", any(stream, null, 2, 1),
                "activation", Activation.values()[(int) seed / 2 % Activation.values().length],
                "normFirst", any(stream, true, false),
                "normalization", any(stream, Normalization.values()),
                "causal", causal,
                "positions", positions,
                "maxPositions", positions == Positions.LEARNED ? 11 : null,
                "attentionWindow", any(stream, null, 1, 3),
                "pooling", causal ? any(stream, Pooling.LAST, Pooling.MEAN, Pooling.ATTENTION)
                        : any(stream, Pooling.values()),
                "dropout", 0.1,
                "tieEmbeddings", tied);
        Task task = tied ? new Task(new Task.Tokens(7), new Task.Target(Task.TargetKind.CLASS_PER_STEP, 7),
                new CrossEntropy()) : AnyModel.task(stream);
        OnnxRuns.assertSamePredictions(FACTORY, spec, task, seed);
    }

    /** Far beyond any range of distances, and where angles in single precision would be off. */
    @ParameterizedTest
    @EnumSource(value = Positions.class, names = {"SINUSOIDAL", "ROTARY", "ALIBI", "RELATIVE"})
    void longSequencesPredictTheSame(Positions positions) throws OrtException {
        for (boolean causal : new boolean[] {true, false}) {
            TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 8, "numHeads", 2, "numLayers", 1,
                    "positions", positions, "causal", causal);
            Task task = new Task(new Task.Features(2), new Task.Target(Task.TargetKind.CLASS_PER_STEP, 3),
                    new CrossEntropy());
            SequenceModel model = AnyModel.of(FACTORY, spec, task, 1);
            try (OrtSession session = OnnxRuns.session(OnnxModel.of(FACTORY, model, Map.of()))) {
                OnnxRuns.assertSamePredictions(model, session, new int[] {600, 300}, 1, LONG_TOLERANCE);
            }
        }
    }
}
