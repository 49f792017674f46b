package dev.unroll.gru;

import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.recurrent.GateMatrices;
import dev.unroll.recurrent.ScalarFunction;
import java.util.List;

/**
 * The recurrence of {@link GruLayer}. With r, z, n and their slopes r', z', n' at the weighted sums, and h̃ the state before:
 *
 * <pre>
 * h = (1 - z) n + z h̃
 * J = diag(z) + diag((h̃ - n) z') U_z + diag((1 - z) n') N
 * N = diag(r) U_n + diag(m r') U_r          m = c + U_n h̃    the reset acts after the product
 * N = U_n (diag(r) + diag(h̃ r') U_r)                         the reset acts before the product
 * </pre>
 *
 * <p>Legend: H units; r (reset), z (update), n (candidate); c is the recurrentBias; a state is h; what is carried is h, by z.
 */
final class GruStateMap implements StateMap {

    private static final int RESET = 0;
    private static final int UPDATE = 1;
    private static final int CANDIDATE = 2;
    private static final ScalarFunction GATE = ScalarFunction.SIGMOID;
    private static final ScalarFunction VALUE = ScalarFunction.TANH;

    private final String name;
    private final boolean resetAfter;
    private final List<Parameter> parameters;
    private final GateMatrices weights;
    private final int units;
    private final float[] recurrentBias;

    /** @param parameters input weight, recurrent weight, bias, and the recurrent bias with the reset after the product */
    GruStateMap(String name, boolean resetAfter, List<Parameter> parameters) {
        this.name = name;
        this.resetAfter = resetAfter;
        this.parameters = parameters;
        weights = new GateMatrices(parameters.get(0), parameters.get(1), parameters.get(2));
        units = weights.units();
        recurrentBias = resetAfter ? parameters.get(3).value().clone() : null;
    }

    /** All that a step goes through, each {@code [H]}. */
    private final class Step {
        final double[] r;
        final double[] z;
        final double[] n;
        /** c + U_n h̃ where the reset acts on that, r h̃ where it comes first. */
        final double[] inner = new double[units];

        Step(double[] x, double[] h) {
            r = apply(GATE, weights.sums(RESET, x, h));
            z = apply(GATE, weights.sums(UPDATE, x, h));
            double[] a = weights.sums(CANDIDATE, x, null);
            double[] recurrent = weights.recurrent(CANDIDATE);
            for (int u = 0; u < units && !resetAfter; u++) {
                inner[u] = r[u] * h[u];
            }
            for (int u = 0; u < units; u++) {
                double sum = resetAfter ? recurrentBias[u] : 0;
                for (int j = 0; j < units; j++) {
                    sum += recurrent[u * units + j] * (resetAfter ? h[j] : inner[j]);
                }
                if (resetAfter) {
                    inner[u] = sum;
                }
                a[u] += resetAfter ? r[u] * sum : sum;
            }
            n = apply(VALUE, a);
        }

        /** (1 - z) n'. */
        double toHidden(int u) {
            return (1 - z[u]) * VALUE.slope(n[u]);
        }

        /** N, {@code [H, H]}. */
        double[] toCandidate(double[] h) {
            double[] matrix = new double[units * units];
            double[] reset = weights.recurrent(RESET);
            double[] recurrent = weights.recurrent(CANDIDATE);
            for (int u = 0; u < units; u++) {
                int at = u * units;
                double scale = inner[u] * GATE.slope(r[u]);
                for (int j = 0; j < units; j++) {
                    matrix[at + j] = resetAfter ? r[u] * recurrent[at + j] + scale * reset[at + j]
                            : r[j] * recurrent[at + j];
                }
                for (int k = 0; k < units && !resetAfter; k++) {
                    double through = recurrent[at + k] * h[k] * GATE.slope(r[k]);
                    for (int j = 0; j < units; j++) {
                        matrix[at + j] += through * reset[k * units + j];
                    }
                }
            }
            return matrix;
        }
    }

