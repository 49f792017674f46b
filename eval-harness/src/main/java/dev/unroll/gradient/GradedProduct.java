package dev.unroll.gradient;

import java.util.Arrays;

/**
 * A long product of square matrices, kept so that its small singular values keep their digits beside the large ones, and
 * so that neither runs out of the range of a double:
 *
 * <pre>
 * P = U diag(e^d) T        U orthogonal, d falling, T of moderate size
 * </pre>
 *
 * <p>Multiplied out, a product of n matrices would hold singular values only down to 1e-16 times the greatest, which a
 * product over some dozens of steps passes. Each factor is therefore taken in by a decomposition with pivoting, A U e^d = U'
 * e^d' R with R of entries up to 1 (the stratification of Loh et al. 1989 and Bai, Lee, Li &amp; Xu 2011, "Stable solutions
 * of linear systems involving long chain of matrix multiplications"). Singular values then come from one-sided Jacobi
 * rotations of the rows of T, each with its own scale e^d, which find all of them to nearly full relative precision (Demmel
 * &amp; Veselić 1992, "Jacobi's method is more accurate than QR").
 */
final class GradedProduct {

    /** The logarithm that stands for that of 0. */
    static final double LOG_OF_NOTHING = StrictMath.log(Double.MIN_NORMAL);

    private static final double PRECISION = 1e-15;
    private static final int MOST_SWEEPS = 60;

    private final int n;
    private final HouseholderQr qr;
    private double[] u;
    private double[] t;
    private double[] next;
    private final double[] logs;

    /** The identity. */
    GradedProduct(int n) {
        this.n = n;
        qr = new HouseholderQr(n, n);
        u = Matrices.identity(n);
        t = Matrices.identity(n);
        next = new double[n * n];
        logs = new double[n];
    }

    /**
     * {@code P = A P}.
     *
     * @param a {@code [n, n]}, read
     */
    void multiplyLeft(double[] a) {
        Matrices.multiply(n, n, n, a, u, next);
        double[] free = u;
        u = next;
        qr.decompose(u, logs);
        takeIn(free);
        next = t;
        t = free;
    }

    /** {@code t' = diag(1/|R_ii| e^-d_i) R e^d Pᵀ t}, and the diagonal goes to d. */
    private void takeIn(double[] product) {
        double[] r = qr.r();
        int[] order = qr.order();
        double[] before = logs.clone();
        Arrays.fill(product, 0);
        for (int i = 0; i < n; i++) {
            double diagonal = r[i * n + i];
            for (int j = i; j < n; j++) {
                double share = j == i ? 1 : diagonal == 0 ? 0
                        : r[i * n + j] / diagonal * StrictMath.exp(before[order[j]] - before[order[i]]);
                if (share == 0) {
                    continue;
                }
                for (int c = 0; c < n; c++) {
                    product[i * n + c] += share * t[order[j] * n + c];
                }
            }
            logs[i] = before[order[i]] + (diagonal == 0 ? LOG_OF_NOTHING : StrictMath.log(diagonal));
        }
    }

    /** Natural logarithms of the singular values, falling. */
    double[] logSingularValues() {
        double[] rows = t.clone();
        double[] scale = logs.clone();
        boolean turned = true;
        for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
            turned = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    turned |= scale[p] >= scale[q] ? rotate(rows, p, q, StrictMath.exp(scale[q] - scale[p]))
                            : rotate(rows, q, p, StrictMath.exp(scale[p] - scale[q]));
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double square = dot(rows, i * n, rows, i * n);
            values[i] = -(scale[i] + (square == 0 ? LOG_OF_NOTHING : 0.5 * StrictMath.log(square)));
        }
        Arrays.sort(values);
        for (int i = 0; i < n; i++) {
            values[i] = -values[i];
        }
        return values;
    }

    /**
     * Makes two rows orthogonal that stand for {@code x} and {@code ratio y}, without ever forming the second, which may be
     * beyond the range of a double: with the tangent of the rotation {@code ratio τ}, x' = c (x - ratio² τ y) and y' = c (y
     * + τ x).
     *
     * @param ratio at most 1
     * @return false if they are orthogonal already
     */
    private boolean rotate(double[] rows, int p, int q, double ratio) {
        int x = p * n;
        int y = q * n;
        double xx = dot(rows, x, rows, x);
        double yy = dot(rows, y, rows, y);
        double xy = dot(rows, x, rows, y);
        if (!(Math.abs(xy) > PRECISION * Math.sqrt(xx) * Math.sqrt(yy))) {
            return false;
        }
        double gap = ratio * ratio * yy - xx;
        double tau = 2 * xy / (Math.abs(gap) + Math.sqrt(gap * gap + 4 * ratio * ratio * xy * xy));
        if (gap < 0) {
            tau = -tau;
        }
        double tangent = ratio * tau;
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double back = ratio * tangent;
        for (int c = 0; c < n; c++) {
            double first = rows[x + c];
            double second = rows[y + c];
            rows[x + c] = cosine * (first - back * second);
            rows[y + c] = cosine * (second + tau * first);
        }
        return true;
    }

    /** In four chains, added up in one order. */
    private double dot(double[] x, int xAt, double[] y, int yAt) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int c = 0;
        for (; c + 3 < n; c += 4) {
            s0 += x[xAt + c] * y[yAt + c];
            s1 += x[xAt + c + 1] * y[yAt + c + 1];
            s2 += x[xAt + c + 2] * y[yAt + c + 2];
            s3 += x[xAt + c + 3] * y[yAt + c + 3];
        }
        for (; c < n; c++) {
            s0 += x[xAt + c] * y[yAt + c];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
