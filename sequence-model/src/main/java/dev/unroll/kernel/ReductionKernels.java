package dev.unroll.kernel;

/**
 * Sums and their kin, in a pattern that no lane width changes.
 *
 * <p>Along a row: 16 partial sums, of which number l takes the elements {@code l, l + 16, l + 32, …} in this order;
 * then the tree {@code s[l] += s[l + 8]} for l below 8, {@code s[l] += s[l + 4]}, {@code s[l] += s[l + 2]},
 * {@code s[0] + s[1]}. Down a column: one chain in ascending order of the rows.
 */
public interface ReductionKernels {

    /** Sum of n values; 0 if there are none. */
    float sum(int n, float[] x, int xOffset);

    /** Sum of squares, each partial sum a chain of {@code fma(x, x, s)}. */
    float sumOfSquares(int n, float[] x, int xOffset);

    /** Inner product, each partial sum a chain of {@code fma(x, y, s)}. */
    float dot(int n, float[] x, int xOffset, float[] y, int yOffset);

    /** Greatest of n values, at least one; NaN if any is NaN. */
    float max(int n, float[] x, int xOffset);

    /**
     * {@code sums[j] += x[i][j]} over the rows i in ascending order.
     *
     * @param x    {@code [rows, n]}, read
     * @param sums {@code [n]}, accumulated into
     */
    void sumRows(int rows, int n, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset);

    /**
     * Softmax of each row: {@code y = exp(x - max x) / sum exp(x - max x)}, the sum in the pattern along a row.
     *
     * @param x {@code [rows, n]}, read
     * @param y {@code [rows, n]}, overwritten; may be x with the same stride
     */
    void softmax(int rows, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride);
}
