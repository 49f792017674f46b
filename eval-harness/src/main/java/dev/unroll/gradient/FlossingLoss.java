package dev.unroll.gradient;

import dev.unroll.model.StateMap;
import dev.unroll.random.RandomStream;
import java.util.Arrays;

/**
 * How far the greatest Lyapunov exponents of a recurrence are from where they shall be, and the exact gradient of that with
 * respect to the weights, through all steps (Engelken 2023, arXiv 2312.17306):
 *
 * <pre>
 * loss = 1/k Σ_j (λ_j - λ*)²      λ_j = 1/N Σ_t ln R_t,jj      Q_t R_t = A_t = J_t Q_{t-1}
 * dA = (dQ + Q C) R^-ᵀ            C the lower triangle of R dRᵀ - dQᵀ Q, mirrored
 * dJ_t = dA Q_{t-1}ᵀ              dQ_{t-1} = J_tᵀ dA
 * </pre>
 *
 * <p>The gradient of the decomposition is that of Walter &amp; Lehmann 2012 (arXiv 1001.1654) in the form of Liao, Liu, Wang
 * &amp; Xiang 2019 (arXiv 1903.09650); that of J_t goes on through {@link StateMap#backward}, so second derivatives of the
 * cell are exact too, and the states' own gradient through time. The inputs of the layer are given: nothing flows into them.
 *
 * <p>Legend: S values of a state, k exponents, N steps after the transient. Keeps states, directions and R of all steps of a
 * sequence, T (S + S k + k²) values, and makes Jacobians anew on the way back. Strict arithmetic in one order: the same bits
 * everywhere. Serves one thread at a time.
 */
public final class FlossingLoss {

    private final StateMap map;
    private final int size;
    private final int k;
    private final int warmUp;
    private final double target;
    private final HouseholderQr qr;
    private double[][] states = {};
    private double[][] directions = {};
    private double[][] triangles = {};
    private final double[] jacobian;
    private final double[] dJacobian;
    private final double[] a;

    /**
     * @param exponents k, at most S
     * @param warmUp    steps at the beginning that do not count
     * @param target    λ*
     */
    public FlossingLoss(StateMap map, int exponents, int warmUp, double target) {
        this.map = map;
        this.warmUp = warmUp;
        this.target = target;
        size = map.stateSize();
        k = exponents;
        qr = new HouseholderQr(size, k);
        jacobian = new double[size * size];
        dJacobian = new double[size * size];
        a = new double[size * k];
    }

    /**
     * The loss over one sequence.
     *
     * @param x           for each step {@code [I]}, more steps than the transient has; read
     * @param start       the state before the first, {@code [S]}, read
     * @param random      what Q_0 is drawn from
     * @param weight      what the gradient is multiplied with
     * @param dParameters of the map's parameters, accumulated into
     * @return the loss, not weighted; infinite where a step leaves nothing of a direction, or what rounding makes of that
     */
    public double add(double[][] x, double[] start, RandomStream random, double weight, double[][] dParameters) {
        double[] exponents = forward(x, start, random);
        double loss = 0;
        double[] dLogs = new double[k];
        for (int j = 0; j < k; j++) {
            double away = exponents[j] - target;
            loss += away * away / k;
            dLogs[j] = weight * 2 * away / k / (x.length - warmUp);
        }
        if (Double.isFinite(loss)) {
            backward(x, dLogs, dParameters);
        }
        return loss;
    }

    private double[] forward(double[][] x, double[] start, RandomStream random) {
        makeRoom(x.length);
        System.arraycopy(start, 0, states[0], 0, size);
        for (int i = 0; i < size * k; i++) {
            directions[0][i] = random.nextGaussian();
        }
        qr.decompose(directions[0]);
        double[] exponents = new double[k];
        for (int t = 0; t < x.length; t++) {
            map.jacobian(x[t], states[t], jacobian);
            map.step(x[t], states[t], states[t + 1]);
            Matrices.multiply(size, size, k, jacobian, directions[t], directions[t + 1]);
            qr.decompose(directions[t + 1]);
            System.arraycopy(qr.r(), 0, triangles[t], 0, k * k);
            for (int j = 0; t >= warmUp && j < k; j++) {
                exponents[j] += StrictMath.log(triangles[t][j * k + j]) / (x.length - warmUp);
            }
            if (!independent(triangles[t])) {
                Arrays.fill(exponents, Double.NEGATIVE_INFINITY);
                return exponents;
            }
        }
        return exponents;
    }

    /** Whether more than rounding is left of each direction; its inverse would be nothing but that. */
    private boolean independent(double[] r) {
        double greatest = 0;
        for (double value : r) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        for (int j = 0; j < k; j++) {
            if (r[j * k + j] <= size * 0x1p-52 * greatest) {
                return false;
            }
        }
        return true;
    }

    private void makeRoom(int steps) {
        if (triangles.length < steps) {
            states = new double[steps + 1][size];
            directions = new double[steps + 1][size * k];
            triangles = new double[steps][k * k];
        }
    }

    private void backward(double[][] x, double[] dLogs, double[][] dParameters) {
        double[] dQ = new double[size * k];
        double[] dState = new double[size];
        double[] dNext = new double[size];
        double[] mirrored = new double[k * k];
        for (int t = x.length - 1; t >= 0; t--) {
            mirror(directions[t + 1], dQ, t < warmUp ? null : dLogs, mirrored);
            Matrices.multiply(size, k, k, directions[t + 1], mirrored, a);
            Matrices.addScaled(size * k, 1, dQ, 0, a, 0);
            solve(triangles[t]);
            Matrices.multiply(size, k, size, a, Matrices.transpose(size, k, directions[t]), dJacobian);
            map.jacobian(x[t], states[t], jacobian);
            Matrices.multiply(size, size, k, Matrices.transpose(size, size, jacobian), a, dQ);
            double[] free = dNext;
            dNext = dState;
            dState = free;
            Arrays.fill(dState, 0);
            map.backward(x[t], states[t], dNext, dJacobian, dState, dParameters);
        }
    }

    /** C; R dRᵀ is the diagonal of what the logarithms give. */
    private void mirror(double[] q, double[] dQ, double[] dLogs, double[] mirrored) {
        Matrices.multiply(k, size, k, Matrices.transpose(size, k, dQ), q, mirrored);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                double value = -mirrored[i * k + j] + (i == j && dLogs != null ? dLogs[j] : 0);
                mirrored[i * k + j] = value;
                mirrored[j * k + i] = value;
            }
        }
    }

    /** {@code a = a R^-ᵀ}. */
    private void solve(double[] r) {
        for (int row = 0; row < size * k; row += k) {
            for (int j = k - 1; j >= 0; j--) {
                double value = a[row + j];
                for (int m = j + 1; m < k; m++) {
                    value -= r[j * k + m] * a[row + m];
                }
                a[row + j] = value / r[j * k + j];
            }
        }
    }
}
