package dev.unroll.lstm;

import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.kernel.Kernels;

/**
 * One row's step of any {@link LstmCell}, once its weighted sums are known, and the gradient of that step.
 *
 * <p>Legend: H units; gates i, f, o and candidate g, as far as the cell has them, stand one after another in the order
 * i, f, g, o, H values each; c cell, m what it shows before the output gate, h hidden state; σ, φ, χ the activations of
 * the gates, of g and of c.
 */
final class CellSteps {

    /**
     * A function applied in place. All go through one call, {@link #apply}, where being one of several keeps them from
     * being inlined together: that is more than the compiler takes, and what it leaves out allocates its vectors.
     */
    private interface Function {
        void over(float[] x, int offset);
    }

    private static final int GATES_BEFORE = 0;
    private static final int CANDIDATE = 1;
    private static final int SHOWN = 2;
    private static final int OUTPUT_GATE = 3;

    private final LstmCell cell;
    private final int hiddenSize;
    private final Kernels kernels;
    private final ElementwiseKernels elementwise;
    private final Peepholes peepholes;
    private final boolean input;
    private final int f;
    private final int g;
    private final int o;
    private final Function[] functions = {this::gatesBefore, this::candidate, this::shown, this::outputGate};

    /** @param peepholes {@code null} if the cell has none */
    CellSteps(LstmCell cell, int hiddenSize, Kernels kernels, Peepholes peepholes) {
        this.cell = cell;
        this.hiddenSize = hiddenSize;
        this.kernels = kernels;
        this.peepholes = peepholes;
        elementwise = kernels.elementwise();
        input = cell.learnsInputGate();
        f = cell.forgetColumn() * hiddenSize;
        g = cell.candidateColumn() * hiddenSize;
        o = cell.outputColumn() * hiddenSize;
    }

