package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RankRanges;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentWeights;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of long short-term memory (Hochreiter &amp; Schmidhuber 1997, "Long short-term memory"; with the forget
 * gate of Gers, Schmidhuber &amp; Cummins 2000, "Learning to forget").
 *
 * <pre>
 * i_t = σ(b_i + x_t Wx_i + h_{t-1} Wh_i)
 * f_t = σ(b_f + x_t Wx_f + h_{t-1} Wh_f)
 * g_t = tanh(b_g + x_t Wx_g + h_{t-1} Wh_g)
 * o_t = σ(b_o + x_t Wx_o + h_{t-1} Wh_o)
 * c_t = f_t c_{t-1} + i_t g_t
 * h_t = o_t tanh(c_t)
 * </pre>
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), I inputs, H hidden units; i input gate, f forget
 * gate, g candidate, o output gate, in this order in every array of gates and in the columns of the parameters. A state
 * is a row of 2H values, h before c.
 *
 * <p>Each thread takes a range of the sequences through all steps. Activations are kept for backward rather than
 * computed again: 7H values per row.
 */
public final class LstmLayer implements RecurrentLayer {

    private static final int GATES = 4;

    private final String name;
    private final int inputSize;
    private final int hiddenSize;
    private final Engine engine;
    private final RecurrentWeights weights;
    private final RankRanges ranges = new RankRanges();
    private final Workers.Task forwardRange = this::forwardRange;
    private final Workers.Task backwardRange = this::backwardRange;

    private float[] gates = Buffers.EMPTY;      // [R, 4H], overwritten in backward by its gradient
    private float[] hidden = Buffers.EMPTY;     // [R, H]
    private float[] hPrevious = Buffers.EMPTY;  // [R, H], the hidden state each row started from
    private float[] cell = Buffers.EMPTY;       // [B + R, H], the initial cells by rank, then the rows
    private float[] tanhCell = Buffers.EMPTY;   // [R, H]
    private float[] dCell = Buffers.EMPTY;      // [B, H] by rank
    private float[] dInitialHidden = Buffers.EMPTY;  // [B, H] by rank

    private RowLayout layout;
    private float[] input;
    private float[] initialState;
    private float[] dOutput;
    private float[] dFinalState;
    private float[] dInitialState;

    /** A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0. */
    public LstmLayer(String name, int inputSize, int hiddenSize, Engine engine) {
        this.name = name;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.engine = engine;
        weights = new RecurrentWeights(name, inputSize, hiddenSize, GATES, engine);
    }

    /**
     * Input and recurrent weights as {@link RecurrentWeights#initialize} says; biases 0, but for the forget gate's.
     *
     * @param forgetBias above 0, new cells keep what they hold (Jozefowicz, Zaremba &amp; Sutskever 2015)
     */
    public LstmLayer initialize(double forgetBias, Randomness randomness) {
        return initialize(new LstmInitialization(forgetBias, 0, RecurrentInitialization.ORTHOGONAL), randomness);
    }

