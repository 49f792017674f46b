package dev.unroll.rnn;

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
 * One layer of the vanilla recurrent network (Elman 1990, "Finding structure in time").
 *
 * <pre>
 * h_t = φ(b + x_t Wx + h_{t-1} Wh)
 * h_t = (1 - α) h_{t-1} + α φ(b + x_t Wx + h_{t-1} Wh)    leaky units, α below 1 (Jaeger et al. 2007)
 * </pre>
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), I inputs, H hidden units, φ the {@link Activation}. A
 * state is a row of H values.
 *
 * <p>Each thread takes a range of the sequences through all steps. The hidden states are all that backward needs; leaky
 * units keep the values of φ besides.
 */
public final class RnnLayer implements RecurrentLayer {

    private final String name;
    private final int inputSize;
    private final int hiddenSize;
    private final Activation activation;
    private final float leak;
    private final Engine engine;
    private final RecurrentWeights weights;
    private final RankRanges ranges = new RankRanges();
    private final Workers.Task forwardRange = this::forwardRange;
    private final Workers.Task backwardRange = this::backwardRange;

    private float[] hidden = Buffers.EMPTY;     // [R, H], the weighted sums until the activation overwrites them
    private float[] active = Buffers.EMPTY;     // [R, H], the values of φ of leaky units
    private float[] dKept = Buffers.EMPTY;      // [B, H] by rank, what leaky units keep of their gradient
    private float[] hPrevious = Buffers.EMPTY;  // [R, H], the hidden state each row started from
    private float[] dInitialHidden = Buffers.EMPTY;  // [B, H] by rank

    private RowLayout layout;
    private float[] input;
    private float[] initialState;
    private float[] dOutput;
    private float[] dFinalState;
    private float[] dInitialState;

    /** A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0. */
    public RnnLayer(String name, int inputSize, int hiddenSize, Activation activation, Engine engine) {
        this(name, inputSize, hiddenSize, activation, 1f, engine);
    }

    /** @param leak α, above 0 and at most 1, which is no leak */
    public RnnLayer(String name, int inputSize, int hiddenSize, Activation activation, float leak, Engine engine) {
        this.leak = leak;
        this.name = name;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.activation = activation;
        this.engine = engine;
        weights = new RecurrentWeights(name, inputSize, hiddenSize, 1, engine);
    }

    /** Weights and bias as {@link RecurrentWeights#initialize} says. */
    public RnnLayer initialize(Randomness randomness) {
        return initialize(RecurrentInitialization.ORTHOGONAL, randomness);
    }

    /** As {@link #initialize(Randomness)}, but for the recurrent weights. */
    public RnnLayer initialize(RecurrentInitialization recurrent, Randomness randomness) {
        weights.initialize(recurrent, randomness);
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
        int size = Math.multiplyExact(layout.rows(), hiddenSize);
        hidden = Buffers.atLeast(hidden, size);
        hPrevious = Buffers.atLeast(hPrevious, size);
        if (leak < 1f) {
            active = Buffers.atLeast(active, size);
        }
        this.layout = layout;
        this.input = input;
        this.initialState = initialState;

        weights.begin(layout.rows(), input, hidden);
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
            activation.forward(engine.kernels(), count * hiddenSize, hidden, row * hiddenSize);
            if (leak < 1f) {
                mix(row * hiddenSize, count * hiddenSize);
            }
        }
    }

    private void mix(int from, int size) {
        System.arraycopy(hidden, from, active, from, size);
        for (int i = from; i < from + size; i++) {
            hidden[i] = Math.fma(leak, active[i], (1f - leak) * hPrevious[i]);
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
        if (dInitialState != null) {
            dInitialHidden = Buffers.atLeast(dInitialHidden, layout.batchSize() * hiddenSize);
        }
        if (leak < 1f) {
            dKept = Buffers.atLeast(dKept, layout.batchSize() * hiddenSize);
        }
        this.dOutput = dOutput;
        this.dFinalState = dFinalState;
        this.dInitialState = dInitialState;

        weights.packForBackward();
        engine.workers().forEach(ranges.count(), backwardRange);
        weights.gradients(layout.rows(), input, hPrevious, dOutput, dInput);
    }

    /** Turns the gradient of each hidden state into that of its weighted sum, in place. */
    private void backwardRange(int range) {
        int from = ranges.from(range);
        int to = ranges.to(range);
        if (dFinalState != null) {
            takeFinalGradient(from, to);
        }
        if (leak < 1f) {
            Arrays.fill(dKept, from * hiddenSize, to * hiddenSize, 0f);
        }
        for (int t = layout.maxLength() - 1; t >= 0; t--) {
            int count = Math.min(to, layout.active(t)) - from;
            if (count <= 0) {
                continue;
            }
            int row = layout.start(t) + from;
            if (leak < 1f) {
                mixBackward(row * hiddenSize, from * hiddenSize, count * hiddenSize);
            }
            activation.backward(engine.kernels(), count * hiddenSize, leak < 1f ? active : hidden, dOutput,
                    row * hiddenSize);
            if (t > 0) {
                weights.recurBackward(row, count, dOutput, layout.start(t - 1) + from, dOutput);
            }
        }
        if (dInitialState != null) {
            giveInitialGradient(from, to);
        }
    }

    /** Adds what the step after kept of its gradient, keeps a share of the sum and leaves the rest to φ. */
    private void mixBackward(int from, int kept, int size) {
        for (int i = 0; i < size; i++) {
            float d = dOutput[from + i] + dKept[kept + i];
            dKept[kept + i] = (1f - leak) * d;
            dOutput[from + i] = leak * d;
        }
    }

    private void takeFinalGradient(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            int b = layout.sequenceOfRank(rank);
            int row = layout.row(b, layout.length(b) - 1);
            engine.kernels().elementwise().add(hiddenSize, dFinalState, b * hiddenSize, dOutput, row * hiddenSize);
        }
    }

    private void giveInitialGradient(int from, int to) {
        if (leak < 1f) {
            System.arraycopy(dKept, from * hiddenSize, dInitialHidden, from * hiddenSize, (to - from) * hiddenSize);
        } else {
            Arrays.fill(dInitialHidden, from * hiddenSize, to * hiddenSize, 0f);
        }
        weights.recurBackward(from, to - from, dOutput, from, dInitialHidden);
        for (int rank = from; rank < to; rank++) {
            System.arraycopy(dInitialHidden, rank * hiddenSize, dInitialState,
                    layout.sequenceOfRank(rank) * hiddenSize, hiddenSize);
        }
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        visitor.visit(name + ".hidden", hiddenSize, hidden, 0, hiddenSize);
    }
}
