package dev.unroll.lstm;

import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.kernel.Kernels;
import dev.unroll.layer.LayerNorm;
import dev.unroll.recurrent.Apart;
import dev.unroll.recurrent.GradientNorms;
import dev.unroll.recurrent.SequenceDropout;

/**
 * One row's step of any {@link LstmCell}, once its weighted sums are known, and the gradient of that step.
 *
 * <p>Legend: R rows; H units; gates i, f, o and candidate g, as far as the cell has them, stand one after another in the
 * order i, f, g, o, H values each, N together; c cell, m what it shows before the output gate, h hidden state; σ, φ, χ
 * the activations of the gates, of g and of c; N(·) layer normalization with gain and bias, D(·) dropout. Arrays are
 * {@code [R, N]} or {@code [R, H]}.
 */
final class CellSteps {

    /** A function applied in place; called through {@link #apply} alone, as {@link Apart} says. */
    @Apart
    private interface Function {
        void over(float[] x, int offset);
    }

    private static final int GATES_BEFORE = 0;
    private static final int CANDIDATE = 1;
    private static final int SHOWN = 2;
    private static final int OUTPUT_GATE = 3;

    private final LstmCell cell;
    private final int hiddenSize;
    private final int sums;
    private final Kernels kernels;
    private final ElementwiseKernels elementwise;
    private final Peepholes peepholes;
    private final LayerNorm cellNorm;
    private final SequenceDropout candidateDropout;
    private final GradientNorms cellNorms;
    private final boolean input;
    private final int f;
    private final int g;
    private final int o;
    private boolean keepsGradientNorms;
    private final Function[] functions = {this::gatesBefore, this::candidate, this::shown, this::outputGate};

    /**
     * @param peepholes        {@code null} if the cell has none
     * @param cellNorm         {@code null} if the cell has none
     * @param candidateDropout must have begun the batch
     */
    CellSteps(LstmCell cell, int hiddenSize, Kernels kernels, Peepholes peepholes, LayerNorm cellNorm,
            SequenceDropout candidateDropout) {
        this.cell = cell;
        this.hiddenSize = hiddenSize;
        this.kernels = kernels;
        this.peepholes = peepholes;
        this.cellNorm = cellNorm;
        this.candidateDropout = candidateDropout;
        elementwise = kernels.elementwise();
        cellNorms = new GradientNorms(hiddenSize, kernels);
        input = cell.learnsInputGate();
        sums = cell.sums() * hiddenSize;
        f = cell.forgetColumn() * hiddenSize;
        g = cell.candidateColumn() * hiddenSize;
        o = cell.outputColumn() * hiddenSize;
    }

    /** Says whether the steps backward of this batch keep the norms of the cells' gradients, and makes room for them. */
    void keepGradientNorms(boolean keep, RowLayout layout) {
        keepsGradientNorms = keep;
        if (keep) {
            cellNorms.begin(layout);
        }
    }

    /** Those of the cells as each step computed them, the whole gradient of each. */
    GradientNorms cellNorms() {
        return cellNorms;
    }

