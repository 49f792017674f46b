package dev.unroll.dl4j;

import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.layer.Pooling;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.GateActivation;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.Direction;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.transformer.Activation;
import dev.unroll.transformer.Positions;
import dev.unroll.transformer.TransformerSpec;
import java.util.Locale;
import java.util.Set;

/** What Deeplearning4j has no layer for, or this engine no use of. */
final class Limits {

    private static final String REMEDY = "; leave it out, or choose engine native";
    /** Options that the layers have too, that only say how weights begin, or that are refused with a reason below. */
    private static final Set<String> RNN = Set.of("hiddenSizes", "activation", "dropout", "embeddingSize", "pooling",
            "recurrentInitialization", "direction");
    private static final Set<String> LSTM = Set.of("hiddenSizes", "dropout", "forgetBias", "embeddingSize", "pooling",
            "peepholes", "inputGate", "forgetGate", "outputGate", "inputActivation", "outputActivation",
            "gateActivation", "recurrentInitialization", "chronoLength", "direction");
    private static final Set<String> TRANSFORMER = Set.of("modelSize", "numHeads", "numLayers", "feedForwardSize",
            "activation", "normFirst", "causal", "positions", "dropout", "pooling", "numKeyValueHeads",
            "normalization", "attentionWindow", "maxPositions", "embeddingDropout", "scaledInitialization",
            "tieEmbeddings");

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
        requireThat(spec.inputGate() && spec.forgetGate() && spec.outputGate(), "inputGate, forgetGate and outputGate"
                + " must be true with engine dl4j, whose LSTM has all three gates; got false");
        requireThat(spec.inputActivation() == spec.outputActivation(), "inputActivation must be outputActivation with"
                + " engine dl4j, whose LSTM has one function for both; got " + word(spec.inputActivation()) + " and "
                + word(spec.outputActivation()));
        requireThat(spec.gateActivation() == GateActivation.SIGMOID, "gateActivation must be sigmoid with engine dl4j,"
                + " whose hard sigmoid has another slope, 0.2; got " + word(spec.gateActivation()));
        requireForward(spec.direction());
        requirePooling(spec.pooling());
        requirePlain(spec, LstmSpec.of(1), LSTM);
    }

    private static void require(RnnSpec spec) {
        requireForward(spec.direction());
        requirePooling(spec.pooling());
        requirePlain(spec, RnnSpec.of(1), RNN);
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
        requireThat(spec.pooling() != Pooling.ATTENTION, "pooling must be last, first or mean with engine dl4j; got"
                + " attention");
        requirePlain(spec, TransformerSpec.of(1, 1, 1), TRANSFORMER);
    }

    private static void requireForward(Direction direction) {
        requireThat(direction == Direction.FORWARD, "direction must be forward with engine dl4j; got "
                + word(direction));
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

    /** What is not known here, such as an option that is new, is refused unless it is as it is by default. */
    private static void requirePlain(Record spec, Record plain, Set<String> known) {
        try {
            SpecOptions.requirePlain("engine dl4j", spec, plain, known);
        } catch (LayoutException e) {
            throw new IllegalArgumentException(e.getMessage() + REMEDY, e);
        }
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
