package dev.unroll.kernel;

/** The plain loops that define {@link OptimizerKernels}. */
final class ScalarOptimizerKernels implements OptimizerKernels {

    @Override
    public void sgd(int n, float rate, float decay, float[] g, float[] w, int offset) {
        for (int i = offset; i < offset + n; i++) {
            float gradient = Math.fma(decay, w[i], g[i]);
            w[i] = Math.fma(-rate, gradient, w[i]);
        }
    }

    @Override
    public void sgdMomentum(int n, float rate, float momentum, boolean nesterov, float decay, float[] g, float[] w,
            float[] v, int offset) {
        for (int i = offset; i < offset + n; i++) {
            float gradient = Math.fma(decay, w[i], g[i]);
            float velocity = Math.fma(momentum, v[i], gradient);
            v[i] = velocity;
            float direction = nesterov ? Math.fma(momentum, velocity, gradient) : velocity;
            w[i] = Math.fma(-rate, direction, w[i]);
        }
    }

    @Override
    public void rmsProp(int n, float rate, float alpha, float newShare, float epsilon, float momentum, float decay,
            float[] g, float[] w, float[] s, float[] v, int offset) {
        for (int i = offset; i < offset + n; i++) {
            float gradient = Math.fma(decay, w[i], g[i]);
            float square = Math.fma(newShare * gradient, gradient, alpha * s[i]);
            s[i] = square;
            float deviation = (float) Math.sqrt(square);
            float velocity = Math.fma(momentum, v[i], gradient / (deviation + epsilon));
            v[i] = velocity;
            w[i] = Math.fma(-rate, velocity, w[i]);
        }
    }

    @Override
    public void rmsPropCentered(int n, float rate, float alpha, float newShare, float epsilon, float momentum,
            float decay,
            float[] g, float[] w, float[] s, float[] m, float[] v, int offset) {
        for (int i = offset; i < offset + n; i++) {
            float gradient = Math.fma(decay, w[i], g[i]);
            float square = Math.fma(newShare * gradient, gradient, alpha * s[i]);
            s[i] = square;
            float mean = Math.fma(newShare, gradient, alpha * m[i]);
            m[i] = mean;
            float deviation = (float) Math.sqrt(Math.max(Math.fma(-mean, mean, square), 0f));
            float velocity = Math.fma(momentum, v[i], gradient / (deviation + epsilon));
            v[i] = velocity;
            w[i] = Math.fma(-rate, velocity, w[i]);
        }
    }

    @Override
    public void adam(int n, float rate, float beta1, float newShare1, float beta2, float newShare2, float correction,
            float epsilon, float decay, float shrinkage, float[] g, float[] w, float[] m, float[] s, int offset) {
        for (int i = offset; i < offset + n; i++) {
            float gradient = Math.fma(decay, w[i], g[i]);
            float mean = Math.fma(newShare1, gradient, beta1 * m[i]);
            m[i] = mean;
            float square = Math.fma(newShare2 * gradient, gradient, beta2 * s[i]);
            s[i] = square;
            float shrunk = Math.fma(-shrinkage, w[i], w[i]);
            w[i] = Math.fma(-rate, mean / Math.fma(correction, (float) Math.sqrt(square), epsilon), shrunk);
        }
    }
}