    /**
     * <pre>
     * a_i += p_i cPrevious   a_f += p_f cPrevious
     * i = σ(a_i)   f = σ(a_f)   g = φ(a_g)
     * c = f cPrevious + i D(g), clipped
     * a_o += p_o c   o = σ(a_o)
     * m = χ(N(c))   h = o m
     * </pre>
     *
     * with i or f or o 1 where the cell does not have it, i = 1 - f where they are coupled, p 0 without peepholes, N and
     * D the identity where there is no layer normalization, no dropout.
     *
     * @param gates     weighted sums a when read, overwritten by the activations
     * @param taken     {@code gates}, or {@code [R, H]} overwritten by D(g) where candidates are dropped
     * @param cPrevious row {@code before} is read
     * @param c         overwritten
     * @param m         overwritten
     * @param h         overwritten
     */
    void forward(int row, int rank, float[] gates, float[] taken, float[] cPrevious, int before, float[] c, float[] m,
            float[] h) {
        int at = row * sums;
        int unit = row * hiddenSize;
        if (peepholes != null) {
            for (int gate = 0; gate < cell.candidateColumn(); gate++) {
                peepholes.add(gate, cPrevious, before * hiddenSize, gates, at + gate * hiddenSize);
            }
        }
        apply(GATES_BEFORE, gates, at);
        apply(CANDIDATE, gates, at + g);
        if (taken != gates) {
            candidateDropout.apply(rank, 1, gates, at + g, taken, unit);
        }
        cells(gates, at, taken, taken == gates ? at + g : unit, cPrevious, before * hiddenSize, c, unit);
        if (cell.cellClip() < Float.POSITIVE_INFINITY) {
            clip(c, unit);
        }
        if (cellNorm == null) {
            System.arraycopy(c, unit, m, unit, hiddenSize);
        } else {
            cellNorm.forwardRows(row, row + 1, c, m);
        }
        apply(SHOWN, m, unit);
        if (!cell.outputGate()) {
            System.arraycopy(m, unit, h, unit, hiddenSize);
            return;
        }
        if (peepholes != null) {
            peepholes.add(cell.candidateColumn(), c, unit, gates, at + o);
        }
        apply(OUTPUT_GATE, gates, at + o);
        elementwise.multiply(hiddenSize, gates, at + o, m, unit, h, unit);
    }

    private void apply(int function, float[] x, int offset) {
        functions[function].over(x, offset);
    }

    private void gatesBefore(float[] x, int offset) {
        cell.gateActivation().forward(kernels, g, x, offset);
    }

    private void candidate(float[] x, int offset) {
        cell.inputActivation().forward(kernels, hiddenSize, x, offset);
    }

    private void shown(float[] x, int offset) {
        cell.outputActivation().forward(kernels, hiddenSize, x, offset);
    }

    private void outputGate(float[] x, int offset) {
        cell.gateActivation().forward(kernels, hiddenSize, x, offset);
    }

