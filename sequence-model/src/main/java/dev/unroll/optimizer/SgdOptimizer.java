package dev.unroll.optimizer;

import dev.unroll.engine.Engine;
import java.util.List;

/** {@link OptimizerSpec.Sgd} at work. Slot: velocity, unless there is no momentum. */
final class SgdOptimizer extends ElementwiseOptimizer {

    private final float momentum;
    private final boolean nesterov;
    private final float decay;
    private float rate;

    SgdOptimizer(OptimizerSpec.Sgd spec, Engine engine) {
        super(engine, spec.momentum() == 0 ? List.of() : List.of("velocity"));
        momentum = spec.momentum().floatValue();
        nesterov = spec.nesterov();
        decay = spec.weightDecay().floatValue();
    }

    @Override
    void prepare(long step, double learningRate) {
        rate = (float) learningRate;
    }

    @Override
    void update(int n, float[] g, float[] w, float[][] slots, int offset) {
        if (slots.length == 0) {
            kernels.sgd(n, rate, decay, g, w, offset);
        } else {
            kernels.sgdMomentum(n, rate, momentum, nesterov, decay, g, w, slots[0], offset);
        }
    }
}
