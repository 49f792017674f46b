package dev.unroll.training;

import dev.unroll.model.Parameters;
import dev.unroll.run.TrialResult.CurvePoint;

/** Told how a training goes, by the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

    /** @param fraction of the updates that are done, from 0 to 1; after each */
    void progressed(double fraction);

    /**
     * A validation was made.
     *
     * @param parameters with the gradients of the latest update, clipped; to be read only, before return
     */
    default void validated(CurvePoint point, Parameters parameters) {
    }
}
