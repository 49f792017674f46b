package dev.unroll.optimizer;

import dev.unroll.engine.Engine;
import java.util.List;

/** {@link OptimizerSpec.Adam} and {@link OptimizerSpec.AdamW} at work. Slots: mean, meanSquare. */
final class AdamOptimizer extends ElementwiseOptimizer {

    private final double beta1;
    private final double beta2;
    private final float epsilon;
    private final double decay;
    private final double decoupledDecay;
    private float rate;
    private float correction;
    private float shrinkage;

    AdamOptimizer(OptimizerSpec.Adam spec, Engine engine) {
        this(spec.beta1(), spec.beta2(), spec.epsilon(), spec.weightDecay(), 0, engine);
    }

    AdamOptimizer(OptimizerSpec.AdamW spec, Engine engine) {
        this(spec.beta1(), spec.beta2(), spec.epsilon(), 0, spec.weightDecay(), engine);
    }

    private AdamOptimizer(double beta1, double beta2, double epsilon, double decay, double decoupledDecay,
            Engine engine) {
        super(engine, List.of("mean", "meanSquare"));
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = (float) epsilon;
        this.decay = decay;
        this.decoupledDecay = decoupledDecay;
    }

    @Override
    void prepare(long step, double learningRate) {
        rate = (float) (learningRate / (1 - power(beta1, step)));
        correction = (float) (1 / Math.sqrt(1 - power(beta2, step)));
        shrinkage = (float) (learningRate * decoupledDecay);
    }

    /** By squaring: StrictMath.pow makes tables at every call until it is compiled, which is after thousands of steps. */
    private static double power(double base, long exponent) {
        double power = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                power *= square;
            }
            square *= square;
        }
        return power;
    }

    @Override
    void update(int n, float[] g, float[] w, float[][] slots, int offset) {
        kernels.adam(n, rate, (float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2), correction,
                epsilon,
                (float) decay, shrinkage, g, w, slots[0], slots[1], offset);
    }
}
