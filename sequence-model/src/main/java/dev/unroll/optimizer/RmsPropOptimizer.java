package dev.unroll.optimizer;

import dev.unroll.engine.Engine;
import java.util.List;

/** {@link OptimizerSpec.Rmsprop} at work. Slots: meanSquare, velocity, and mean if centered. */
final class RmsPropOptimizer extends ElementwiseOptimizer {

    private final float alpha;
    private final float newShare;
    private final float epsilon;
    private final float momentum;
    private final float decay;
    private float rate;

    RmsPropOptimizer(OptimizerSpec.Rmsprop spec, Engine engine) {
        super(engine, spec.centered() ? List.of("meanSquare", "velocity", "mean") : List.of("meanSquare", "velocity"));
        alpha = spec.alpha().floatValue();
        newShare = (float) (1 - spec.alpha());
        epsilon = spec.epsilon().floatValue();
        momentum = spec.momentum().floatValue();
        decay = spec.weightDecay().floatValue();
    }

    @Override
    void prepare(long step, double learningRate) {
        rate = (float) learningRate;
    }

    @Override
    void update(int n, float[] g, float[] w, float[][] slots, int offset) {
        if (slots.length == 2) {
            kernels.rmsProp(n, rate, alpha, newShare, epsilon, momentum, decay, g, w, slots[0], slots[1], offset);
        } else {
            kernels.rmsPropCentered(n, rate, alpha, newShare, epsilon, momentum, decay, g, w, slots[0], slots[2],
                    slots[1],
                    offset);
        }
    }
}
