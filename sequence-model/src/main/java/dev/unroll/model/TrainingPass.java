package dev.unroll.model;

import dev.unroll.random.Randomness;

/**
 * What goes into one training pass besides the batch.
 *
 * @param dropout  randomness of this one update
 * @param activity penalty on what the encoder puts out
 * @param state    where the sequences start from, overwritten by where they end; {@code null} if they start as ever and
 *                 are not to be continued
 */
public record TrainingPass(Randomness dropout, ActivityPenalty activity, ModelState state) {

    /** Without penalty or state. */
    public static TrainingPass of(Randomness dropout) {
        return new TrainingPass(dropout, ActivityPenalty.NONE, null);
    }
}
