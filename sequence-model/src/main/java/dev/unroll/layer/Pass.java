package dev.unroll.layer;

import dev.unroll.random.Randomness;

/**
 * What a forward pass is for.
 *
 * @param dropout randomness of this one update, or {@code null} outside training, where dropout does nothing
 */
public record Pass(Randomness dropout) {

    /** Prediction, tracing: no dropout. */
    public static final Pass EVALUATION = new Pass(null);

    public boolean training() {
        return dropout != null;
    }
}
