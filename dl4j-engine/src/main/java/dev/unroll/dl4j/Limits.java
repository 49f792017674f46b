package dev.unroll.dl4j;

import dev.unroll.layer.Pooling;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.GateActivation;
import dev.unroll.lstm.LstmRegularization;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.transformer.Activation;
import dev.unroll.transformer.Positions;
import dev.unroll.transformer.TransformerSpec;
import java.util.Locale;

/** What Deeplearning4j has no layer for, or this engine no use of. */
final class Limits {

    private static final String REMEDY = "; leave it out, or choose engine native";

    private Limits() {
    }

    /** @throws IllegalArgumentException naming the first key that is beyond this engine */
    static void require(ModelSpec spec) {
        if (spec instanceof LstmSpec lstm) {
            require(lstm);
        } else if (spec instanceof RnnSpec rnn) {
            require(rnn);
        } else if (spec instanceof TransformerSpec transformer) {
            require(transformer);
        } else {
            throw new IllegalArgumentException("engine dl4j computes models of kind lstm, rnn and transformer; got "
                    + spec.getClass().getSimpleName() + "; choose one of them, or engine native");
        }
    }

    private static void require(LstmSpec spec) {
        requireAbsent("coupledGates", spec.coupledGates());
        requireThat(spec.inputGate() && spec.forgetGate() && spec.outputGate(), "inputGate, forgetGate and outputGate"
                + " must be true with engine dl4j, whose LSTM has all three gates; got false");
        requireThat(spec.inputActivation() == spec.outputActivation(), "inputActivation must be outputActivation with"
                + " engine dl4j, whose LSTM has one function for both; got " + word(spec.inputActivation()) + " and "
                + word(spec.outputActivation()));
        requireAbsent("fullGateRecurrence", spec.fullGateRecurrence());
        requireThat(spec.gateActivation() == GateActivation.SIGMOID, "gateActivation must be sigmoid with engine dl4j,"
                + " whose hard sigmoid has another slope, 0.2; got " + word(spec.gateActivation()));
        requireAbsent("cellClip", spec.cellClip() != null);
        requireAbsent("learnedInitialState", spec.learnedInitialState());
        requireForward(spec.direction());
        requireAbsent("projectionSize", spec.projectionSize() != null);
        requireAbsent("layerNorm", spec.layerNorm());
        LstmRegularization none = LstmRegularization.NONE;
        requireAbsent("candidateDropout", !spec.regularization().candidateDropout().equals(none.candidateDropout()));
        requireAbsent("cellZoneout", !spec.regularization().cellZoneout().equals(none.cellZoneout()));
        requireNoNoise(spec.regularization().hidden());
        requireAbsent("residual", spec.backbone().residual());
        requirePooling(spec.pooling());
    }

    private static void require(RnnSpec spec) {
        requireAbsent("learnedInitialState", spec.learnedInitialState());
        requireForward(spec.direction());
        requireAbsent("leak", spec.leak() != 1);
        requireAbsent("layerNorm", spec.layerNorm());
        requireNoNoise(spec.regularization());
        requireAbsent("residual", spec.backbone().residual());
        requirePooling(spec.pooling());
    }

    private static void require(TransformerSpec spec) {
        requireThat(spec.positions() == Positions.SINUSOIDAL || spec.positions() == Positions.LEARNED
                || spec.positions() == Positions.NONE, "positions must be sinusoidal, learned or none with engine dl4j,"
                + " which adds them to the input; got " + word(spec.positions()));
        requireThat(spec.numKeyValueHeads().equals(spec.numHeads()), "numKeyValueHeads must be numHeads with engine"
                + " dl4j, whose heads each have keys of their own; got " + spec.numKeyValueHeads() + " and "
                + spec.numHeads());
        requireThat(spec.activation() != Activation.SWIGLU, "activation must be gelu, gelu-tanh or relu with engine"
                + " dl4j; got swiglu");
        requireAbsent("attentionDropout", spec.attentionDropout() != 0);
        requireAbsent("stochasticDepth", spec.stochasticDepth() != 0);
        requireThat(spec.pooling() != Pooling.ATTENTION, "pooling must be last, first or mean with engine dl4j; got"
                + " attention");
    }

    private static void requireForward(Direction direction) {
        requireThat(direction == Direction.FORWARD, "direction must be forward with engine dl4j; got "
                + word(direction));
    }

    private static void requireNoNoise(RecurrentRegularization noise) {
        requireAbsent("recurrentDropout", noise.recurrentDropout() != 0);
        requireAbsent("dropConnect", noise.dropConnect() != 0);
        requireAbsent("zoneout", noise.zoneout() != 0);
    }

    private static void requirePooling(Pooling pooling) {
        requireThat(pooling == Pooling.LAST, "pooling must be last with engine dl4j, whose mean over steps has no"
                + " backward pass for sequences of different lengths; got " + word(pooling));
    }

    /** @throws IllegalArgumentException for a loss that Deeplearning4j has not */
    static void requireLoss(Loss loss) {
        requireThat(loss instanceof CrossEntropy || loss instanceof ValueLoss.Squared
                || loss instanceof ValueLoss.Absolute, "the loss must be cross-entropy, squared or absolute with engine"
                + " dl4j, which has no other of ours; got " + loss.name());
    }

    private static void requireAbsent(String key, boolean present) {
        requireThat(!present, key + " must be left out with engine dl4j, whose layers lack it");
    }

    private static void requireThat(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence + REMEDY);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
