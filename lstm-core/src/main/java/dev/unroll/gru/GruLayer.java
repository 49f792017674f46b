package dev.unroll.gru;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Apart;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.RecurrentWeights;
import dev.unroll.recurrent.SequenceDropout;
import dev.unroll.recurrent.UnrolledLayer;
import java.util.ArrayList;
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
 * h_t = (1 - z_t) D(n_t) + z_t h_{t-1}
 * </pre>
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), H hidden units; r (reset), z (update), n (candidate)
 * stand in this order in every array of gates and in the columns of the parameters; c is the recurrentBias, which only
 * the reset after the product has; D drops candidates in training, so that nothing a unit holds is ever lost (Semeniuta,
 * Severyn &amp; Barth 2016, arXiv 1603.05118). A state is a row of H values.
 *
 * <p>Backward overwrites the gates, and what the reset gate acts on or gives, with their gradients, so activations and
 * gradients together take 6H values per row.
 */
final class GruLayer extends UnrolledLayer {

    /** A function's pass over the rows of a step; called through {@link #sweep} alone, as {@link Apart} says. */
    @Apart
    private interface Sweep {
        void over(int row, int count);
    }

    private static final int GATES = 3;
    /** The parts of the recurrent weights: r and z, then n. */
    private static final int RESET_AND_UPDATE = 0;
    private static final int CANDIDATE = 1;

    private static final int SIGMOIDS = 0;
    private static final int RESETS = 1;
    private static final int CANDIDATES = 2;
    private static final int BLENDS = 3;

    private final int hiddenSize;
    private final boolean resetAfter;
    private final ElementwiseKernels elementwise;
    private final RecurrentWeights weights;
    private final Parameter recurrentBias;
    private final SequenceDropout candidateDropout;
    private final Sweep[] sweeps = {this::sigmoids, this::resets, this::candidates, this::blends};

    private float[] gates = Buffers.EMPTY;   // [R, 3H]
    private float[] inner = Buffers.EMPTY;   // [R, H], c + h U_n, or r h where the reset comes first
    private float[] dReset = Buffers.EMPTY;  // [B, H] by rank, the gradient of r h
    private float[] kept = Buffers.EMPTY;    // [R, H], candidates as dropout leaves them

    /** A layer without noise. */
    GruLayer(String name, int inputSize, int hiddenSize, boolean resetAfter, Engine engine) {
        this(name, inputSize, hiddenSize, resetAfter, RecurrentRegularization.NONE, engine);
    }

    /** A layer whose candidates are not dropped. */
    GruLayer(String name, int inputSize, int hiddenSize, boolean resetAfter, RecurrentRegularization regularization,
            Engine engine) {
        this(name, inputSize, hiddenSize, resetAfter, regularization, 0, engine);
    }

    /**
     * A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0.
     *
     * @param candidateDropout probability that a candidate is dropped in training, from 0 to below 1
     */
    GruLayer(String name, int inputSize, int hiddenSize, boolean resetAfter, RecurrentRegularization regularization,
            double candidateDropout, Engine engine) {
        super(name, inputSize, hiddenSize, regularization, engine);
        this.hiddenSize = hiddenSize;
        this.resetAfter = resetAfter;
        elementwise = engine.kernels().elementwise();
        weights = new RecurrentWeights(name, inputSize, hiddenSize, hiddenSize, regularization.dropConnect(), engine,
                2, 1);
        recurrentBias = resetAfter ? new Parameter(name + ".recurrentBias", hiddenSize) : null;
        this.candidateDropout =
                new SequenceDropout(name + ".candidateDropout", candidateDropout, hiddenSize, engine);
    }

    /** Weights and bias as {@link RecurrentWeights#initialize} says; the recurrent bias stays 0. */
    GruLayer initialize(RecurrentInitialization recurrent, Randomness randomness) {
        weights.initialize(recurrent, randomness);
        return this;
    }

    /** H. */
    @Override
    public int stateSize() {
        return hiddenSize;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(weights.parameters());
        if (resetAfter) {
            parameters.add(recurrentBias);
        }
        return List.copyOf(parameters);
    }

    @Override
    public void pack(Pass pass) {
        weights.pack(pass);
    }

    @Override
    protected void begin(Pass pass) {
        int rows = layout().rows();
        gates = Buffers.atLeast(gates, Math.multiplyExact(rows, GATES * hiddenSize));
        inner = Buffers.atLeast(inner, rows * hiddenSize);
        candidateDropout.begin(layout(), pass);
        if (candidateDropout.active()) {
            kept = Buffers.atLeast(kept, rows * hiddenSize);
        }
        weights.begin(rows, input(), gates, true);
    }

