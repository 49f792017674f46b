package dev.unroll.lstm;

import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.recurrent.GateMatrices;
import dev.unroll.recurrent.ScalarFunction;
import java.util.Arrays;
import java.util.List;

/**
 * The recurrence of a long short-term memory, of any {@link LstmCell} whose gates do not recur and whose sums are not
 * normalized. With i, f, g, o and their slopes i', f', g', o' at the weighted sums a = b + V x + U h, peepholes p, and h̃, c̃
 * the state before:
 *
 * <pre>
 * c = f c̃ + i g                  h = o χ(c)
 * A = diag(c̃ f') U_f + diag(g i') U_i + diag(i g') U_g              = ∂c/∂h̃
 * K = diag(f + c̃ f' p_f + g i' p_i)                                 = ∂c/∂c̃
 * D = diag(o χ'(c) + χ(c) o' p_o)    B = diag(χ(c) o') U_o
 * J = [[D A + B, D K], [A, K]]
 * </pre>
 *
 * <p>With i = 1 - f the first term of A is diag((c̃ - g) f') U_f and the second is none; a gate that the cell does not have is
 * 1 with slope 0. Where a cell is clipped its rows of A and K are 0, and D is as it is. Legend: H units; a state is h, then c;
 * what is carried are the cells, by f. A Jacobian of h alone, D A + B, would leave out the way from cell to cell.
 */
final class LstmStateMap implements StateMap {

    private final String name;
    private final LstmCell cell;
    private final List<Parameter> parameters;
    private final GateMatrices weights;
    private final int units;
    private final ScalarFunction gateFunction;
    private final ScalarFunction inputFunction;
    private final ScalarFunction outputFunction;
    private final float[] peepholes;
    private final int f;
    private final int g;
    private final int o;

    /**
     * @param cell       without full gate recurrence and layer normalization
     * @param parameters input weight, recurrent weight, bias, and the peepholes' where the cell has them
     */
    LstmStateMap(String name, LstmCell cell, List<Parameter> parameters) {
        this.name = name;
        this.cell = cell;
        this.parameters = parameters;
        weights = new GateMatrices(parameters.get(0), parameters.get(1), parameters.get(2));
        units = weights.units();
        gateFunction = cell.gateActivation().exact();
        inputFunction = cell.inputActivation().exact();
        outputFunction = cell.outputActivation().exact();
        peepholes = cell.peepholes() ? parameters.get(3).value().clone() : null;
        f = cell.forgetColumn();
        g = cell.candidateColumn();
        o = cell.outputColumn();
    }

    /** All that a step goes through, each {@code [H]}. */
    private final class Step {
        final double[] i = ones();
        final double[] f = ones();
        final double[] g;
        final double[] o = ones();
        final double[] c = new double[units];
        final double[] shown = new double[units];
        final boolean[] clipped = new boolean[units];

        Step(double[] x, double[] s) {
            double[] h = Arrays.copyOf(s, units);
            if (cell.learnsInputGate()) {
                gate(0, 0, x, h, s, units, i);
            }
            if (cell.forgetGate()) {
                gate(LstmStateMap.this.f, LstmStateMap.this.f, x, h, s, units, f);
            }
            g = weights.sums(LstmStateMap.this.g, x, h);
            for (int u = 0; u < units; u++) {
                g[u] = inputFunction.value(g[u]);
                if (cell.coupledGates()) {
                    i[u] = 1 - f[u];
                }
                double limit = cell.cellClip();
                double free = f[u] * s[units + u] + i[u] * g[u];
                c[u] = Math.min(Math.max(free, -limit), limit);
                clipped[u] = Math.abs(c[u]) >= limit;
                shown[u] = outputFunction.value(c[u]);
            }
            if (cell.outputGate()) {
                gate(LstmStateMap.this.o, LstmStateMap.this.g, x, h, c, 0, o);
            }
        }

        /** @param peephole the gate's number among those that have one */
        private void gate(int column, int peephole, double[] x, double[] h, double[] cells, int from, double[] y) {
            double[] a = weights.sums(column, x, h);
            for (int u = 0; u < units; u++) {
                y[u] = gateFunction.value(a[u] + peephole(peephole, u) * cells[from + u]);
            }
        }

        /** What a change of a_f gives to c; 0 without a forget gate. */
        double toCellByForget(int u, double before) {
            double reached = cell.coupledGates() ? before - g[u] : before;
            return cell.forgetGate() ? reached * gateFunction.slope(f[u]) : 0;
        }

