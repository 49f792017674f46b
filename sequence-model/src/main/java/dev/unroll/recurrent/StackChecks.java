package dev.unroll.recurrent;

import dev.unroll.layer.Pooling;
import java.util.List;

/** What the hyperparameters of every stack of recurrent layers must satisfy. */
public final class StackChecks {

    private StackChecks() {
    }

    /** At least one layer, each of at least one unit. */
    public static void requireHiddenSizes(List<Integer> hiddenSizes) {
        if (hiddenSizes == null || hiddenSizes.isEmpty()) {
            throw new IllegalArgumentException("hiddenSizes must name the hidden units of at least one layer; got "
                    + (hiddenSizes == null ? "nothing" : hiddenSizes) + "; write for example [64] or [64, 32]");
        }
        for (Integer size : hiddenSizes) {
            if (size == null || size < 1) {
                throw new IllegalArgumentException("each of hiddenSizes must be at least 1; got " + hiddenSizes);
            }
        }
    }

    /** A probability below 1, and above 0 only where there are two layers to put dropout between. */
    public static void requireDropout(double dropout, int layers) {
        requireProbability("dropout", dropout);
        if (dropout > 0 && layers == 1) {
            throw new IllegalArgumentException("dropout acts between layers and needs at least two; got " + dropout
                    + " with one layer; set dropout to 0 or give hiddenSizes another entry");
        }
    }

    /** Layers of more than one unit: one value less its mean is 0, whatever it was. */
    public static void requireNormalizable(boolean layerNorm, List<Integer> hiddenSizes) {
        if (layerNorm && hiddenSizes.contains(1)) {
            throw new IllegalArgumentException("layerNorm needs layers of at least 2 units, since a single value less"
                    + " its mean is always 0; got hiddenSizes " + hiddenSizes + "; leave layerNorm out or make the layer"
                    + " larger");
        }
    }

    /** A probability below 1. */
    public static void requireProbability(String name, double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and less than 1; got " + probability);
        }
    }

    /** At least one value. */
    public static void requireEmbeddingSize(int embeddingSize) {
        if (embeddingSize < 1) {
            throw new IllegalArgumentException("embeddingSize must be at least 1; got " + embeddingSize);
        }
    }

    /** The first step is not pooled where it was read before all others. */
    public static void requirePooling(Pooling pooling, Direction direction) {
        if (pooling == Pooling.FIRST && direction == Direction.FORWARD) {
            throw new IllegalArgumentException("pooling first needs a direction whose first step has seen the others; got"
                    + " direction forward, which knows nothing but that step there; choose direction reverse or"
                    + " bidirectional, or pooling last");
        }
    }
}
