package dev.unroll.gradient;

import java.util.Arrays;

/** Products of small dense matrices in double, row-major, each sum in one order. */
public final class Matrices {

    private Matrices() {
    }

    /** The identity, {@code [n, n]}. */
    public static double[] identity(int n) {
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        return identity;
    }

    /**
     * {@code c = a b}.
     *
     * @param a {@code [rows, inner]}, read
     * @param b {@code [inner, columns]}, read
     * @param c {@code [rows, columns]}, overwritten; another array
     */
    public static void multiply(int rows, int inner, int columns, double[] a, double[] b, double[] c) {
        Arrays.fill(c, 0, rows * columns, 0);
        for (int i = 0; i < rows; i++) {
            for (int m = 0; m < inner; m++) {
                if (a[i * inner + m] != 0) {
                    addScaled(columns, a[i * inner + m], b, m * columns, c, i * columns);
                }
            }
        }
    }

    /** {@code y += scale x} for n values. */
    static void addScaled(int n, double scale, double[] x, int xAt, double[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] += scale * x[xAt + j];
        }
    }

    /** The transpose of {@code [rows, columns]}. */
    public static double[] transpose(int rows, int columns, double[] a) {
        double[] transposed = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = a[i * columns + j];
            }
        }
        return transposed;
    }

    /** The Euclidean norm. */
    static double norm(double[] x) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        return Math.sqrt(square);
    }
}
