package dev.unroll.kernel;

/**
 * Matrix products on row-major {@code float[]} views given by offset and stride (the distance between rows).
 *
 * <p>Every output is one chain of fused multiply-adds in ascending order of the inner index, started from 0, from the
 * old output or from a bias: {@code acc = start; for (p) acc = fma(a[i][p], b[p][j], acc)}. Hence the bits depend
 * neither on how rows and columns are divided among calls, threads and tiles, nor, since a chain may be continued by an
 * adding call, on how the inner index is.
 *
 * <p>The right-hand matrix of the first three products is packed beforehand. What a packed matrix looks like is each
 * implementation's own business; {@link #packedLength} tells how much room it takes.
 *
 * <p>Legend: A is {@code [m, k]}, B is {@code [k, n]}, C is {@code [m, n]}. Sizes may be any from 0 (which does
 * nothing) upward. C must not overlap A or B.
 */
public interface MatrixKernels {

    /** Floats that a packed {@code [k, n]} matrix takes. */
    int packedLength(int k, int n);

    /**
     * Packs B for the products below.
     *
     * @param b      {@code [k, n]}, read
     * @param packed from {@code packedOffset}, {@code packedLength(k, n)} floats, overwritten
     */
    void pack(int k, int n, float[] b, int bOffset, int bStride, float[] packed, int packedOffset);

    /**
     * Packs the transpose of a matrix: B of the products below is then {@code [k, n]} with {@code b[p][j] = t[j][p]}.
     *
     * @param t      {@code [n, k]}, read
     * @param packed from {@code packedOffset}, {@code packedLength(k, n)} floats, overwritten
     */
    void packTransposed(int k, int n, float[] t, int tOffset, int tStride, float[] packed, int packedOffset);

    /** {@code C = A B}: A and packed B are read, C is overwritten. */
    void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] c, int cOffset, int cStride);

    /** {@code C += A B}: A and packed B are read, C is accumulated into. */
    void multiplyAdd(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] c, int cOffset, int cStride);

    /**
     * {@code C = bias + A B} with the bias added to each row: A, packed B and the bias are read, C is overwritten.
     *
     * @param bias {@code [n]}
     */
    void multiplyBias(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] bias, int biasOffset, float[] c, int cOffset, int cStride);

    /**
     * {@code C += Aᵀ B}: the chain runs over the rows that A and B share, in ascending order.
     *
     * @param a {@code [rows, m]}, read
     * @param b {@code [rows, n]}, not packed, read
     * @param c {@code [m, n]}, accumulated into
     */
    void multiplyTransposedAdd(int m, int n, int rows, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride);
}