    private static double[] apply(ScalarFunction function, double[] a) {
        for (int u = 0; u < a.length; u++) {
            a[u] = function.value(a[u]);
        }
        return a;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int inputSize() {
        return weights.inputSize();
    }

    /** H. */
    @Override
    public int stateSize() {
        return units;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public void step(double[] x, double[] h, double[] next) {
        Step step = new Step(x, h);
        for (int u = 0; u < units; u++) {
            next[u] = (1 - step.z[u]) * step.n[u] + step.z[u] * h[u];
        }
    }

    @Override
    public void jacobian(double[] x, double[] h, double[] jacobian) {
        Step step = new Step(x, h);
        double[] toCandidate = step.toCandidate(h);
        double[] update = weights.recurrent(UPDATE);
        for (int u = 0; u < units; u++) {
            double byUpdate = (h[u] - step.n[u]) * GATE.slope(step.z[u]);
            double byCandidate = step.toHidden(u);
            for (int j = 0; j < units; j++) {
                int at = u * units + j;
                jacobian[at] = byUpdate * update[at] + byCandidate * toCandidate[at];
            }
            jacobian[u * units + u] += step.z[u];
        }
    }

    @Override
    public void backward(double[] x, double[] h, double[] dNext, double[] dJacobian, double[] dh,
            double[][] dParameters) {
        Step step = new Step(x, h);
        double[] toCandidate = step.toCandidate(h);
        double[] update = weights.recurrent(UPDATE);
        double[] dToCandidate = new double[units * units];
        double[] daReset = new double[units];
        double[] daUpdate = new double[units];
        double[] daCandidate = new double[units];
        for (int u = 0; u < units; u++) {
            double slope = GATE.slope(step.z[u]);
            double reached = h[u] - step.n[u];
            double dByUpdate = 0;
            double dByCandidate = 0;
            for (int j = 0; j < units; j++) {
                int at = u * units + j;
                double d = dJacobian[at];
                dByUpdate += d * update[at];
                dByCandidate += d * toCandidate[at];
                dToCandidate[at] = d * step.toHidden(u);
                weights.addRecurrentGradient(UPDATE, u, j, d * reached * slope, dParameters);
            }
            double fades = VALUE.slope(step.n[u]);
            double dz = dJacobian[u * units + u] - dByCandidate * fades + dNext[u] * reached;
            double dn = dNext[u] * (1 - step.z[u]) - dByUpdate * slope;
            dh[u] += dNext[u] * step.z[u] + dByUpdate * slope;
            daUpdate[u] = dz * slope + dByUpdate * reached * GATE.curvature(step.z[u]);
            daCandidate[u] = dn * fades + dByCandidate * (1 - step.z[u]) * VALUE.curvature(step.n[u]);
        }
        if (resetAfter) {
            resetAfterBackward(step, h, dToCandidate, daCandidate, daReset, dh, dParameters);
        } else {
            resetBeforeBackward(step, h, dToCandidate, daCandidate, daReset, dh, dParameters);
        }
        weights.sumsBackward(CANDIDATE, daCandidate, x, null, null, dParameters);
        weights.sumsBackward(UPDATE, daUpdate, x, h, dh, dParameters);
        weights.sumsBackward(RESET, daReset, x, h, dh, dParameters);
    }

    private void resetAfterBackward(Step step, double[] h, double[] dToCandidate, double[] daCandidate,
            double[] daReset, double[] dh, double[][] dParameters) {
        double[] reset = weights.recurrent(RESET);
        double[] recurrent = weights.recurrent(CANDIDATE);
        double[] dInner = new double[units];
        for (int u = 0; u < units; u++) {
            double slope = GATE.slope(step.r[u]);
            double dr = daCandidate[u] * step.inner[u];
            double dScale = 0;
            for (int j = 0; j < units; j++) {
                int at = u * units + j;
                double d = dToCandidate[at];
                dr += d * recurrent[at];
                dScale += d * reset[at];
                weights.addRecurrentGradient(CANDIDATE, u, j, d * step.r[u], dParameters);
                weights.addRecurrentGradient(RESET, u, j, d * step.inner[u] * slope, dParameters);
            }
            daReset[u] = dr * slope + dScale * step.inner[u] * GATE.curvature(step.r[u]);
            dInner[u] = dScale * slope + daCandidate[u] * step.r[u];
            dParameters[3][u] += dInner[u];
            for (int j = 0; j < units; j++) {
                weights.addRecurrentGradient(CANDIDATE, u, j, dInner[u] * h[j], dParameters);
            }
        }
        weights.productBackward(CANDIDATE, dInner, dh);
    }

    private void resetBeforeBackward(Step step, double[] h, double[] dToCandidate, double[] daCandidate,
            double[] daReset, double[] dh, double[][] dParameters) {
        double[] reset = weights.recurrent(RESET);
        double[] recurrent = weights.recurrent(CANDIDATE);
        double[] dr = new double[units];
        double[] dThrough = new double[units];
        double[] dInner = new double[units];
        weights.productBackward(CANDIDATE, daCandidate, dInner);
        for (int u = 0; u < units; u++) {
            for (int k = 0; k < units; k++) {
                int at = u * units + k;
                double through = h[k] * GATE.slope(step.r[k]);
                double dProduct = 0;
                for (int j = 0; j < units; j++) {
                    double d = dToCandidate[u * units + j];
                    dProduct += d * reset[k * units + j];
                    weights.addRecurrentGradient(RESET, k, j, recurrent[at] * through * d, dParameters);
                }
                dThrough[k] += recurrent[at] * dProduct;
                dr[k] += dToCandidate[at] * recurrent[at];
                weights.addRecurrentGradient(CANDIDATE, u, k,
                        dToCandidate[at] * step.r[k] + through * dProduct + daCandidate[u] * step.inner[k], dParameters);
            }
        }
        for (int k = 0; k < units; k++) {
            double slope = GATE.slope(step.r[k]);
            dh[k] += dInner[k] * step.r[k] + dThrough[k] * slope;
            daReset[k] = (dr[k] + dInner[k] * h[k]) * slope + dThrough[k] * h[k] * GATE.curvature(step.r[k]);
        }
    }

    /** H. */
    @Override
    public int carriedSize() {
        return units;
    }

    /** z. */
    @Override
    public void carried(double[] x, double[] h, double[] carried) {
        System.arraycopy(new Step(x, h).z, 0, carried, 0, units);
    }
}
