package dev.unroll.layer;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Closeness.assertSameBits;
import static dev.unroll.testing.Numbers.toDouble;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseTest {

    private static float[] random(int size, RandomStream stream) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return values;
    }

    private static double[] reference(int rows, int in, int out, double[] x, double[] weight, double[] bias) {
        double[] y = new double[rows * out];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                double sum = bias[o];
                for (int i = 0; i < in; i++) {
                    sum += x[r * in + i] * weight[i * out + o];
                }
                y[r * out + o] = sum;
            }
        }
        return y;
    }

    private static double project(double[] y, float[] direction) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * direction[i];
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 2", "70, 33, 40", "130, 7, 1"})
    void forwardMatchesReferenceAndBackwardMatchesCentralDifferences(int rows, int in, int out) {
        RandomStream stream = Randomness.of(rows, Purpose.PROBE).stream();
        Dense dense = new Dense("dense", in, out, Engine.withThreads(1));
        System.arraycopy(random(in * out, stream), 0, dense.weight().value(), 0, in * out);
        System.arraycopy(random(out, stream), 0, dense.bias().value(), 0, out);
        float[] x = random(rows * in, stream);
        float[] dy = random(rows * out, stream);

        float[] y = new float[rows * out];
        dense.forward(rows, x, y);
        double[] xd = toDouble(x);
        double[] weight = toDouble(dense.weight().value());
        double[] bias = toDouble(dense.bias().value());
        assertClose("y", y, reference(rows, in, out, xd, weight, bias), 1e-4, 1e-4);

        float[] dx = new float[rows * in];
        dense.backward(rows, x, dy, dx);
        assertGradientClose("dx", dx, CentralDifferences.gradient(xd,
                () -> project(reference(rows, in, out, xd, weight, bias), dy)), 1e-4);
        assertGradientClose("dW", dense.weight().gradient(), CentralDifferences.gradient(weight,
                () -> project(reference(rows, in, out, xd, weight, bias), dy)), 1e-4);
        assertGradientClose("db", dense.bias().gradient(), CentralDifferences.gradient(bias,
                () -> project(reference(rows, in, out, xd, weight, bias), dy)), 1e-4);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 5", "130, 33, 129"})
    void threadsAndKernelsChangeNoBit(int rows, int in, int out) {
        Engine plain = new Engine(Kernels.scalar(), new Workers(1));
        Engine team = Engine.withThreads(3);
        float[][] expected = run(rows, in, out, plain);
        float[][] actual = run(rows, in, out, team);
        for (int i = 0; i < expected.length; i++) {
            assertSameBits("array " + i, actual[i], expected[i], expected[i].length);
        }
        team.workers().close();
    }

    private static float[][] run(int rows, int in, int out, Engine engine) {
        RandomStream stream = Randomness.of(9, Purpose.PROBE).stream();
        Dense dense = new Dense("dense", in, out, engine)
                .initializeGlorot(Randomness.of(1, Purpose.INITIALIZATION));
        float[] x = random(rows * in, stream);
        float[] dy = random(rows * out, stream);
        float[] y = new float[rows * out];
        float[] dx = new float[rows * in];
        dense.forward(rows, x, y);
        dense.backward(rows, x, dy, dx);
        return new float[][] {y, dx, dense.weight().gradient(), dense.bias().gradient()};
    }
}