    private void cells(float[] gates, int i, float[] taken, int g, float[] cPrevious, int cPreviousOffset, float[] c,
            int cOffset) {
        int f = i + this.f;
        if (cell.coupledGates()) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[f + j], cPrevious[cPreviousOffset + j],
                        (1f - gates[f + j]) * taken[g + j]);
            }
        } else if (input && cell.forgetGate()) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[f + j], cPrevious[cPreviousOffset + j], gates[i + j] * taken[g + j]);
            }
        } else if (input) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[i + j], taken[g + j], cPrevious[cPreviousOffset + j]);
            }
        } else if (cell.forgetGate()) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[f + j], cPrevious[cPreviousOffset + j], taken[g + j]);
            }
        } else {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = cPrevious[cPreviousOffset + j] + taken[g + j];
            }
        }
    }

    /**
     * Gradient of {@link #forward} with respect to the weighted sums and the previous cell:
     *
     * <pre>
     * da_o = (do + dh m) σ'(o)
     * dc = dc + N'(dh o χ'(m)) + p_o da_o, 0 where c was clipped
     * da_i = (di + dc D(g)) σ'(i)   da_f = (df + dc cPrevious) σ'(f)   da_g = D'(dc i) φ'(g)
     * dc = dc f + p_i da_i + p_f da_f
     * </pre>
     *
     * with df + dc (cPrevious - D(g)) where i = 1 - f.
     *
     * @param gates     activations, read
     * @param taken     as forward left it, read
     * @param cPrevious row {@code before} is read
     * @param c         read
     * @param m         read
     * @param dh        the whole gradient of h when read, overwritten by that of what χ takes
     * @param dGates    row {@code rank} holds di, df and do that the next step's gates give, in this order, when the
     *                  gates recur; or {@code null}; read
     * @param dc        row {@code dcRow} holds what later steps give to c when read, and is overwritten by what c gives
     *                  to cPrevious
     * @param da        gradient of the weighted sums, overwritten
     */
    void backward(int row, int rank, int dcRow, float[] gates, float[] taken, float[] cPrevious, int before, float[] c,
            float[] m, float[] dh, float[] dGates, float[] dc, float[] da) {
        int at = row * sums;
        int unit = row * hiddenSize;
        int dcAt = dcRow * hiddenSize;
        int dGatesAt = rank * cell.gates() * hiddenSize;
        if (cell.outputGate()) {
            elementwise.multiply(hiddenSize, dh, unit, m, unit, da, at + o);
            if (dGates != null) {
                elementwise.add(hiddenSize, dGates, dGatesAt + g, da, at + o);
            }
            cell.gateActivation().backward(hiddenSize, gates, at + o, da, at + o);
            elementwise.multiply(hiddenSize, dh, unit, gates, at + o, dh, unit);
        }
        cell.outputActivation().backward(kernels, hiddenSize, m, unit, dh, unit);
        if (cellNorm == null) {
            elementwise.add(hiddenSize, dh, unit, dc, dcAt);
        } else {
            cellNorm.inputGradientRows(row, row + 1, c, dh, dc, dcRow);
        }
        if (peepholes != null && cell.outputGate()) {
            peepholes.add(cell.candidateColumn(), da, at + o, dc, dcAt);
        }
        if (keepsGradientNorms) {
            cellNorms.keep(row, 1, dc, dcRow);
        }
        if (cell.cellClip() < Float.POSITIVE_INFINITY) {
            clipBackward(c, unit, dc, dcAt);
        }
        cellsBackward(gates, at, taken, taken == gates ? at + g : unit, cPrevious, before * hiddenSize, dc, dcAt, da);
        if (taken != gates) {
            candidateDropout.apply(rank, 1, da, at + g, da, at + g);
        }
        if (dGates != null) {
            elementwise.add(g, dGates, dGatesAt, da, at);
        }
        cell.gateActivation().backward(g, gates, at, da, at);
        cell.inputActivation().backward(kernels, hiddenSize, gates, at + g, da, at + g);
        if (cell.forgetGate()) {
            elementwise.multiply(hiddenSize, dc, dcAt, gates, at + f, dc, dcAt);
        }
        if (peepholes != null) {
            for (int gate = 0; gate < cell.candidateColumn(); gate++) {
                peepholes.add(gate, da, at + gate * hiddenSize, dc, dcAt);
            }
        }
    }

    private void clip(float[] c, int cOffset) {
        float limit = cell.cellClip();
        for (int j = cOffset; j < cOffset + hiddenSize; j++) {
            c[j] = Math.min(Math.max(c[j], -limit), limit);
        }
    }

    private void clipBackward(float[] c, int cOffset, float[] dc, int dcOffset) {
        float limit = cell.cellClip();
        for (int j = 0; j < hiddenSize; j++) {
            dc[dcOffset + j] = Math.abs(c[cOffset + j]) < limit ? dc[dcOffset + j] : 0f;
        }
    }

    private void cellsBackward(float[] gates, int i, float[] taken, int takenAt, float[] cPrevious,
            int cPreviousOffset, float[] dc, int dcOffset, float[] da) {
        int f = i + this.f;
        int g = i + this.g;
        if (cell.coupledGates()) {
            for (int j = 0; j < hiddenSize; j++) {
                da[f + j] = dc[dcOffset + j] * (cPrevious[cPreviousOffset + j] - taken[takenAt + j]);
                da[g + j] = dc[dcOffset + j] * (1f - gates[f + j]);
            }
            return;
        }
        if (cell.forgetGate()) {
            elementwise.multiply(hiddenSize, dc, dcOffset, cPrevious, cPreviousOffset, da, f);
        }
        if (input) {
            elementwise.multiply(hiddenSize, dc, dcOffset, taken, takenAt, da, i);
            elementwise.multiply(hiddenSize, dc, dcOffset, gates, i, da, g);
        } else {
            System.arraycopy(dc, dcOffset, da, g, hiddenSize);
        }
    }

    /** Accumulates the gradient of the peepholes of one row. */
    void peepholeGradient(int row, float[] cPrevious, int before, float[] c, float[] da) {
        for (int gate = 0; gate < cell.candidateColumn(); gate++) {
            peepholes.accumulate(gate, cPrevious, before * hiddenSize, da, row * sums + gate * hiddenSize);
        }
        if (cell.outputGate()) {
            peepholes.accumulate(cell.candidateColumn(), c, row * hiddenSize, da, row * sums + o);
        }
    }
}