    LstmLayer initialize(LstmInitialization initialization, Randomness randomness) {
        initialization.apply(weights, LstmCell.VANILLA, randomness);
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
        return 2 * hiddenSize;
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
        hidden = Buffers.atLeast(hidden, rows * hiddenSize);
        hPrevious = Buffers.atLeast(hPrevious, rows * hiddenSize);
        cell = Buffers.atLeast(cell, (layout.batchSize() + rows) * hiddenSize);
        tanhCell = Buffers.atLeast(tanhCell, rows * hiddenSize);
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
            weights.sum(row, count, t > 0 || initialState != null ? hPrevious : null);
            engine.kernels().recurrent().lstmCell(count, hiddenSize, gates, row * GATES * hiddenSize,
                    cell, previousCell(t, from), cell, (layout.batchSize() + row) * hiddenSize,
                    tanhCell, row * hiddenSize, hidden, row * hiddenSize);
        }
    }

    private void setInitialState(int from, int to) {
        if (initialState == null) {
            Arrays.fill(hPrevious, from * hiddenSize, to * hiddenSize, 0f);
            Arrays.fill(cell, from * hiddenSize, to * hiddenSize, 0f);
            return;
        }
        for (int rank = from; rank < to; rank++) {
            int state = layout.sequenceOfRank(rank) * stateSize();
            System.arraycopy(initialState, state, hPrevious, rank * hiddenSize, hiddenSize);
            System.arraycopy(initialState, state + hiddenSize, cell, rank * hiddenSize, hiddenSize);
        }
    }

    /** Where the cells stand that step t of the ranks from {@code from} on started from. */
    private int previousCell(int t, int from) {
        return (t == 0 ? from : layout.batchSize() + layout.start(t - 1) + from) * hiddenSize;
    }

    @Override
    public void finalState(RowLayout layout, float[] state) {
        for (int b = 0; b < layout.batchSize(); b++) {
            int row = layout.row(b, layout.length(b) - 1);
            System.arraycopy(hidden, row * hiddenSize, state, b * stateSize(), hiddenSize);
            System.arraycopy(cell, (layout.batchSize() + row) * hiddenSize, state, b * stateSize() + hiddenSize,
                    hiddenSize);
        }
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        dCell = Buffers.atLeast(dCell, layout.batchSize() * hiddenSize);
        if (dInitialState != null) {
            dInitialHidden = Buffers.atLeast(dInitialHidden, layout.batchSize() * hiddenSize);
        }
        this.dOutput = dOutput;
        this.dFinalState = dFinalState;
        this.dInitialState = dInitialState;

        weights.packForBackward();
        engine.workers().forEach(ranges.count(), backwardRange);
        weights.gradients(layout.rows(), input, hPrevious, gates, dInput);
    }

    private void backwardRange(int range) {
        int from = ranges.from(range);
        int to = ranges.to(range);
        takeFinalGradient(from, to);
        for (int t = layout.maxLength() - 1; t >= 0; t--) {
            int count = Math.min(to, layout.active(t)) - from;
            if (count <= 0) {
                continue;
            }
            int row = layout.start(t) + from;
            engine.kernels().recurrent().lstmCellBackward(count, hiddenSize, gates, row * GATES * hiddenSize,
                    cell, previousCell(t, from), tanhCell, row * hiddenSize, dOutput, row * hiddenSize,
                    dCell, from * hiddenSize);
            if (t > 0) {
                weights.recurBackward(row, count, gates, layout.start(t - 1) + from, dOutput);
            }
        }
        if (dInitialState != null) {
            giveInitialGradient(from, to);
        }
    }

    private void takeFinalGradient(int from, int to) {
        Arrays.fill(dCell, from * hiddenSize, to * hiddenSize, 0f);
        if (dFinalState == null) {
            return;
        }
        for (int rank = from; rank < to; rank++) {
            int b = layout.sequenceOfRank(rank);
            int row = layout.row(b, layout.length(b) - 1);
            engine.kernels().elementwise().add(hiddenSize, dFinalState, b * stateSize(), dOutput, row * hiddenSize);
            System.arraycopy(dFinalState, b * stateSize() + hiddenSize, dCell, rank * hiddenSize, hiddenSize);
        }
    }

    private void giveInitialGradient(int from, int to) {
        Arrays.fill(dInitialHidden, from * hiddenSize, to * hiddenSize, 0f);
        weights.recurBackward(from, to - from, gates, from, dInitialHidden);
        for (int rank = from; rank < to; rank++) {
            int state = layout.sequenceOfRank(rank) * stateSize();
            System.arraycopy(dInitialHidden, rank * hiddenSize, dInitialState, state, hiddenSize);
            System.arraycopy(dCell, rank * hiddenSize, dInitialState, state + hiddenSize, hiddenSize);
        }
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        int stride = GATES * hiddenSize;
        visitor.visit(name + ".hidden", hiddenSize, hidden, 0, hiddenSize);
        visitor.visit(name + ".cell", hiddenSize, cell, layout.batchSize() * hiddenSize, hiddenSize);
        visitor.visit(name + ".inputGate", hiddenSize, gates, 0, stride);
        visitor.visit(name + ".forgetGate", hiddenSize, gates, hiddenSize, stride);
        visitor.visit(name + ".candidate", hiddenSize, gates, 2 * hiddenSize, stride);
        visitor.visit(name + ".outputGate", hiddenSize, gates, 3 * hiddenSize, stride);
    }
}
