package dev.unroll.gradient;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/** Matrices from a seed. */
final class RandomMatrices {

    private final RandomStream random;

    RandomMatrices(long seed) {
        random = Randomness.of(seed, Purpose.PROBE).stream();
    }

    double[] gaussian(int rows, int columns) {
        double[] matrix = new double[rows * columns];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = random.nextGaussian();
        }
        return matrix;
    }

    double[] orthogonal(int n) {
        double[] matrix = gaussian(n, n);
        new HouseholderQr(n, n).decompose(matrix);
        return matrix;
    }

    /** U diag(values) V with U and V transposed orthogonal. */
    static double[] product(double[] u, double[] values, double[] v) {
        int n = values.length;
        double[] scaled = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = u[i * n + j] * values[j];
            }
        }
        double[] product = new double[n * n];
        Matrices.multiply(n, n, n, scaled, v, product);
        return product;
    }

    /** Q (diag(eigenvalues) + a random upper triangle) Qᵀ: not normal. */
    double[] withEigenvalues(double... eigenvalues) {
        int n = eigenvalues.length;
        double[] upper = gaussian(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                upper[i * n + j] = i == j ? eigenvalues[i] : 0;
            }
        }
        double[] q = orthogonal(n);
        double[] half = new double[n * n];
        double[] w = new double[n * n];
        Matrices.multiply(n, n, n, q, upper, half);
        Matrices.multiply(n, n, n, half, Matrices.transpose(n, n, q), w);
        return w;
    }
}
