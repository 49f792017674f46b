package dev.unroll.training;

import dev.unroll.gradient.FlossingPoint;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.optimizer.OptimizerState;
import dev.unroll.run.TrialResult.CurvePoint;
import java.util.List;

/**
 * All that the rest of a training depends on, between two updates. Batches and dropout need nothing: both follow from
 * the seed and the number of updates made.
 *
 * @param updates                  made so far, at least 1
 * @param bestLoss                 lowest validation loss so far
 * @param bestUpdate               when it was
 * @param lossToBeat               what patience compares with
 * @param validationsWithoutBetter what patience has used up
 * @param lossSum                  of the batches since the last validation
 * @param lossCount                their number
 * @param seconds                  time in updates so far; not part of results
 * @param curve                    so far
 * @param gradients                so far
 * @param norms                    so far
 * @param flossings                each time that gradients were flossed so far
 * @param weights                  of the parameters, in order
 * @param bestWeights              likewise, of the best validation; empty if they are not kept
 */
public record TrainingState(int updates, double bestLoss, int bestUpdate, double lossToBeat,
        int validationsWithoutBetter, double lossSum, int lossCount, double seconds, List<CurvePoint> curve,
        List<GradientPoint> gradients, UpdateNorms norms, List<FlossingPoint> flossings, List<float[]> weights,
        List<float[]> bestWeights, OptimizerState optimizer) {
}
