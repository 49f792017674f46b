package dev.unroll.layer;

import dev.unroll.model.Parameter;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/** Ways to fill a parameter before training. Each draws from a key of its own, derived from the parameter's name. */
public final class Initializers {

    private Initializers() {
    }

    /** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot &amp; Bengio 2010). */
    public static void glorotUniform(Parameter parameter, int fanIn, int fanOut, Randomness randomness) {
        uniform(parameter, (float) Math.sqrt(6.0 / (fanIn + fanOut)), randomness);
    }

    /** Uniform in ±limit. */
    public static void uniform(Parameter parameter, float limit, Randomness randomness) {
        RandomStream stream = randomness.derive(parameter.name()).stream();
        float[] value = parameter.value();
        for (int i = 0; i < value.length; i++) {
            value[i] = stream.nextUniform(-limit, limit);
        }
    }

    /** Normal with mean 0 and this standard deviation. */
    public static void normal(Parameter parameter, float deviation, Randomness randomness) {
        RandomStream stream = randomness.derive(parameter.name()).stream();
        float[] value = parameter.value();
        for (int i = 0; i < value.length; i++) {
            value[i] = (float) (stream.nextGaussian() * deviation);
        }
    }

    /**
     * The rows of each {@code [m, n]} block of columns orthonormal and uniformly distributed (Haar): Gram-Schmidt, in
     * double and with one reorthogonalization, of normal draws (Saxe, McClelland &amp; Ganguli 2014; Mezzadri 2007).
     *
     * @param parameter {@code [m, blocks * n]}, with m at most n
     */
    public static void orthogonalBlocks(Parameter parameter, int n, Randomness randomness) {
        RandomStream stream = randomness.derive(parameter.name()).stream();
        float[] value = parameter.value();
        int rows = parameter.shape()[0];
        int columns = value.length / rows;
        for (int block = 0; block < columns / n; block++) {
            double[][] q = new double[rows][n];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < n; j++) {
                    q[i][j] = stream.nextGaussian();
                }
                for (int pass = 0; pass < 2; pass++) {
                    for (int k = 0; k < i; k++) {
                        double projection = 0;
                        for (int j = 0; j < n; j++) {
                            projection += q[i][j] * q[k][j];
                        }
                        for (int j = 0; j < n; j++) {
                            q[i][j] -= projection * q[k][j];
                        }
                    }
                }
                double square = 0;
                for (double x : q[i]) {
                    square += x * x;
                }
                double norm = Math.sqrt(square);
                for (int j = 0; j < n; j++) {
                    q[i][j] /= norm;
                    value[i * columns + block * n + j] = (float) q[i][j];
                }
            }
        }
    }

    /** The same value everywhere. */
    public static void constant(Parameter parameter, float value) {
        Arrays.fill(parameter.value(), value);
    }
}
