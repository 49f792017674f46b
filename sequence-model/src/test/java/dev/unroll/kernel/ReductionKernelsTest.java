package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionKernelsTest {

    private static final ReductionKernels SCALAR = Kernels.scalar().reduction();
    private static final ReductionKernels VECTOR = Kernels.vector().reduction();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void vectorsHaveTheBitsOfThePlainLoops(int n) {
        for (boolean special : new boolean[] {false, true}) {
            float[] x = special ? SameBits.withSpecial(n + 3, n + 1) : SameBits.ordinary(n + 3, n + 1);
            float[] y = SameBits.ordinary(n + 2, n + 2);
            int least = Math.max(n, 1);
            float[] expected = {SCALAR.sum(n, x, 3), SCALAR.sumOfSquares(n, x, 3), SCALAR.dot(n, x, 3, y, 2),
                SCALAR.max(least, x, 0)};
            float[] actual = {VECTOR.sum(n, x, 3), VECTOR.sumOfSquares(n, x, 3), VECTOR.dot(n, x, 3, y, 2),
                VECTOR.max(least, x, 0)};
            SameBits.assertSameBits(actual, expected, "n=" + n);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void vectorsHaveTheBitsOfThePlainLoopsOnRowsAndTouchNothingElse(int n) {
        float[] x = SameBits.ordinary(2 + 4 * (n + 3), 1);
        float[] expected = SameBits.ordinary(1 + 4 * (n + 2), 2);
        float[] actual = expected.clone();
        SCALAR.softmax(4, n, x, 2, n + 3, expected, 1, n + 2);
        VECTOR.softmax(4, n, x, 2, n + 3, actual, 1, n + 2);
        SameBits.assertSameBits(actual, expected, "softmax");
        SCALAR.sumRows(4, n, x, 2, n + 3, expected, 1);
        VECTOR.sumRows(4, n, x, 2, n + 3, actual, 1);
        SameBits.assertSameBits(actual, expected, "sumRows");
    }

    @Test
    void sumsAddSixteenStridedPartsAndThenHalves() {
        float[] x = SameBits.ordinary(37, 3);
        float[] parts = new float[16];
        for (int i = 0; i < x.length; i++) {
            parts[i & 15] += x[i];
        }
        float[] pairs = new float[8];
        for (int l = 0; l < 8; l++) {
            pairs[l] = parts[l] + parts[l + 8];
        }
        float even = (pairs[0] + pairs[4]) + (pairs[2] + pairs[6]);
        float odd = (pairs[1] + pairs[5]) + (pairs[3] + pairs[7]);
        assertThat(SCALAR.sum(x.length, x, 0)).isEqualTo(even + odd);
    }

    @Test
    void softmaxIsNormalizedExpAndDoesNotOverflow() {
        float[] x = {1000f, 1001f, 998f};
        SCALAR.softmax(1, 3, x, 0, 3, x, 0, 3);
        double sum = StrictMath.exp(-1) + 1 + StrictMath.exp(-3);
        assertThat((double) x[0]).isCloseTo(StrictMath.exp(-1) / sum, within(1e-7));
        assertThat((double) x[1]).isCloseTo(1 / sum, within(1e-7));
        assertThat((double) x[2]).isCloseTo(StrictMath.exp(-3) / sum, within(1e-7));
    }

    @Test
    void maximumOfAnyNaNIsNaN() {
        for (ReductionKernels kernels : new ReductionKernels[] {SCALAR, VECTOR}) {
            for (int at = 0; at < 40; at++) {
                float[] x = SameBits.ordinary(40, 1);
                x[at] = Float.NaN;
                assertThat(kernels.max(40, x, 0)).isNaN();
            }
        }
    }
}
