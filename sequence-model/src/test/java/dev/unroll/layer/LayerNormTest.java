package dev.unroll.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;

import dev.unroll.engine.Engine;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerNormTest {

    private static float[] random(int size, RandomStream stream) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return values;
    }

    private static double[] reference(int rows, int n, double[] x, double[] gain, double[] bias) {
        double[] y = new double[rows * n];
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            double variance = 0;
            for (int j = 0; j < n; j++) {
                mean += x[r * n + j] / n;
            }
            for (int j = 0; j < n; j++) {
                variance += (x[r * n + j] - mean) * (x[r * n + j] - mean) / n;
            }
            for (int j = 0; j < n; j++) {
                y[r * n + j] = (x[r * n + j] - mean) / Math.sqrt(variance + 1e-5) * gain[j] + bias[j];
            }
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "3, 7", "9, 33", "20, 64"})
    void forwardMatchesReferenceAndBackwardMatchesCentralDifferences(int rows, int n) {
        RandomStream stream = Randomness.of(rows, Purpose.PROBE).stream();
        LayerNorm norm = new LayerNorm("norm", n, Engine.withThreads(2));
        Parameter gain = norm.parameters().get(0);
        Parameter bias = norm.parameters().get(1);
        System.arraycopy(random(n, stream), 0, gain.value(), 0, n);
        System.arraycopy(random(n, stream), 0, bias.value(), 0, n);
        float[] x = random(rows * n, stream);
        float[] dy = random(rows * n, stream);

        float[] y = new float[rows * n];
        norm.prepare(rows);
        int half = rows / 2;
        norm.forwardRows(half, rows, x, y);
        norm.forwardRows(0, half, x, y);
        double[] xd = toDouble(x);
        double[] gaind = toDouble(gain.value());
        double[] biasd = toDouble(bias.value());
        assertClose("y", y, reference(rows, n, xd, gaind, biasd), 1e-5, 1e-5);

        DoubleSupplier loss = () -> {
            double[] out = reference(rows, n, xd, gaind, biasd);
            double sum = 0;
            for (int i = 0; i < out.length; i++) {
                sum += out[i] * dy[i];
            }
            return sum;
        };
        float[] dx = new float[rows * n];
        Arrays.fill(dx, 1f);
        norm.inputGradientRows(0, half, x, dy, dx);
        norm.inputGradientRows(half, rows, x, dy, dx);
        for (int i = 0; i < dx.length; i++) {
            dx[i] -= 1f;
        }
        GradientSums sums = new GradientSums(norm.parameters());
        norm.parameterGradientRows(0, half, x, dy, sums);
        norm.parameterGradientRows(half, rows, x, dy, sums);
        norm.parameterGradients(rows, x, dy);
        assertThat(sums.of(gain)).isEqualTo(gain.gradient());
        assertThat(sums.of(bias)).isEqualTo(bias.gradient());
        assertGradientClose("dx", dx, CentralDifferences.gradient(xd, loss), 1e-4);
        assertGradientClose("dGain", gain.gradient(), CentralDifferences.gradient(gaind, loss), 1e-4);
        assertGradientClose("dBias", bias.gradient(), CentralDifferences.gradient(biasd, loss), 1e-4);
    }
}