    /**
     * <pre>
     * a_i += p_i cPrevious   a_f += p_f cPrevious
     * i = σ(a_i)   f = σ(a_f)   g = φ(a_g)
     * c = f cPrevious + i g, clipped
     * a_o += p_o c   o = σ(a_o)
     * m = χ(c)   h = o m
     * </pre>
     *
     * with i or f or o 1 where the cell does not have it, i = 1 - f where they are coupled, p 0 without peepholes.
     *
     * @param gates     weighted sums a when read, overwritten by the activations
     * @param cPrevious {@code [H]}, read
     * @param c         {@code [H]}, overwritten
     * @param m         {@code [H]}, overwritten
     * @param h         {@code [H]}, overwritten
     */
    void forward(float[] gates, int row, float[] cPrevious, int cPreviousOffset, float[] c, int cOffset, float[] m,
            int mOffset, float[] h, int hOffset) {
        if (peepholes != null) {
            for (int gate = 0; gate < cell.candidateColumn(); gate++) {
                peepholes.add(gate, cPrevious, cPreviousOffset, gates, row + gate * hiddenSize);
            }
        }
        apply(GATES_BEFORE, gates, row);
        apply(CANDIDATE, gates, row + g);
        cells(gates, row, cPrevious, cPreviousOffset, c, cOffset);
        if (cell.cellClip() < Float.POSITIVE_INFINITY) {
            clip(c, cOffset);
        }
        System.arraycopy(c, cOffset, m, mOffset, hiddenSize);
        apply(SHOWN, m, mOffset);
        if (!cell.outputGate()) {
            System.arraycopy(m, mOffset, h, hOffset, hiddenSize);
            return;
        }
        if (peepholes != null) {
            peepholes.add(cell.candidateColumn(), c, cOffset, gates, row + o);
        }
        apply(OUTPUT_GATE, gates, row + o);
        elementwise.multiply(hiddenSize, gates, row + o, m, mOffset, h, hOffset);
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

    private void cells(float[] gates, int row, float[] cPrevious, int cPreviousOffset, float[] c, int cOffset) {
        int i = row;
        int f = row + this.f;
        int g = row + this.g;
        if (cell.coupledGates()) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[f + j], cPrevious[cPreviousOffset + j],
                        (1f - gates[f + j]) * gates[g + j]);
            }
        } else if (input && cell.forgetGate()) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[f + j], cPrevious[cPreviousOffset + j], gates[i + j] * gates[g + j]);
            }
        } else if (input) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[i + j], gates[g + j], cPrevious[cPreviousOffset + j]);
            }
        } else if (cell.forgetGate()) {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = Math.fma(gates[f + j], cPrevious[cPreviousOffset + j], gates[g + j]);
            }
        } else {
            for (int j = 0; j < hiddenSize; j++) {
                c[cOffset + j] = cPrevious[cPreviousOffset + j] + gates[g + j];
            }
        }
    }

    /**
     * Gradient of {@link #forward} with respect to the weighted sums and the previous cell:
     *
     * <pre>
     * da_o = (do + dh m) σ'(o)
     * dc = dc + dh o χ'(m) + p_o da_o, 0 where c was clipped
     * da_i = (di + dc g) σ'(i)   da_f = (df + dc cPrevious) σ'(f)   da_g = dc i φ'(g)
     * dc = dc f + p_i da_i + p_f da_f
     * </pre>
     *
     * with df + dc (cPrevious - g) where i = 1 - f.
     *
     * @param gates     activations, read
     * @param cPrevious {@code [H]}, read
     * @param c         {@code [H]}, read
     * @param m         {@code [H]}, read
     * @param dh        {@code [H]}, the whole gradient of h when read, overwritten as scratch space
     * @param dGates    di, df and do that the next step's gates give, in this order, when the gates recur; or
     *                  {@code null}; read
     * @param dc        {@code [H]}, what later steps give to c when read, overwritten by what c gives to cPrevious
     * @param da        gradient of the weighted sums, overwritten
     */
    void backward(float[] gates, int row, float[] cPrevious, int cPreviousOffset, float[] c, int cOffset, float[] m,
            int mOffset, float[] dh, int dhOffset, float[] dGates, int dGatesOffset, float[] dc, int dcOffset,
            float[] da) {
        if (cell.outputGate()) {
            elementwise.multiply(hiddenSize, dh, dhOffset, m, mOffset, da, row + o);
            if (dGates != null) {
                elementwise.add(hiddenSize, dGates, dGatesOffset + g, da, row + o);
            }
            cell.gateActivation().backward(hiddenSize, gates, row + o, da, row + o);
            elementwise.multiply(hiddenSize, dh, dhOffset, gates, row + o, dh, dhOffset);
        }
        cell.outputActivation().backward(kernels, hiddenSize, m, mOffset, dh, dhOffset);
        elementwise.add(hiddenSize, dh, dhOffset, dc, dcOffset);
        if (peepholes != null && cell.outputGate()) {
            peepholes.add(cell.candidateColumn(), da, row + o, dc, dcOffset);
        }
        if (cell.cellClip() < Float.POSITIVE_INFINITY) {
            clipBackward(c, cOffset, dc, dcOffset);
        }
        cellsBackward(gates, row, cPrevious, cPreviousOffset, dc, dcOffset, da);
        if (dGates != null) {
            elementwise.add(g, dGates, dGatesOffset, da, row);
        }
        cell.gateActivation().backward(g, gates, row, da, row);
        cell.inputActivation().backward(kernels, hiddenSize, gates, row + g, da, row + g);
        if (cell.forgetGate()) {
            elementwise.multiply(hiddenSize, dc, dcOffset, gates, row + f, dc, dcOffset);
        }
        if (peepholes != null) {
            for (int gate = 0; gate < cell.candidateColumn(); gate++) {
                peepholes.add(gate, da, row + gate * hiddenSize, dc, dcOffset);
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

    private void cellsBackward(float[] gates, int row, float[] cPrevious, int cPreviousOffset, float[] dc,
            int dcOffset, float[] da) {
        int f = row + this.f;
        int g = row + this.g;
        if (cell.coupledGates()) {
            for (int j = 0; j < hiddenSize; j++) {
                da[f + j] = dc[dcOffset + j] * (cPrevious[cPreviousOffset + j] - gates[g + j]);
                da[g + j] = dc[dcOffset + j] * (1f - gates[f + j]);
            }
            return;
        }
        if (cell.forgetGate()) {
            elementwise.multiply(hiddenSize, dc, dcOffset, cPrevious, cPreviousOffset, da, f);
        }
        if (input) {
            elementwise.multiply(hiddenSize, dc, dcOffset, gates, g, da, row);
            elementwise.multiply(hiddenSize, dc, dcOffset, gates, row, da, g);
        } else {
            System.arraycopy(dc, dcOffset, da, g, hiddenSize);
        }
    }

    /** Accumulates the gradient of the peepholes of one row. */
    void peepholeGradient(float[] cPrevious, int cPreviousOffset, float[] c, int cOffset, float[] da, int row) {
        for (int gate = 0; gate < cell.candidateColumn(); gate++) {
            peepholes.accumulate(gate, cPrevious, cPreviousOffset, da, row + gate * hiddenSize);
        }
        if (cell.outputGate()) {
            peepholes.accumulate(cell.candidateColumn(), c, cOffset, da, row + o);
        }
    }
}
