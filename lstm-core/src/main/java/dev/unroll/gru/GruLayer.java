package dev.unroll.gru;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RankRanges;
import dev.unroll.recurrent.RecurrentLayer;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of gated recurrent units (Cho et al. 2014, arXiv 1406.1078).
 *
 * <pre>
 * r_t = σ(b_r + x_t W_r + h_{t-1} U_r)
 * z_t = σ(b_z + x_t W_z + h_{t-1} U_z)
 * n_t = tanh(b_n + x_t W_n + r_t (c + h_{t-1} U_n))    with the reset after the product, as in PyTorch and cuDNN
 * n_t = tanh(b_n + x_t W_n + (r_t h_{t-1}) U_n)        with the reset before the product, as in the paper
 * h_t = (1 - z_t) n_t + z_t h_{t-1}
 * </pre>
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), H hidden units; r (reset), z (update), n (candidate)
 * stand in this order in every array of gates and in the columns of the parameters. A state is a row of H values.
 *
 * <p>Each thread takes a range of the sequences through all steps. Backward overwrites the gates, and what the reset
 * gate acts on or gives, with their gradients, so activations and gradients together take 6H values per row.
 */
final class GruLayer implements RecurrentLayer {

    /**
     * A function's pass over the rows of a step. All go through one call, {@link #sweep}, where being one of several
     * keeps them from being inlined together: that is more than the compiler takes, and what it leaves out allocates
     * its vectors.
     */
    private interface Sweep {
        void over(int row, int count);
    }

    private static final int GATES = 3;
    private static final int SIGMOIDS = 0;
    private static final int RESETS = 1;
    private static final int CANDIDATES = 2;
    private static final int BLENDS = 3;

    private final String name;
    private final int inputSize;
    private final int hiddenSize;
    private final boolean resetAfter;
    private final Engine engine;
    private final ElementwiseKernels elementwise;
    private final GruWeights weights;
    private final RankRanges ranges = new RankRanges();
    private final Workers.Task forwardRange = this::forwardRange;
    private final Workers.Task backwardRange = this::backwardRange;
    private final Sweep[] sweeps = {this::sigmoids, this::resets, this::candidates, this::blends};

    private float[] gates = Buffers.EMPTY;      // [R, 3H]
    private float[] inner = Buffers.EMPTY;      // [R, H], c + h U_n, or r h where the reset comes first
    private float[] hidden = Buffers.EMPTY;     // [R, H]
    private float[] hPrevious = Buffers.EMPTY;  // [R, H], the hidden state each row started from
    private float[] dReset = Buffers.EMPTY;     // [B, H] by rank, the gradient of r h
    private float[] dInitialHidden = Buffers.EMPTY;  // [B, H] by rank

    private RowLayout layout;
    private float[] input;
    private float[] initialState;
    private float[] dOutput;
    private float[] dFinalState;
    private float[] dInitialState;

    /** A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0. */
    GruLayer(String name, int inputSize, int hiddenSize, boolean resetAfter, Engine engine) {
        this.name = name;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.resetAfter = resetAfter;
        this.engine = engine;
        elementwise = engine.kernels().elementwise();
        weights = new GruWeights(name, inputSize, hiddenSize, resetAfter, engine);
    }

