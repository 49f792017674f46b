package dev.unroll.gradient;

/**
 * Some rows of a long product of square matrices, multiplied out, with a common power of two kept apart so that they
 * stay within the range of a double. Small rows and columns lose their digits beside large ones: see {@link GradedProduct}
 * where that matters.
 */
final class ScaledRows {

    private static final double LOG_2 = StrictMath.log(2);
    private static final int MOST = 400;

    private final int rows;
    private final int n;
    private double[] values;
    private double[] next;
    private long exponent;

    /** Rows of the identity, {@code [rows, n]} from {@code first} on. */
    ScaledRows(int rows, int n, int first) {
        this.rows = rows;
        this.n = n;
        values = new double[rows * n];
        next = new double[rows * n];
        for (int i = 0; i < rows; i++) {
            values[i * n + first + i] = 1;
        }
    }

    /** One row, {@code [n]}. */
    ScaledRows(double[] row) {
        rows = 1;
        n = row.length;
        values = row.clone();
        next = new double[n];
    }

    /**
     * {@code P = P A}.
     *
     * @param a {@code [n, n]}, read
     */
    void multiplyRight(double[] a) {
        Matrices.multiply(rows, n, n, values, a, next);
        double[] free = values;
        values = next;
        next = free;
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        int power = largest == 0 ? 0 : Math.getExponent(largest);
        if (Math.abs(power) > MOST) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.scalb(values[i], -power);
            }
            exponent += power;
        }
    }

    /** A value of the product divided by e to {@link #log}. */
    double value(int row, int column) {
        return values[row * n + column];
    }

    /** The natural logarithm of what the values are to be multiplied with. */
    double log() {
        return exponent * LOG_2;
    }

    /** The natural logarithm of the Frobenius norm; −∞ once nothing is left. */
    double logNorm() {
        return StrictMath.log(Matrices.norm(values)) + log();
    }
}
