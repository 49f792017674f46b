package dev.unroll.run;

import dev.unroll.model.Parameters;
import dev.unroll.run.TrialResult.CurvePoint;
import java.util.List;

/**
 * Told how a run goes. Calls come from the threads that do the work, also at the same time, and should return at once.
 */
public interface RunListener {

    /** Hears nothing. */
    RunListener SILENT = new RunListener() {
    };

    /**
     * The data is ready and every model could be made.
     *
     * @param plans all trials in the order of the results
     */
    default void runStarted(List<TrialPlan> plans) {
    }

    default void trialStarted(TrialPlan plan) {
    }

    /** @param fraction of the trial's updates that are done, from 0 to 1 */
    default void trialProgressed(TrialPlan plan, double fraction) {
    }

    /**
     * A trial was validated.
     *
     * @param parameters of its model, with the gradients of the latest update, clipped; to be read only, before return
     */
    default void trialValidated(TrialPlan plan, CurvePoint point, Parameters parameters) {
    }

    default void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
    }

    /** A trial need not be run here: it was finished earlier, or by another process. */
    default void trialKept(TrialPlan plan) {
    }

    /** All trials are finished; undisturbed speed is measured next. */
    default void speedStarted() {
    }

    /** Nothing more follows, whether the run is complete, was stopped or failed. */
    default void runEnded() {
    }
}
