package dev.unroll.gradient;

import java.util.Arrays;

/**
 * The decomposition A = Q R with orthonormal columns in Q and R upper triangular with a diagonal that is nowhere negative,
 * by Householder's reflections (Householder 1958; Golub &amp; Van Loan 2013, "Matrix computations", 5.2). Q is orthonormal
 * to rounding whatever the rank of A; a column that depends on those before it has 0 or rounding on the diagonal.
 *
 * <p>Legend: A and Q are {@code [n, k]}, R is {@code [k, k]}, n at least k, row-major. Buffers are made once; all
 * arithmetic is strict and in a fixed order, along rows so that the compiler can use vectors.
 */
public final class HouseholderQr {

    private final int n;
    private final int k;
    private final double[] r;
    private final double[] reflections;  // [k, n]
    private final double[] scales;
    private final double[] products;
    private final int[] order;

    public HouseholderQr(int n, int k) {
        if (k < 1 || k > n) {
            throw new IllegalArgumentException("there must be from 1 to " + n + " columns; got " + k);
        }
        this.n = n;
        this.k = k;
        r = new double[k * k];
        reflections = new double[k * n];
        scales = new double[k];
        products = new double[k];
        order = new int[k];
    }

    /** R of the latest decomposition, {@code [k, k]}, zero below the diagonal; overwritten by the next. */
    public double[] r() {
        return r;
    }

    /** The columns of A in the order in which the latest decomposition took them. */
    int[] order() {
        return order;
    }

    /** @param a A when read, overwritten by Q */
    public void decompose(double[] a) {
        decompose(a, null);
    }

    /**
     * Takes at each step the column of which most is left: its norm there times e to its weight.
     *
     * @param a          A when read, overwritten by Q
     * @param logWeights {@code [k]}, read; {@code null} takes the columns as they stand
     */
    void decompose(double[] a, double[] logWeights) {
        for (int j = 0; j < k; j++) {
            order[j] = j;
        }
        for (int j = 0; j < k; j++) {
            if (logWeights != null) {
                swap(a, j, heaviest(a, j, logWeights));
            }
            reflect(a, j);
        }
        takeTriangle(a);
        formQ(a);
        for (int j = 0; j < k; j++) {
            if (r[j * k + j] < 0) {
                flip(a, j);
            }
        }
    }

    private int heaviest(double[] a, int from, double[] logWeights) {
        Arrays.fill(products, from, k, 0);
        for (int row = from; row < n; row++) {
            for (int c = from; c < k; c++) {
                products[c] += a[row * k + c] * a[row * k + c];
            }
        }
        int best = from;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = from; c < k; c++) {
            double weight = 0.5 * StrictMath.log(products[c]) + logWeights[order[c]];
            if (weight > most) {
                most = weight;
                best = c;
            }
        }
        return best;
    }

    private void swap(double[] a, int c1, int c2) {
        if (c1 == c2) {
            return;
        }
        int column = order[c1];
        order[c1] = order[c2];
        order[c2] = column;
        for (int row = 0; row < n; row++) {
            double value = a[row * k + c1];
            a[row * k + c1] = a[row * k + c2];
            a[row * k + c2] = value;
        }
    }

    /** Makes column j zero below the diagonal and applies the same to those after it. */
    private void reflect(double[] a, int j) {
        int v = j * n;
        double largest = 0;
        for (int row = j; row < n; row++) {
            largest = Math.max(largest, Math.abs(a[row * k + j]));
        }
        scales[j] = 0;
        if (largest == 0) {
            return;
        }
        double square = 0;
        for (int row = j; row < n; row++) {
            double value = a[row * k + j] / largest;
            reflections[v + row] = value;
            square += value * value;
        }
        double norm = Math.sqrt(square);
        double head = reflections[v + j];
        double image = head > 0 ? -norm : norm;
        reflections[v + j] = head - image;
        scales[j] = 1 / (square - head * image);
        apply(j, j + 1, a);
        a[j * k + j] = image * largest;
    }

    /** {@code a -= scale v (vᵀ a)} for the columns from one on. */
    private void apply(int j, int from, double[] a) {
        int v = j * n;
        Arrays.fill(products, from, k, 0);
        for (int row = j; row < n; row++) {
            addScaled(reflections[v + row], a, row * k, products, 0, from);
        }
        for (int row = j; row < n; row++) {
            addScaled(-scales[j] * reflections[v + row], products, 0, a, row * k, from);
        }
    }

    private void addScaled(double scale, double[] x, int xAt, double[] y, int yAt, int from) {
        for (int c = from; c < k; c++) {
            y[yAt + c] += scale * x[xAt + c];
        }
    }

    private void takeTriangle(double[] a) {
        Arrays.fill(r, 0);
        for (int j = 0; j < k; j++) {
            System.arraycopy(a, j * k + j, r, j * k + j, k - j);
        }
    }

    private void formQ(double[] a) {
        Arrays.fill(a, 0, n * k, 0);
        for (int j = k - 1; j >= 0; j--) {
            a[j * k + j] = 1;
            if (scales[j] != 0) {
                apply(j, j, a);
            }
        }
    }

    private void flip(double[] a, int j) {
        for (int c = j; c < k; c++) {
            r[j * k + c] = -r[j * k + c];
        }
        for (int row = 0; row < n; row++) {
            a[row * k + j] = -a[row * k + j];
        }
    }
}