    /** Weights and biases as {@link GruWeights#initialize} says. */
    GruLayer initialize(Randomness randomness) {
        weights.initialize(randomness);
        return this;
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    @Override
    public int hiddenSize() {
        return hiddenSize;
    }

    @Override
    public int stateSize() {
        return hiddenSize;
    }

    @Override
    public List<Parameter> parameters() {
        return weights.parameters();
    }

    @Override
    public void pack(Pass pass) {
        weights.pack();
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        int rows = layout.rows();
        gates = Buffers.atLeast(gates, Math.multiplyExact(rows, GATES * hiddenSize));
        inner = Buffers.atLeast(inner, rows * hiddenSize);
        hidden = Buffers.atLeast(hidden, rows * hiddenSize);
        hPrevious = Buffers.atLeast(hPrevious, rows * hiddenSize);
        this.layout = layout;
        this.input = input;
        this.initialState = initialState;

        weights.begin(rows, input, gates);
        ranges.update(layout, engine.workers().threads());
        engine.workers().forEach(ranges.count(), forwardRange);
        return hidden;
    }

    private void forwardRange(int range) {
        int from = ranges.from(range);
        int to = ranges.to(range);
        setInitialState(from, to);
        for (int t = 0; t < layout.maxLength() && layout.active(t) > from; t++) {
            int count = Math.min(to, layout.active(t)) - from;
            int row = layout.start(t) + from;
            if (t > 0) {
                int previous = layout.start(t - 1) + from;
                System.arraycopy(hidden, previous * hiddenSize, hPrevious, row * hiddenSize, count * hiddenSize);
            }
            step(row, count, t > 0 || initialState != null);
        }
    }

    private void step(int row, int count, boolean started) {
        weights.sum(row, count, started ? hPrevious : null);
        if (resetAfter) {
            weights.recur(row, count, started ? hPrevious : null, inner);
        }
        sweep(SIGMOIDS, row, count);
        sweep(RESETS, row, count);
        if (!resetAfter && started) {
            weights.addReset(row, count, inner);
        }
        sweep(CANDIDATES, row, count);
        sweep(BLENDS, row, count);
    }

    private void sweep(int sweep, int row, int count) {
        sweeps[sweep].over(row, count);
    }

    private void sigmoids(int row, int count) {
        for (int r = row; r < row + count; r++) {
            int gate = r * GATES * hiddenSize;
            elementwise.sigmoid(2 * hiddenSize, gates, gate, gates, gate);
        }
    }

    private void resets(int row, int count) {
        for (int r = row; r < row + count; r++) {
            int gate = r * GATES * hiddenSize;
            if (resetAfter) {
                GruSteps.reset(hiddenSize, gates, gate, inner, r * hiddenSize);
            } else {
                elementwise.multiply(hiddenSize, gates, gate, hPrevious, r * hiddenSize, inner, r * hiddenSize);
            }
        }
    }

    private void candidates(int row, int count) {
        for (int r = row; r < row + count; r++) {
            int candidate = (r * GATES + 2) * hiddenSize;
            elementwise.tanh(hiddenSize, gates, candidate, gates, candidate);
        }
    }

    private void blends(int row, int count) {
        for (int r = row; r < row + count; r++) {
            GruSteps.blend(hiddenSize, gates, r * GATES * hiddenSize, hPrevious, r * hiddenSize,
                    hidden, r * hiddenSize);
        }
    }

    private void setInitialState(int from, int to) {
        if (initialState == null) {
            Arrays.fill(hPrevious, from * hiddenSize, to * hiddenSize, 0f);
            return;
        }
        for (int rank = from; rank < to; rank++) {
            System.arraycopy(initialState, layout.sequenceOfRank(rank) * hiddenSize, hPrevious, rank * hiddenSize,
                    hiddenSize);
        }
    }

    @Override
    public void finalState(RowLayout layout, float[] state) {
        for (int b = 0; b < layout.batchSize(); b++) {
            int row = layout.row(b, layout.length(b) - 1);
            System.arraycopy(hidden, row * hiddenSize, state, b * hiddenSize, hiddenSize);
        }
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        dInitialHidden = Buffers.atLeast(dInitialHidden, layout.batchSize() * hiddenSize);
        if (!resetAfter) {
            dReset = Buffers.atLeast(dReset, layout.batchSize() * hiddenSize);
        }
        this.dOutput = dOutput;
        this.dFinalState = dFinalState;
        this.dInitialState = dInitialState;

        weights.packForBackward();
        engine.workers().forEach(ranges.count(), backwardRange);
        weights.gradients(layout.rows(), input, hPrevious, inner, gates, dInput);
    }

    private void backwardRange(int range) {
        int from = ranges.from(range);
        int to = ranges.to(range);
        if (dFinalState != null) {
            takeFinalGradient(from, to);
        }
        Arrays.fill(dInitialHidden, from * hiddenSize, to * hiddenSize, 0f);
        for (int t = layout.maxLength() - 1; t >= 0; t--) {
            int count = Math.min(to, layout.active(t)) - from;
            if (count <= 0) {
                continue;
            }
            int row = layout.start(t) + from;
            if (t > 0) {
                stepBackward(row, count, from, dOutput, layout.start(t - 1) + from, true);
            } else {
                stepBackward(row, count, from, dInitialHidden, from, dInitialState != null);
            }
        }
        if (dInitialState != null) {
            giveInitialGradient(from, to);
        }
    }

    /**
     * Turns the gates of a step into the gradients of their sums.
     *
     * @param dh     the gradient of the states before, accumulated into from row {@code dhRow}
     * @param wanted whether that must be whole
     */
    private void stepBackward(int row, int count, int rank, float[] dh, int dhRow, boolean wanted) {
        for (int r = 0; r < count; r++) {
            int unit = (row + r) * hiddenSize;
            GruSteps.blendBackward(hiddenSize, gates, GATES * unit, hPrevious, unit, dOutput, unit,
                    dh, (dhRow + r) * hiddenSize);
            if (resetAfter) {
                GruSteps.resetBackward(hiddenSize, gates, GATES * unit, inner, unit);
            }
        }
        if (!resetAfter) {
            weights.addResetBackward(row, count, gates, rank, dReset);
            for (int r = 0; r < count; r++) {
                int unit = (row + r) * hiddenSize;
                GruSteps.resetStateBackward(hiddenSize, gates, GATES * unit, hPrevious, unit,
                        dReset, (rank + r) * hiddenSize, dh, (dhRow + r) * hiddenSize);
            }
        } else if (wanted) {
            weights.recurBackward(row, count, inner, dhRow, dh);
        }
        if (wanted) {
            weights.sumBackward(row, count, gates, dhRow, dh);
        }
    }

    private void takeFinalGradient(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            int b = layout.sequenceOfRank(rank);
            int row = layout.row(b, layout.length(b) - 1);
            elementwise.add(hiddenSize, dFinalState, b * hiddenSize, dOutput, row * hiddenSize);
        }
    }

    private void giveInitialGradient(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            System.arraycopy(dInitialHidden, rank * hiddenSize, dInitialState,
                    layout.sequenceOfRank(rank) * hiddenSize, hiddenSize);
        }
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        int stride = GATES * hiddenSize;
        visitor.visit(name + ".hidden", hiddenSize, hidden, 0, hiddenSize);
        visitor.visit(name + ".resetGate", hiddenSize, gates, 0, stride);
        visitor.visit(name + ".updateGate", hiddenSize, gates, hiddenSize, stride);
        visitor.visit(name + ".candidate", hiddenSize, gates, 2 * hiddenSize, stride);
    }
}