        double toCellByInput(int u) {
            return cell.learnsInputGate() ? g[u] * gateFunction.slope(i[u]) : 0;
        }

        double toCellByCandidate(int u) {
            return i[u] * inputFunction.slope(g[u]);
        }

        /** What a change of a_o gives to h. */
        double toHiddenByOutput(int u) {
            return cell.outputGate() ? shown[u] * gateFunction.slope(o[u]) : 0;
        }

        /** D. */
        double toHiddenByCell(int u) {
            return o[u] * outputFunction.slope(shown[u]) + toHiddenByOutput(u) * peephole(LstmStateMap.this.g, u);
        }

        /** K. */
        double toCellByCell(int u, double before) {
            return clipped[u] ? 0 : f[u] + toCellByForget(u, before) * peephole(LstmStateMap.this.f, u)
                    + toCellByInput(u) * peephole(0, u);
        }

        /** What A takes of the weights of a gate: 0 in all where the cell is clipped. */
        double toCell(int gate, int u, double before) {
            if (clipped[u]) {
                return 0;
            }
            return gate == LstmStateMap.this.g ? toCellByCandidate(u)
                    : cell.forgetGate() && gate == LstmStateMap.this.f ? toCellByForget(u, before) : toCellByInput(u);
        }
    }

    private double[] ones() {
        double[] ones = new double[units];
        Arrays.fill(ones, 1);
        return ones;
    }

