package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationKernelsTest {

    private static final int ROWS = 3;
    private static final float EPSILON = 1e-5f;

    /** Everything the three kernels write, with margins of two before and after. */
    private static float[][] run(NormalizationKernels kernels, int n, int from, int to) {
        float[] x = SameBits.ordinary(2 + ROWS * n, 1);
        float[] gain = SameBits.ordinary(n, 2);
        float[] bias = SameBits.ordinary(n, 3);
        float[] dy = SameBits.ordinary(1 + ROWS * n, 4);
        float[] y = SameBits.ordinary(4 + ROWS * n, 5);
        float[] dx = SameBits.ordinary(4 + ROWS * n, 6);
        float[] mean = new float[ROWS + 2];
        float[] rstd = new float[ROWS + 2];
        float[] dGain = SameBits.ordinary(n, 7);
        float[] dBias = SameBits.ordinary(n, 8);
        kernels.layerNorm(ROWS, n, EPSILON, x, 2, gain, bias, y, 2, mean, rstd, 1);
        kernels.layerNormBackward(ROWS, n, x, 2, gain, mean, rstd, 1, dy, 1, dx, 2);
        kernels.layerNormParameterGradients(ROWS, n, from, to, x, 2, mean, rstd, 1, dy, 1, dGain, dBias);
        return new float[][] {y, mean, rstd, dx, dGain, dBias};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void vectorsHaveTheBitsOfThePlainLoopsAndTouchNothingElse(int n) {
        for (int from : new int[] {0, n / 3}) {
            float[][] expected = run(Kernels.scalar().normalization(), n, from, n - n / 4);
            float[][] actual = run(Kernels.vector().normalization(), n, from, n - n / 4);
            for (int i = 0; i < expected.length; i++) {
                SameBits.assertSameBits(actual[i], expected[i], "array " + i + ", n=" + n);
            }
        }
    }

    @Test
    void columnsOutsideTheRangeGetNoGradient() {
        float[][] part = run(Kernels.scalar().normalization(), 13, 4, 9);
        float[] untouched = SameBits.ordinary(13, 7);
        for (int j : new int[] {0, 3, 9, 12}) {
            assertThat(part[4][j]).isEqualTo(untouched[j]);
        }
        assertThat(part[4][4]).isNotEqualTo(untouched[4]);
    }

    /** Forward against its definition in double, gradients against central differences of that. */
    @Test
    void plainLoopsAgreeWithDouble() {
        int n = 13;
        float[][] results = run(Kernels.scalar().normalization(), n, 0, n);
        double[] x = doubles(SameBits.ordinary(2 + ROWS * n, 1), 2);
        double[] gain = doubles(SameBits.ordinary(n, 2), 0);
        double[] bias = doubles(SameBits.ordinary(n, 3), 0);
        double[] dy = doubles(SameBits.ordinary(1 + ROWS * n, 4), 1);
        double[] y = reference(n, x, gain, bias);
        float[] dxBefore = SameBits.ordinary(4 + ROWS * n, 6);
        for (int i = 0; i < ROWS * n; i++) {
            assertThat((double) results[0][2 + i]).isCloseTo(y[i], within(1e-5));
            double difference = slope(x, i, () -> product(dy, reference(n, x, gain, bias)));
            assertThat((double) results[3][2 + i] - dxBefore[2 + i]).isCloseTo(difference, within(2e-5));
        }
        float[] dGainBefore = SameBits.ordinary(n, 7);
        float[] dBiasBefore = SameBits.ordinary(n, 8);
        for (int j = 0; j < n; j++) {
            double dGain = slope(gain, j, () -> product(dy, reference(n, x, gain, bias)));
            double dBias = slope(bias, j, () -> product(dy, reference(n, x, gain, bias)));
            assertThat((double) results[4][j] - dGainBefore[j]).isCloseTo(dGain, within(2e-5));
            assertThat((double) results[5][j] - dBiasBefore[j]).isCloseTo(dBias, within(2e-5));
        }
    }

    private static float[][] runRootMeanSquare(NormalizationKernels kernels, int n, int from, int to) {
        float[] x = SameBits.ordinary(2 + ROWS * n, 1);
        float[] gain = SameBits.ordinary(n, 2);
        float[] dy = SameBits.ordinary(1 + ROWS * n, 4);
        float[] y = SameBits.ordinary(4 + ROWS * n, 5);
        float[] dx = SameBits.ordinary(4 + ROWS * n, 6);
        float[] rrms = new float[ROWS + 2];
        float[] dGain = SameBits.ordinary(n, 7);
        kernels.rmsNorm(ROWS, n, EPSILON, x, 2, gain, y, 2, rrms, 1);
        kernels.rmsNormBackward(ROWS, n, x, 2, gain, rrms, 1, dy, 1, dx, 2);
        kernels.rmsNormParameterGradients(ROWS, n, from, to, x, 2, rrms, 1, dy, 1, dGain);
        return new float[][] {y, rrms, dx, dGain};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void vectorsHaveTheBitsOfThePlainLoopsForRootMeanSquares(int n) {
        for (int from : new int[] {0, n / 3}) {
            float[][] expected = runRootMeanSquare(Kernels.scalar().normalization(), n, from, n - n / 4);
            float[][] actual = runRootMeanSquare(Kernels.vector().normalization(), n, from, n - n / 4);
            for (int i = 0; i < expected.length; i++) {
                SameBits.assertSameBits(actual[i], expected[i], "array " + i + ", n=" + n);
            }
        }
    }

    @Test
    void rootMeanSquaresAgreeWithDouble() {
        int n = 13;
        float[][] results = runRootMeanSquare(Kernels.scalar().normalization(), n, 0, n);
        double[] x = doubles(SameBits.ordinary(2 + ROWS * n, 1), 2);
        double[] gain = doubles(SameBits.ordinary(n, 2), 0);
        double[] dy = doubles(SameBits.ordinary(1 + ROWS * n, 4), 1);
        double[] y = rootMeanSquareReference(n, x, gain);
        float[] dxBefore = SameBits.ordinary(4 + ROWS * n, 6);
        for (int i = 0; i < ROWS * n; i++) {
            assertThat((double) results[0][2 + i]).isCloseTo(y[i], within(1e-5));
            double difference = slope(x, i, () -> product(dy, rootMeanSquareReference(n, x, gain)));
            assertThat((double) results[2][2 + i] - dxBefore[2 + i]).isCloseTo(difference, within(2e-5));
        }
        float[] dGainBefore = SameBits.ordinary(n, 7);
        for (int j = 0; j < n; j++) {
            double dGain = slope(gain, j, () -> product(dy, rootMeanSquareReference(n, x, gain)));
            assertThat((double) results[3][j] - dGainBefore[j]).isCloseTo(dGain, within(2e-5));
        }
    }

    private static double[] rootMeanSquareReference(int n, double[] x, double[] gain) {
        double[] y = new double[ROWS * n];
        for (int i = 0; i < ROWS; i++) {
            double square = 0;
            for (int j = 0; j < n; j++) {
                square += x[i * n + j] * x[i * n + j] / n;
            }
            for (int j = 0; j < n; j++) {
                y[i * n + j] = x[i * n + j] / Math.sqrt(square + EPSILON) * gain[j];
            }
        }
        return y;
    }

    private static double slope(double[] variable, int i, DoubleSupplier loss) {
        double value = variable[i];
        double step = 1e-5;
        variable[i] = value + step;
        double above = loss.getAsDouble();
        variable[i] = value - step;
        double below = loss.getAsDouble();
        variable[i] = value;
        return (above - below) / (2 * step);
    }

    private static double[] reference(int n, double[] x, double[] gain, double[] bias) {
        double[] y = new double[ROWS * n];
        for (int i = 0; i < ROWS; i++) {
            double mean = 0;
            double variance = 0;
            for (int j = 0; j < n; j++) {
                mean += x[i * n + j] / n;
            }
            for (int j = 0; j < n; j++) {
                variance += (x[i * n + j] - mean) * (x[i * n + j] - mean) / n;
            }
            for (int j = 0; j < n; j++) {
                y[i * n + j] = (x[i * n + j] - mean) / Math.sqrt(variance + EPSILON) * gain[j] + bias[j];
            }
        }
        return y;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] doubles(float[] values, int from) {
        double[] doubles = new double[values.length - from];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[from + i];
        }
        return doubles;
    }
}
