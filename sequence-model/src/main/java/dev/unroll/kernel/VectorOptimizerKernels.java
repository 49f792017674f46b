package dev.unroll.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link OptimizerKernels} on the Vector API. Values are independent, so lanes follow the scalar loops step by step.
 */
final class VectorOptimizerKernels implements OptimizerKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final OptimizerKernels tail = new ScalarOptimizerKernels();

    @Override
    public void sgd(int n, float rate, float decay, float[] g, float[] w, int offset) {
        int end = offset + SPECIES.loopBound(n);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
        for (int i = offset; i < end; i += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector gradient = decays.fma(weight, FloatVector.fromArray(SPECIES, g, i));
            minusRate.fma(gradient, weight).intoArray(w, i);
        }
        tail.sgd(offset + n - end, rate, decay, g, w, end);
    }

    @Override
    public void sgdMomentum(int n, float rate, float momentum, boolean nesterov, float decay, float[] g, float[] w,
            float[] v, int offset) {
        int end = offset + SPECIES.loopBound(n);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        for (int i = offset; i < end; i += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector gradient = decays.fma(weight, FloatVector.fromArray(SPECIES, g, i));
            FloatVector velocity = momenta.fma(FloatVector.fromArray(SPECIES, v, i), gradient);
            velocity.intoArray(v, i);
            FloatVector direction = nesterov ? momenta.fma(velocity, gradient) : velocity;
            minusRate.fma(direction, weight).intoArray(w, i);
        }
        tail.sgdMomentum(offset + n - end, rate, momentum, nesterov, decay, g, w, v, end);
    }

    @Override
    public void rmsProp(int n, float rate, float alpha, float newShare, float epsilon, float momentum, float decay,
            float[] g, float[] w, float[] s, float[] v, int offset) {
        int end = offset + SPECIES.loopBound(n);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        for (int i = offset; i < end; i += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector gradient = decays.fma(weight, FloatVector.fromArray(SPECIES, g, i));
            FloatVector square = gradient.mul(newShare).fma(gradient, FloatVector.fromArray(SPECIES, s, i).mul(alpha));
            square.intoArray(s, i);
            FloatVector deviation = square.sqrt();
            FloatVector velocity = momenta.fma(FloatVector.fromArray(SPECIES, v, i),
                    gradient.div(deviation.add(epsilon)));
            velocity.intoArray(v, i);
            minusRate.fma(velocity, weight).intoArray(w, i);
        }
        tail.rmsProp(offset + n - end, rate, alpha, newShare, epsilon, momentum, decay, g, w, s, v, end);
    }

    @Override
    public void rmsPropCentered(int n, float rate, float alpha, float newShare, float epsilon, float momentum,
            float decay,
            float[] g, float[] w, float[] s, float[] m, float[] v, int offset) {
        int end = offset + SPECIES.loopBound(n);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
        FloatVector momenta = FloatVector.broadcast(SPECIES, momentum);
        FloatVector share = FloatVector.broadcast(SPECIES, newShare);
        for (int i = offset; i < end; i += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector gradient = decays.fma(weight, FloatVector.fromArray(SPECIES, g, i));
            FloatVector square = gradient.mul(share).fma(gradient, FloatVector.fromArray(SPECIES, s, i).mul(alpha));
            square.intoArray(s, i);
            FloatVector mean = share.fma(gradient, FloatVector.fromArray(SPECIES, m, i).mul(alpha));
            mean.intoArray(m, i);
            FloatVector deviation = mean.neg().fma(mean, square).max(0f).sqrt();
            FloatVector velocity = momenta.fma(FloatVector.fromArray(SPECIES, v, i),
                    gradient.div(deviation.add(epsilon)));
            velocity.intoArray(v, i);
            minusRate.fma(velocity, weight).intoArray(w, i);
        }
        tail.rmsPropCentered(offset + n - end, rate, alpha, newShare, epsilon, momentum, decay, g, w, s, m, v, end);
    }

    @Override
    public void adam(int n, float rate, float beta1, float newShare1, float beta2, float newShare2, float correction,
            float epsilon, float decay, float shrinkage, float[] g, float[] w, float[] m, float[] s, int offset) {
        int end = offset + SPECIES.loopBound(n);
        FloatVector decays = FloatVector.broadcast(SPECIES, decay);
        FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
        FloatVector minusShrinkage = FloatVector.broadcast(SPECIES, -shrinkage);
        FloatVector share1 = FloatVector.broadcast(SPECIES, newShare1);
        FloatVector corrections = FloatVector.broadcast(SPECIES, correction);
        FloatVector epsilons = FloatVector.broadcast(SPECIES, epsilon);
        for (int i = offset; i < end; i += LANES) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector gradient = decays.fma(weight, FloatVector.fromArray(SPECIES, g, i));
            FloatVector mean = share1.fma(gradient, FloatVector.fromArray(SPECIES, m, i).mul(beta1));
            mean.intoArray(m, i);
            FloatVector square = gradient.mul(newShare2).fma(gradient, FloatVector.fromArray(SPECIES, s, i).mul(beta2));
            square.intoArray(s, i);
            FloatVector shrunk = minusShrinkage.fma(weight, weight);
            minusRate.fma(mean.div(corrections.fma(square.sqrt(), epsilons)), shrunk).intoArray(w, i);
        }
        tail.adam(offset + n - end, rate, beta1, newShare1, beta2, newShare2, correction, epsilon, decay, shrinkage,
                g, w, m,
                s, end);
    }
}
