package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixKernelsTest {

    private static final MatrixKernels SCALAR = Kernels.scalar().matrix();
    private static final MatrixKernels VECTOR = Kernels.vector().matrix();

    private enum Product {
        MULTIPLY, MULTIPLY_ADD, MULTIPLY_BIAS, TRANSPOSED_ADD
    }

    /**
     * Operands as tight as can be at the end, so that reading beyond them throws; C has margins that must not change.
     */
    private record Operands(Product product, int m, int n, int k, int offset, int slack, float[] a, float[] b,
            float[] bias, float[] c) {

        static Operands of(Product product, int m, int n, int k, int offset, int slack, boolean special) {
            boolean transposed = product == Product.TRANSPOSED_ADD;
            int aRows = transposed ? k : m;
            int aColumns = transposed ? m : k;
            int seed = 1 + m + 10 * n + 100 * k;
            float[][] arrays = new float[4][];
            int[] lengths = {length(aRows, aColumns, offset, slack), length(k, n, offset, slack), offset + n,
                length(m, n, offset, slack) + 40};
            for (int i = 0; i < arrays.length; i++) {
                arrays[i] = special ? SameBits.withSpecial(lengths[i], seed + i)
                        : SameBits.ordinary(lengths[i], seed + i);
            }
            return new Operands(product, m, n, k, offset, slack, arrays[0], arrays[1], arrays[2], arrays[3]);
        }

        private static int length(int rows, int columns, int offset, int slack) {
            return rows == 0 ? offset : offset + (rows - 1) * (columns + slack) + columns;
        }

        float[] run(MatrixKernels kernels) {
            float[] out = c.clone();
            if (product == Product.TRANSPOSED_ADD) {
                kernels.multiplyTransposedAdd(m, n, k, a, offset, m + slack, b, offset, n + slack,
                        out, offset, n + slack);
                return out;
            }
            float[] packed = new float[offset + kernels.packedLength(k, n)];
            kernels.pack(k, n, b, offset, n + slack, packed, offset);
            if (product == Product.MULTIPLY) {
                kernels.multiply(m, n, k, a, offset, k + slack, packed, offset, out, offset, n + slack);
            } else if (product == Product.MULTIPLY_ADD) {
                kernels.multiplyAdd(m, n, k, a, offset, k + slack, packed, offset, out, offset, n + slack);
            } else {
                kernels.multiplyBias(m, n, k, a, offset, k + slack, packed, offset, bias, offset,
                        out, offset, n + slack);
            }
            return out;
        }

        void assertSameBits() {
            SameBits.assertSameBits(run(VECTOR), run(SCALAR), product + " m=" + m + " n=" + n + " k=" + k);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void vectorsHaveTheBitsOfThePlainLoopsAndTouchNothingElse(Product product) {
        for (int m : SameBits.SIZES) {
            for (int n : SameBits.SIZES) {
                for (int k : new int[] {0, 1, 2, 5, 33}) {
                    Operands.of(product, m, n, k, 0, 0, false).assertSameBits();
                    Operands.of(product, m, n, k, 3, 2, false).assertSameBits();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void vectorsHaveTheBitsOfThePlainLoopsOnLongChains(Product product) {
        for (int k : new int[] {129, 256, 257, 600}) {
            Operands.of(product, 13, 33, k, 3, 2, false).assertSameBits();
            Operands.of(product, 1, 300, k, 3, 2, false).assertSameBits();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void vectorsHaveTheBitsOfThePlainLoopsOnSpecialValues(Product product) {
        for (int size : SameBits.SIZES) {
            Operands.of(product, size, size, 7, 1, 1, true).assertSameBits();
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void plainLoopsAgreeWithDouble(Product product) {
        int m = 5;
        int n = 7;
        int k = 13;
        Operands operands = Operands.of(product, m, n, k, 2, 3, false);
        float[] out = operands.run(SCALAR);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = 2 + i * (n + 3) + j;
                double expected = switch (product) {
                    case MULTIPLY -> 0;
                    case MULTIPLY_BIAS -> operands.bias[2 + j];
                    default -> operands.c[at];
                };
                for (int p = 0; p < k; p++) {
                    double a = operands.a[2 + (product == Product.TRANSPOSED_ADD ? p * (m + 3) + i : i * (k + 3) + p)];
                    expected += a * operands.b[2 + p * (n + 3) + j];
                }
                assertThat((double) out[at]).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @Test
    void packingTheTransposeIsPackingWhatItIsTheTransposeOf() {
        for (MatrixKernels kernels : new MatrixKernels[] {SCALAR, VECTOR}) {
            for (int n : SameBits.SIZES) {
                int k = 9;
                float[] b = SameBits.ordinary(k * n, 5);
                float[] t = new float[n * k];
                for (int i = 0; i < k * n; i++) {
                    t[i % Math.max(n, 1) * k + i / Math.max(n, 1)] = b[i];
                }
                float[] packed = new float[kernels.packedLength(k, n) + 1];
                float[] packedTransposed = packed.clone();
                kernels.pack(k, n, b, 0, n, packed, 1);
                kernels.packTransposed(k, n, t, 0, k, packedTransposed, 1);
                SameBits.assertSameBits(packedTransposed, packed, "n=" + n);
            }
        }
    }

    @Test
    void splittingRowsOrTheInnerIndexChangesNoBit() {
        int m = 21;
        int n = 50;
        int k = 33;
        float[] a = SameBits.ordinary(m * k, 1);
        float[] b = SameBits.ordinary(k * n, 2);
        float[] whole = new float[m * n];
        float[] packed = new float[VECTOR.packedLength(k, n)];
        VECTOR.pack(k, n, b, 0, n, packed, 0);
        VECTOR.multiply(m, n, k, a, 0, k, packed, 0, whole, 0, n);

        float[] parts = new float[m * n];
        VECTOR.pack(10, n, b, 0, n, packed, 0);
        VECTOR.multiply(m, n, 10, a, 0, k, packed, 0, parts, 0, n);
        VECTOR.pack(k - 10, n, b, 10 * n, n, packed, 0);
        VECTOR.multiplyAdd(6, n, k - 10, a, 10, k, packed, 0, parts, 0, n);
        VECTOR.multiplyAdd(m - 6, n, k - 10, a, 6 * k + 10, k, packed, 0, parts, 6 * n, n);
        SameBits.assertSameBits(parts, whole, "parts");
    }
}
