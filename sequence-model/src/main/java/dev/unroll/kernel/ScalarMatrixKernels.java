package dev.unroll.kernel;

import java.util.Arrays;

/** The plain loops that define {@link MatrixKernels}. A packed matrix is a row-major copy. */
final class ScalarMatrixKernels implements MatrixKernels {

    @Override
    public int packedLength(int k, int n) {
        return Math.multiplyExact(k, n);
    }

    @Override
    public void pack(int k, int n, float[] b, int bOffset, int bStride, float[] packed, int packedOffset) {
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bOffset + p * bStride, packed, packedOffset + p * n, n);
        }
    }

    @Override
    public void packTransposed(int k, int n, float[] t, int tOffset, int tStride, float[] packed, int packedOffset) {
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                packed[packedOffset + p * n + j] = t[tOffset + j * tStride + p];
            }
        }
    }

    @Override
    public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] c, int cOffset, int cStride) {
        for (int i = 0; i < m; i++) {
            int from = cOffset + i * cStride;
            Arrays.fill(c, from, from + n, 0f);
        }
        multiplyAdd(m, n, k, a, aOffset, aStride, packed, packedOffset, c, cOffset, cStride);
    }

    @Override
    public void multiplyAdd(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] c, int cOffset, int cStride) {
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cStride;
            for (int p = 0; p < k; p++) {
                float x = a[aOffset + i * aStride + p];
                int from = packedOffset + p * n;
                for (int j = 0; j < n; j++) {
                    c[row + j] = Math.fma(x, packed[from + j], c[row + j]);
                }
            }
        }
    }

    @Override
    public void multiplyBias(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] bias, int biasOffset, float[] c, int cOffset, int cStride) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(bias, biasOffset, c, cOffset + i * cStride, n);
        }
        multiplyAdd(m, n, k, a, aOffset, aStride, packed, packedOffset, c, cOffset, cStride);
    }

    @Override
    public void multiplyTransposedAdd(int m, int n, int rows, float[] a, int aOffset, int aStride, float[] b,
            int bOffset, int bStride, float[] c, int cOffset, int cStride) {
        for (int r = 0; r < rows; r++) {
            int from = bOffset + r * bStride;
            for (int i = 0; i < m; i++) {
                float x = a[aOffset + r * aStride + i];
                int row = cOffset + i * cStride;
                for (int j = 0; j < n; j++) {
                    c[row + j] = Math.fma(x, b[from + j], c[row + j]);
                }
            }
        }
    }
}