    @Override
    protected void step(int t, int rank, int row, int count, boolean started) {
        weights.sum(row, count, started ? recurrent() : null);
        if (resetAfter) {
            for (int r = row; r < row + count; r++) {
                System.arraycopy(recurrentBias.value(), 0, inner, r * hiddenSize, hiddenSize);
            }
            if (started) {
                weights.recur(CANDIDATE, row, count, recurrent(), inner, hiddenSize, 0);
            }
        }
        sweep(SIGMOIDS, row, count);
        sweep(RESETS, row, count);
        if (!resetAfter && started) {
            weights.recur(CANDIDATE, row, count, inner, gates, GATES * hiddenSize, 2 * hiddenSize);
        }
        sweep(CANDIDATES, row, count);
        for (int r = 0; candidateDropout.active() && r < count; r++) {
            int unit = (row + r) * hiddenSize;
            candidateDropout.apply(rank + r, 1, gates, GATES * unit + 2 * hiddenSize, kept, unit);
        }
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
                elementwise.multiply(hiddenSize, gates, gate, recurrent(), r * hiddenSize, inner, r * hiddenSize);
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
        boolean dropped = candidateDropout.active();
        for (int r = row; r < row + count; r++) {
            int unit = r * hiddenSize;
            GruSteps.blend(hiddenSize, gates, GATES * unit + hiddenSize, dropped ? kept : gates,
                    dropped ? unit : GATES * unit + 2 * hiddenSize, hPrevious(), unit, hidden(), unit);
        }
    }

    @Override
    protected void beginBackward() {
        if (!resetAfter) {
            dReset = Buffers.atLeast(dReset, layout().batchSize() * hiddenSize);
        }
        weights.packForBackward();
    }

    /** Turns the gates of a step into the gradients of their sums. */
    @Override
    protected void stepBackward(int t, int rank, int row, int count, float[] dPrevious, int previous,
            float[] dRecurrent, int recurrentRow, boolean wanted) {
        for (int r = 0; r < count; r++) {
            int unit = (row + r) * hiddenSize;
            int candidate = GATES * unit + 2 * hiddenSize;
            boolean dropped = candidateDropout.active();
            GruSteps.blendBackward(hiddenSize, gates, GATES * unit, dropped ? kept : gates, dropped ? unit : candidate,
                    hPrevious(), unit, dHidden(), unit, dPrevious, (previous + r) * hiddenSize);
            if (dropped) {
                candidateDropout.apply(rank + r, 1, gates, candidate, gates, candidate);
            }
            if (resetAfter) {
                GruSteps.resetBackward(hiddenSize, gates, GATES * unit, inner, unit);
            }
        }
        if (!resetAfter) {
            resetsBackward(rank, row, count, dRecurrent, recurrentRow);
        } else if (wanted) {
            weights.recurBackward(CANDIDATE, row, count, inner, hiddenSize, 0, recurrentRow, dRecurrent);
        }
        if (wanted) {
            weights.recurBackward(RESET_AND_UPDATE, row, count, gates, GATES * hiddenSize, 0, recurrentRow,
                    dRecurrent);
        }
    }

    private void resetsBackward(int rank, int row, int count, float[] dRecurrent, int recurrentRow) {
        Arrays.fill(dReset, rank * hiddenSize, (rank + count) * hiddenSize, 0f);
        weights.recurBackward(CANDIDATE, row, count, gates, GATES * hiddenSize, 2 * hiddenSize, rank, dReset);
        for (int r = 0; r < count; r++) {
            int unit = (row + r) * hiddenSize;
            GruSteps.resetStateBackward(hiddenSize, gates, GATES * unit, recurrent(), unit,
                    dReset, (rank + r) * hiddenSize, dRecurrent, (recurrentRow + r) * hiddenSize);
        }
    }

    @Override
    protected void gradients(float[] dInput) {
        int rows = layout().rows();
        weights.recurred(RESET_AND_UPDATE, recurrent(), gates, GATES * hiddenSize, 0);
        if (resetAfter) {
            weights.recurred(CANDIDATE, recurrent(), inner, hiddenSize, 0);
            engine().kernels().reduction().sumRows(rows, hiddenSize, inner, 0, hiddenSize, recurrentBias.gradient(),
                    0);
        } else {
            weights.recurred(CANDIDATE, inner, gates, GATES * hiddenSize, 2 * hiddenSize);
        }
        weights.gradients(layout(), input(), gates, gates, dInput);
    }

    @Override
    protected StateMap stateMap() {
        return new GruStateMap(name(), resetAfter, parameters());
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        int stride = GATES * hiddenSize;
        visitor.visit(name() + ".hidden", hiddenSize, hidden(), 0, hiddenSize);
        visitor.visit(name() + ".resetGate", hiddenSize, gates, 0, stride);
        visitor.visit(name() + ".updateGate", hiddenSize, gates, hiddenSize, stride);
        visitor.visit(name() + ".candidate", hiddenSize, gates, 2 * hiddenSize, stride);
    }
}
