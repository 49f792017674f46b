package dev.unroll.kernel;

/**
 * Layer normalization (Ba, Kiros &amp; Hinton 2016, arXiv 1607.06450) of each row of {@code [rows, n]}, rows
 * contiguous:
 *
 * <pre>
 * mean = sum(x) / n
 * rstd = 1 / sqrt(sum((x - mean)²) / n + epsilon)      in double, rounded once
 * y    = (x - mean) rstd gain + bias                    the last two as one fma
 * </pre>
 *
 * and root mean square normalization (Zhang &amp; Sennrich 2019, arXiv 1910.07467):
 *
 * <pre>
 * rrms = 1 / sqrt(sum(x²) / n + epsilon)               in double, rounded once
 * y    = (x rrms) gain
 * </pre>
 *
 * Sums have the pattern along a row of {@link ReductionKernels}; those down the rows are chains in ascending order.
 */
public interface NormalizationKernels {

    /**
     * @param x    {@code [rows, n]}, read
     * @param gain {@code [n]}, read
     * @param bias {@code [n]}, read
     * @param y    {@code [rows, n]}, overwritten
     * @param mean {@code [rows]}, overwritten, kept for backward
     * @param rstd {@code [rows]}, overwritten, kept for backward
     */
    void layerNorm(int rows, int n, float epsilon, float[] x, int xOffset, float[] gain, float[] bias,
            float[] y, int yOffset, float[] mean, float[] rstd, int statisticsOffset);

    /**
     * Gradient with respect to the input.
     *
     * @param dy {@code [rows, n]}, read
     * @param dx {@code [rows, n]}, accumulated into, so that a residual branch adds up without another pass
     */
    void layerNormBackward(int rows, int n, float[] x, int xOffset, float[] gain, float[] mean, float[] rstd,
            int statisticsOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);

    /**
     * Gradients with respect to gain and bias, for the columns {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param dGain {@code [n]}, accumulated into
     * @param dBias {@code [n]}, accumulated into
     */
    void layerNormParameterGradients(int rows, int n, int from, int to, float[] x, int xOffset, float[] mean,
            float[] rstd, int statisticsOffset, float[] dy, int dyOffset, float[] dGain, float[] dBias);

    /**
     * @param x    {@code [rows, n]}, read
     * @param gain {@code [n]}, read
     * @param y    {@code [rows, n]}, overwritten
     * @param rrms {@code [rows]}, overwritten, kept for backward
     */
    void rmsNorm(int rows, int n, float epsilon, float[] x, int xOffset, float[] gain, float[] y, int yOffset,
            float[] rrms, int statisticsOffset);

    /**
     * Gradient of {@link #rmsNorm} with respect to the input.
     *
     * @param dy {@code [rows, n]}, read
     * @param dx {@code [rows, n]}, accumulated into
     */
    void rmsNormBackward(int rows, int n, float[] x, int xOffset, float[] gain, float[] rrms, int statisticsOffset,
            float[] dy, int dyOffset, float[] dx, int dxOffset);

    /**
     * Gradient of {@link #rmsNorm} with respect to gain, for the columns {@code from} (inclusive) to {@code to}
     * (exclusive).
     *
     * @param dGain {@code [n]}, accumulated into
     */
    void rmsNormParameterGradients(int rows, int n, int from, int to, float[] x, int xOffset, float[] rrms,
            int statisticsOffset, float[] dy, int dyOffset, float[] dGain);
}