    private double peephole(int gate, int u) {
        return peepholes == null || gate >= cell.gates() ? 0 : peepholes[gate * units + u];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int inputSize() {
        return weights.inputSize();
    }

    /** 2H. */
    @Override
    public int stateSize() {
        return 2 * units;
    }

    @Override
    public int hiddenSize() {
        return units;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public void step(double[] x, double[] s, double[] next) {
        Step step = new Step(x, s);
        for (int u = 0; u < units; u++) {
            next[u] = step.o[u] * step.shown[u];
            next[units + u] = step.c[u];
        }
    }

    @Override
    public void jacobian(double[] x, double[] s, double[] jacobian) {
        Step step = new Step(x, s);
        int size = 2 * units;
        for (int u = 0; u < units; u++) {
            int hidden = u * size;
            int cells = (units + u) * size;
            Arrays.fill(jacobian, hidden, hidden + size, 0);
            Arrays.fill(jacobian, cells, cells + size, 0);
            for (int gate = 0; gate <= g; gate++) {
                addScaled(step.toCell(gate, u, s[units + u]), weights.recurrent(gate), u, jacobian, cells);
            }
            jacobian[cells + units + u] = step.toCellByCell(u, s[units + u]);
            double shows = step.toHiddenByCell(u);
            for (int j = 0; j < size; j++) {
                jacobian[hidden + j] = shows * jacobian[cells + j];
            }
            if (cell.outputGate()) {
                addScaled(step.toHiddenByOutput(u), weights.recurrent(o), u, jacobian, hidden);
            }
        }
    }

    private void addScaled(double scale, double[] matrix, int u, double[] to, int at) {
        for (int j = 0; j < units; j++) {
            to[at + j] += scale * matrix[u * units + j];
        }
    }

    @Override
    public void backward(double[] x, double[] s, double[] dNext, double[] dJacobian, double[] ds,
            double[][] dParameters) {
        Step step = new Step(x, s);
        double[] h = Arrays.copyOf(s, units);
        double[][] da = new double[cell.sums()][units];
        for (int u = 0; u < units; u++) {
            unitBackward(step, u, s[units + u], dNext, dJacobian, ds, da, dParameters);
        }
        for (int gate = 0; gate < da.length; gate++) {
            weights.sumsBackward(gate, da[gate], x, h, ds, dParameters);
        }
    }

    private void unitBackward(Step step, int u, double before, double[] dNext, double[] dJacobian, double[] ds,
            double[][] da, double[][] dParameters) {
        int size = 2 * units;
        int hidden = u * size;
        int cells = (units + u) * size;
        double shows = step.toHiddenByCell(u);
        double dShows = dJacobian[hidden + units + u] * step.toCellByCell(u, before);
        double dKeeps = dJacobian[cells + units + u] + shows * dJacobian[hidden + units + u];
        double[] dToCell = new double[g + 1];
        for (int gate = 0; gate <= g; gate++) {
            double scale = step.toCell(gate, u, before);
            for (int j = 0; j < units; j++) {
                double dA = dJacobian[cells + j] + shows * dJacobian[hidden + j];
                double weight = weights.recurrent(gate)[u * units + j];
                dToCell[gate] += dA * weight;
                dShows += dJacobian[hidden + j] * scale * weight;
                weights.addRecurrentGradient(gate, u, j, scale * dA, dParameters);
            }
        }
        double dByOutput = dShows * peephole(g, u);
        for (int j = 0; cell.outputGate() && j < units; j++) {
            double d = dJacobian[hidden + j];
            dByOutput += d * weights.recurrent(o)[u * units + j];
            weights.addRecurrentGradient(o, u, j, step.toHiddenByOutput(u) * d, dParameters);
        }
        double dc = hiddenBackward(step, u, dNext[u], dShows, dByOutput, da, dParameters) + dNext[units + u];
        if (!step.clipped[u]) {
            cellBackward(step, u, before, dc, dKeeps, dToCell, ds, da, dParameters);
        }
    }

    /** Through h = o χ(c), D and what the output gate gives to h; returns the gradient of c. */
    private double hiddenBackward(Step step, int u, double dHidden, double dShows, double dByOutput, double[][] da,
            double[][] dParameters) {
        double slope = outputFunction.slope(step.shown[u]);
        double dc = (dHidden * slope + dShows * outputFunction.curvature(step.shown[u])) * step.o[u];
        if (!cell.outputGate()) {
            return dc;
        }
        double opens = gateFunction.slope(step.o[u]);
        dc += dByOutput * slope * opens;
        double dOutput = (dHidden * step.shown[u] + dShows * slope) * opens
                + dByOutput * step.shown[u] * gateFunction.curvature(step.o[u]);
        da[o][u] = dOutput;
        if (peepholes != null) {
            dParameters[3][g * units + u] += dOutput * step.c[u] + dShows * step.toHiddenByOutput(u);
            dc += dOutput * peephole(g, u);
        }
        return dc;
    }

    /** Through c = f c̃ + i g, K and what each gate gives to c. */
    private void cellBackward(Step step, int u, double before, double dc, double dKeeps, double[] dToCell, double[] ds,
            double[][] da, double[][] dParameters) {
        double df = dc * before + dKeeps;
        double di = dc * step.g[u];
        double dg = dc * step.i[u];
        double dBefore = dc * step.f[u];
        double slope = inputFunction.slope(step.g[u]);
        di += dToCell[g] * slope;
        double dCandidate = dToCell[g] * step.i[u] * inputFunction.curvature(step.g[u]);
        if (cell.learnsInputGate()) {
            double d = dToCell[0] + dKeeps * peephole(0, u);
            double opens = gateFunction.slope(step.i[u]);
            dg += d * opens;
            da[0][u] = di * opens + d * step.g[u] * gateFunction.curvature(step.i[u]);
            dBefore += peepholeBackward(0, u, da[0][u], before, dKeeps * step.toCellByInput(u), dParameters);
        }
        if (cell.forgetGate()) {
            double d = dToCell[f] + dKeeps * peephole(f, u);
            double opens = gateFunction.slope(step.f[u]);
            dBefore += d * opens;
            double reached = before;
            if (cell.coupledGates()) {
                df -= di;
                dg -= d * opens;
                reached -= step.g[u];
            }
            da[f][u] = df * opens + d * reached * gateFunction.curvature(step.f[u]);
            dBefore += peepholeBackward(f, u, da[f][u], before, dKeeps * step.toCellByForget(u, before), dParameters);
        }
        da[g][u] = dCandidate + dg * slope;
        ds[units + u] += dBefore;
    }

    /** Returns what a gate that sees the cell before gives to its gradient. */
    private double peepholeBackward(int gate, int u, double da, double before, double dByKeeping,
            double[][] dParameters) {
        if (peepholes == null) {
            return 0;
        }
        dParameters[3][gate * units + u] += da * before + dByKeeping;
        return da * peephole(gate, u);
    }

    /** H. */
    @Override
    public int carriedSize() {
        return units;
    }

    /** H, after the hidden state. */
    @Override
    public int carriedOffset() {
        return units;
    }

    /** f, and 0 where the cell was clipped. */
    @Override
    public void carried(double[] x, double[] s, double[] carried) {
        Step step = new Step(x, s);
        for (int u = 0; u < units; u++) {
            carried[u] = step.clipped[u] ? 0 : step.f[u];
        }
    }
}
