package dev.unroll.kernel;

/**
 * Functions applied value by value to contiguous ranges. Input and output may be the same range; otherwise they must
 * not overlap. {@link FloatMath} defines the functions and states their greatest errors.
 */
public interface ElementwiseKernels {

    /** {@code y = exp(x)}. */
    void exp(int n, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code y = tanh(x)}. */
    void tanh(int n, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code y = 1 / (1 + exp(-x))}. */
    void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code y = max(x, 0)}; NaN stays NaN. */
    void relu(int n, float[] x, int xOffset, float[] y, int yOffset);

    /**
     * Gradient of {@link #relu}: {@code dx = y > 0 ? dy : 0}.
     *
     * @param y  the function's output, read
     * @param dy read
     * @param dx overwritten; may be {@code dy}
     */
    void reluBackward(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);

    /** {@code y = x Φ(x)} with Φ the normal distribution function (Hendrycks &amp; Gimpel 2016, arXiv 1606.08415). */
    void gelu(int n, float[] x, int xOffset, float[] y, int yOffset);

    /**
     * Gradient of {@link #gelu}: {@code dx = dy (Φ(x) + x φ(x))} with φ the normal density.
     *
     * @param x  the function's input, read
     * @param dy read
     * @param dx overwritten; may be {@code dy}
     */
    void geluBackward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);

    /** {@code y = x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2}, which approximates {@link #gelu}. */
    void geluTanh(int n, float[] x, int xOffset, float[] y, int yOffset);

    /**
     * Gradient of {@link #geluTanh}.
     *
     * @param x  the function's input, read
     * @param dy read
     * @param dx overwritten; may be {@code dy}
     */
    void geluTanhBackward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);

    /** {@code y = (g σ(g)) u} with σ the logistic function (Shazeer 2020, arXiv 2002.05202). */
    void swiGlu(int n, float[] g, int gOffset, float[] u, int uOffset, float[] y, int yOffset);

    /**
     * Gradient of {@link #swiGlu}: {@code dg = (dy u) (σ (1 + g (1 - σ)))}, {@code du = dy (g σ)}.
     *
     * @param g  the gates, read
     * @param u  what they let through, read
     * @param dy read
     * @param dg overwritten
     * @param du overwritten
     */
    void swiGluBackward(int n, float[] g, int gOffset, float[] u, int uOffset, float[] dy, int dyOffset, float[] dg,
            int dgOffset, float[] du, int duOffset);

    /** {@code y += x}. */
    void add(int n, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code y = x * z}; y may be x or z. */
    void multiply(int n, float[] x, int xOffset, float[] z, int zOffset, float[] y, int yOffset);

    /** {@code y = factor * x}. */
    void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code y = fma(factor, x, y)}. */
    void multiplyAdd(int n, float factor, float[] x, int xOffset, float[] y, int yOffset);
}
