package dev.unroll.model;

import dev.unroll.random.Randomness;

/**
 * What goes into one training pass besides the batch.
 *
 * @param dropout  randomness of this one update
 * @param activity penalty on what the encoder puts out
 */
public record TrainingPass(Randomness dropout, ActivityPenalty activity) {

    /** Without penalty. */
    public static TrainingPass of(Randomness dropout) {
        return new TrainingPass(dropout, ActivityPenalty.NONE);
    }
}
