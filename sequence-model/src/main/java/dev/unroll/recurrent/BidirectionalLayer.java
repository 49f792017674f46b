package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import java.util.ArrayList;
import java.util.List;

/**
 * Two recurrent layers over the same input, one in each direction (Schuster &amp; Paliwal 1997, "Bidirectional
 * recurrent neural networks"):
 *
 * <pre>
 * y_t = [forward(x_0, …, x_t), reverse(x_L-1, …, x_t)]    with L the sequence's own length
 * </pre>
 *
 * <p>Legend: H values of an output row, H1 of the forward layer before H2 of the reverse; S of a state, S1 before S2.
 */
public final class BidirectionalLayer implements RecurrentLayer {

    /** Rows that are copied as one piece of work. */
    private static final int ROWS = 64;

    private final RecurrentLayer forward;
    private final RecurrentLayer reverse;
    private final Engine engine;
    private final Workers.Task splitBlock = this::splitBlock;
    private final Workers.Task joinBlock = this::joinBlock;
    private final Workers.Task addBlock = this::addBlock;

    private float[] output = Buffers.EMPTY;         // [R, H]
    private float[] forwardRows = Buffers.EMPTY;    // [R, H1]
    private float[] reverseRows = Buffers.EMPTY;    // [R, H2]
    private float[] reverseDInput = Buffers.EMPTY;  // [R, I]
    private float[] forwardState = Buffers.EMPTY;   // [B, S1]
    private float[] reverseState = Buffers.EMPTY;   // [B, S2]
    private float[] forwardDState = Buffers.EMPTY;  // [B, S1]
    private float[] reverseDState = Buffers.EMPTY;  // [B, S2]

    private RowLayout layout;
    private float[] first;
    private float[] second;
    private float[] joined;

    /**
     * @param forward reads from the first step to the last
     * @param reverse the same for the other direction, as it would read forward
     */
    public BidirectionalLayer(RecurrentLayer forward, RecurrentLayer reverse, Engine engine) {
        if (forward.inputSize() != reverse.inputSize()) {
            throw new IllegalArgumentException("both directions must take the same input; they take "
                    + forward.inputSize() + " and " + reverse.inputSize() + " values");
        }
        this.forward = forward;
        this.reverse = new ReversedLayer(reverse, engine);
        this.engine = engine;
    }

    @Override
    public int inputSize() {
        return forward.inputSize();
    }

    /** H1 + H2. */
    @Override
    public int hiddenSize() {
        return forward.hiddenSize() + reverse.hiddenSize();
    }

    @Override
    public int reversedSize() {
        return reverse.hiddenSize();
    }

    /** S1 + S2. */
    @Override
    public int stateSize() {
        return forward.stateSize() + reverse.stateSize();
    }

