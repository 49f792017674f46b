package dev.unroll.kernel;

/**
 * Weight updates, value by value, of n values from one offset that all arrays share.
 *
 * <p>Legend: w weights, g gradient (read), v velocity, s mean square, m mean. All but g are updated in place; v, s and m
 * start at 0. Decay of the L2 kind is part of the gradient: {@code g' = fma(decay, w, g)}.
 */
public interface OptimizerKernels {

    /** Gradient descent: {@code w = fma(-rate, g', w)}. */
    void sgd(int n, float rate, float decay, float[] g, float[] w, int offset);

    /**
     * Gradient descent with momentum, as in Sutskever et al. (2013) with the rate outside the velocity:
     *
     * <pre>
     * v = fma(momentum, v, g')
     * w = fma(-rate, nesterov ? fma(momentum, v, g') : v, w)
     * </pre>
     */
    void sgdMomentum(int n, float rate, float momentum, boolean nesterov, float decay, float[] g, float[] w, float[] v,
            int offset);

    /**
     * RMSProp (Tieleman &amp; Hinton 2012):
     *
     * <pre>
     * s = fma((1 - alpha) g', g', alpha s)
     * v = fma(momentum, v, g' / (sqrt(s) + epsilon))
     * w = fma(-rate, v, w)
     * </pre>
     *
     * @param newShare {@code 1 - alpha}, rounded once
     */
    void rmsProp(int n, float rate, float alpha, float newShare, float epsilon, float momentum, float decay, float[] g,
            float[] w, float[] s, float[] v, int offset);

    /**
     * RMSProp by the variance instead of the mean square (Graves 2013, arXiv 1308.0850): as {@link #rmsProp}, but with
     *
     * <pre>
     * m = fma(1 - alpha, g', alpha m)
     * v = fma(momentum, v, g' / (sqrt(max(fma(-m, m, s), 0)) + epsilon))
     * </pre>
     */
    void rmsPropCentered(int n, float rate, float alpha, float newShare, float epsilon, float momentum, float decay,
            float[] g, float[] w, float[] s, float[] m, float[] v, int offset);

    /**
     * Adam (Kingma &amp; Ba 2015, arXiv 1412.6980), with decay of the L2 kind, and AdamW (Loshchilov &amp; Hutter
     * 2019, arXiv 1711.05101), with decay of the weights themselves:
     *
     * <pre>
     * m = fma(1 - beta1, g', beta1 m)
     * s = fma((1 - beta2) g', g', beta2 s)
     * w = fma(-rate, m / fma(correction, sqrt(s), epsilon), fma(-shrinkage, w, w))
     * </pre>
     *
     * @param rate       learning rate over {@code 1 - beta1^step}
     * @param newShare1  {@code 1 - beta1}, rounded once
     * @param newShare2  {@code 1 - beta2}, rounded once
     * @param correction {@code 1 / sqrt(1 - beta2^step)}
     * @param decay      of the L2 kind
     * @param shrinkage  learning rate times the decay of the weights themselves
     */
    void adam(int n, float rate, float beta1, float newShare1, float beta2, float newShare2, float correction,
            float epsilon, float decay, float shrinkage, float[] g, float[] w, float[] m, float[] s, int offset);
}
