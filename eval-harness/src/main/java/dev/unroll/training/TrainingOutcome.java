package dev.unroll.training;

import dev.unroll.gradient.FlossingPoint;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.run.TrialResult.CurvePoint;
import java.util.List;

/**
 * How training went. The model holds the weights to be tested: the best if they are kept, else the last.
 *
 * @param divergence   which number became infinite or not a number, and when, in one sentence; empty if none did
 * @param updates      weight updates made
 * @param bestUpdate   the update after which validation was best
 * @param stoppedEarly whether patience ran out
 * @param curve        one point per validation, the first before any update
 * @param gradients    what gradients were like every {@code gradientsEvery} updates, the last not among them
 * @param norms        of the gradients of all updates
 * @param flossings    each time that gradients were flossed
 */
public record TrainingOutcome(String divergence, int updates, int bestUpdate, boolean stoppedEarly,
        List<CurvePoint> curve, List<GradientPoint> gradients, UpdateNorms norms,
        List<FlossingPoint> flossings, UpdateTimes times) {

    public boolean diverged() {
        return !divergence.isEmpty();
    }
}