    /** Those of the forward layer, then those of the reverse. */
    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(forward.parameters());
        parameters.addAll(reverse.parameters());
        return List.copyOf(parameters);
    }

    @Override
    public void initialState(float[] state, int offset) {
        forward.initialState(state, offset);
        reverse.initialState(state, offset + forward.stateSize());
    }

    @Override
    public void pack(Pass pass) {
        forward.pack(pass);
        reverse.pack(pass);
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        output = Buffers.atLeast(output, Math.multiplyExact(layout.rows(), hiddenSize()));
        growStates(layout.batchSize());
        boolean started = initialState != null;
        if (started) {
            splitStates(layout.batchSize(), initialState);
        }
        float[] h1 = forward.forward(layout, input, started ? forwardState : null, pass);
        float[] h2 = reverse.forward(layout, input, started ? reverseState : null, pass);
        eachBlock(layout, h1, h2, output, joinBlock);
        return output;
    }

    private void growStates(int batchSize) {
        forwardState = Buffers.atLeast(forwardState, batchSize * forward.stateSize());
        reverseState = Buffers.atLeast(reverseState, batchSize * reverse.stateSize());
    }

    private void splitStates(int batchSize, float[] states) {
        split(0, batchSize, states, forward.stateSize(), forwardState, reverse.stateSize(), reverseState);
    }

    @Override
    public void finalState(RowLayout layout, float[] state) {
        forward.finalState(layout, forwardState);
        reverse.finalState(layout, reverseState);
        join(0, layout.batchSize(), forward.stateSize(), forwardState, reverse.stateSize(), reverseState, state);
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        int batchSize = layout.batchSize();
        forwardRows = Buffers.atLeast(forwardRows, layout.rows() * forward.hiddenSize());
        reverseRows = Buffers.atLeast(reverseRows, layout.rows() * reverse.hiddenSize());
        eachBlock(layout, forwardRows, reverseRows, dOutput, splitBlock);
        boolean ended = dFinalState != null;
        if (ended) {
            splitStates(batchSize, dFinalState);
        }
        boolean started = dInitialState != null;
        if (started) {
            forwardDState = Buffers.atLeast(forwardDState, batchSize * forward.stateSize());
            reverseDState = Buffers.atLeast(reverseDState, batchSize * reverse.stateSize());
        }
        if (dInput != null) {
            reverseDInput = Buffers.atLeast(reverseDInput, layout.rows() * inputSize());
        }
        forward.backward(layout, forwardRows, ended ? forwardState : null, dInput, started ? forwardDState : null);
        reverse.backward(layout, reverseRows, ended ? reverseState : null, dInput == null ? null : reverseDInput,
                started ? reverseDState : null);
        if (dInput != null) {
            eachBlock(layout, reverseDInput, null, dInput, addBlock);
        }
        if (started) {
            join(0, batchSize, forward.stateSize(), forwardDState, reverse.stateSize(), reverseDState, dInitialState);
        }
    }

    private void eachBlock(RowLayout layout, float[] first, float[] second, float[] joined, Workers.Task task) {
        this.layout = layout;
        this.first = first;
        this.second = second;
        this.joined = joined;
        engine.workers().forEach((layout.rows() + ROWS - 1) / ROWS, task);
    }

    private void joinBlock(int block) {
        join(block * ROWS, count(block), forward.hiddenSize(), first, reverse.hiddenSize(), second, joined);
    }

    private void splitBlock(int block) {
        split(block * ROWS, count(block), joined, forward.hiddenSize(), first, reverse.hiddenSize(), second);
    }

    private void addBlock(int block) {
        int from = block * ROWS * inputSize();
        engine.kernels().elementwise().add(count(block) * inputSize(), first, from, joined, from);
    }

    private int count(int block) {
        return Math.min(ROWS, layout.rows() - block * ROWS);
    }

    private static void join(int from, int count, int size1, float[] a, int size2, float[] b, float[] joined) {
        for (int row = from; row < from + count; row++) {
            System.arraycopy(a, row * size1, joined, row * (size1 + size2), size1);
            System.arraycopy(b, row * size2, joined, row * (size1 + size2) + size1, size2);
        }
    }

    private static void split(int from, int count, float[] joined, int size1, float[] a, int size2, float[] b) {
        for (int row = from; row < from + count; row++) {
            System.arraycopy(joined, row * (size1 + size2), a, row * size1, size1);
            System.arraycopy(joined, row * (size1 + size2) + size1, b, row * size2, size2);
        }
    }

    @Override
    public List<Recurrence> recurrences(RowLayout layout) {
        List<Recurrence> recurrences = new ArrayList<>(forward.recurrences(layout));
        recurrences.addAll(reverse.recurrences(layout));
        return recurrences;
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        forward.states(layout, visitor);
        reverse.states(layout, visitor);
    }

    @Override
    public void keepGradientNorms(boolean keep) {
        forward.keepGradientNorms(keep);
        reverse.keepGradientNorms(keep);
    }

    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        forward.gradientNorms(layout, visitor);
        reverse.gradientNorms(layout, visitor);
    }
}
