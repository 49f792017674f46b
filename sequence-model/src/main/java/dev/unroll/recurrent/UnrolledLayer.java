package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;
import java.util.Arrays;
import java.util.List;

/**
 * What every recurrent layer does around its cell: goes through time and back, hands the hidden state on from step to
 * step, and puts the noise of {@link RecurrentRegularization} on it. Subclasses say what a step is.
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), P values of a hidden state. A state is a row of the
 * hidden state and whatever else the cell carries.
 *
 * <p>The rows of a recurrence do not see each other, so each thread takes a range of the sequences through all steps. A
 * step takes {@code count} rows from {@code row} on, those of the ranks from {@code rank} on.
 */
public abstract class UnrolledLayer implements RecurrentLayer {

    private final String name;
    private final int inputSize;
    private final int hiddenSize;
    private final Engine engine;
    private final SequenceDropout recurrentDropout;
    private final Zoneout zoneout;
    private final GradientNorms hiddenNorms;
    private final RankRanges ranges = new RankRanges();
    private final Workers.Task forwardRange = this::forwardRange;
    private final Workers.Task backwardRange = this::backwardRange;

    private float[] hidden = Buffers.EMPTY;          // [R, P]
    private float[] hPrevious = Buffers.EMPTY;       // [R, P], the hidden state each row started from
    private float[] dropped = Buffers.EMPTY;         // [R, P], the same, masked by recurrent dropout
    private float[] dDropped = Buffers.EMPTY;        // [B, P] by rank
    private float[] dInitialHidden = Buffers.EMPTY;  // [B, P] by rank

    private boolean keepsGradientNorms;
    private RowLayout layout;
    private float[] input;
    private float[] initialState;
    private float[] dOutput;
    private float[] dFinalState;
    private float[] dInitialState;

    /**
     * @param name       of the layer, before the names of its parameters
     * @param hiddenSize P
     */
    protected UnrolledLayer(String name, int inputSize, int hiddenSize, RecurrentRegularization regularization,
            Engine engine) {
        this.name = name;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.engine = engine;
        recurrentDropout =
                new SequenceDropout(name + ".recurrentDropout", regularization.recurrentDropout(), hiddenSize, engine);
        zoneout = new Zoneout(name + ".zoneout", regularization.zoneout(), hiddenSize);
        hiddenNorms = new GradientNorms(hiddenSize, engine.kernels());
    }

    protected final String name() {
        return name;
    }

    protected final Engine engine() {
        return engine;
    }

    @Override
    public final int inputSize() {
        return inputSize;
    }

    @Override
    public final int hiddenSize() {
        return hiddenSize;
    }

    /** The batch of the latest forward. */
    protected final RowLayout layout() {
        return layout;
    }

    /** What the latest forward took, {@code [R, I]}, to be read. */
    protected final float[] input() {
        return input;
    }

    /** {@code [R, P]}; a step writes its rows. Where there is zoneout it then overwrites them: cells keep what they need. */
    protected final float[] hidden() {
        return hidden;
    }

    /** The hidden states that rows started from, {@code [R, P]}, to be read. */
    protected final float[] hPrevious() {
        return hPrevious;
    }

    /** The same as the recurrent product is to see them, {@code [R, P]}, to be read. */
    protected final float[] recurrent() {
        return recurrentDropout.active() ? dropped : hPrevious;
    }

    /** Gradients of the hidden states, {@code [R, P]}: whole when their step goes back; then scratch space. */
    protected final float[] dHidden() {
        return dOutput;
    }

    @Override
    public final float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        int size = Math.multiplyExact(layout.rows(), hiddenSize);
        hidden = Buffers.atLeast(hidden, size);
        hPrevious = Buffers.atLeast(hPrevious, size);
        this.layout = layout;
        this.input = input;
        this.initialState = initialState;
        recurrentDropout.begin(layout, pass);
        if (recurrentDropout.active()) {
            dropped = Buffers.atLeast(dropped, size);
        }
        zoneout.begin(layout, pass);
        begin(pass);
        ranges.update(layout, engine.workers().threads());
        engine.workers().forEach(ranges.count(), forwardRange);
        return hidden;
    }

    private void forwardRange(int range) {
        start(ranges.from(range), ranges.to(range));
        for (int from = ranges.from(range); from < ranges.to(range); from = blockEnd(from, range)) {
            int to = blockEnd(from, range);
            int count = active(from, to, 0);
            for (int t = 0; count > 0; t++, count = t < layout.maxLength() ? active(from, to, t) : 0) {
                goOn(t, from, count);
            }
        }
    }

    /** Where the block of a rank ends, or before it its range. */
    private int blockEnd(int rank, int range) {
        return Math.min(ranges.to(range), (rank / RowLayout.BLOCK + 1) * RowLayout.BLOCK);
    }

    /** How many of these ranks of one block have step t. */
    private int active(int from, int to, int t) {
        int block = from / RowLayout.BLOCK;
        return Math.min(to, block * RowLayout.BLOCK + layout.active(block, t)) - from;
    }

    private void goOn(int t, int from, int count) {
        int row = layout.rowOfRank(from, t);
        int at = row * hiddenSize;
        if (t > 0) {
            int previous = layout.rowOfRank(from, t - 1);
            System.arraycopy(hidden, previous * hiddenSize, hPrevious, at, count * hiddenSize);
        }
        if (recurrentDropout.active()) {
            recurrentDropout.apply(from, count, hPrevious, at, dropped, at);
        }
        step(t, from, row, count, t > 0 || initialState != null);
        if (zoneout.exists()) {
            zoneout.forward(t, from, count, hPrevious, at, hidden);
        }
    }

    private void start(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            int state = layout.sequenceOfRank(rank) * stateSize();
            int at = layout.rowOfRank(rank, 0) * hiddenSize;
            if (initialState == null) {
                Arrays.fill(hPrevious, at, at + hiddenSize, 0f);
            } else {
                System.arraycopy(initialState, state, hPrevious, at, hiddenSize);
            }
            start(rank, initialState, state + hiddenSize);
        }
    }

    @Override
    public final void finalState(RowLayout layout, float[] state) {
        for (int b = 0; b < layout.batchSize(); b++) {
            int row = layout.row(b, layout.length(b) - 1);
            System.arraycopy(hidden, row * hiddenSize, state, b * stateSize(), hiddenSize);
            end(row, state, b * stateSize() + hiddenSize);
        }
    }

    @Override
    public final void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        dInitialHidden = Buffers.atLeast(dInitialHidden, layout.batchSize() * hiddenSize);
        if (recurrentDropout.active()) {
            dDropped = Buffers.atLeast(dDropped, layout.batchSize() * hiddenSize);
        }
        this.dOutput = dOutput;
        this.dFinalState = dFinalState;
        this.dInitialState = dInitialState;
        if (keepsGradientNorms) {
            hiddenNorms.begin(layout);
        }
        beginBackward();
        engine.workers().forEach(ranges.count(), backwardRange);
        gradients(dInput);
    }

    private void backwardRange(int range) {
        takeFinalGradient(ranges.from(range), ranges.to(range));
        Arrays.fill(dInitialHidden, ranges.from(range) * hiddenSize, ranges.to(range) * hiddenSize, 0f);
        for (int from = ranges.from(range); from < ranges.to(range); from = blockEnd(from, range)) {
            int to = blockEnd(from, range);
            for (int t = layout.maxLength() - 1; t >= 0; t--) {
                int count = active(from, to, t);
                if (count > 0) {
                    goBack(t, from, count);
                }
            }
        }
        if (dInitialState != null) {
            giveInitialGradient(ranges.from(range), ranges.to(range));
        }
    }

    private void goBack(int t, int from, int count) {
        int row = layout.rowOfRank(from, t);
        float[] dPrevious = t > 0 ? dOutput : dInitialHidden;
        int previous = t > 0 ? layout.rowOfRank(from, t - 1) : from;
        if (keepsGradientNorms) {
            hiddenNorms.keep(row, count, dOutput, row);
        }
        if (zoneout.exists()) {
            zoneout.backward(t, from, count, dOutput, row * hiddenSize, dPrevious, previous * hiddenSize);
        }
        boolean wanted = t > 0 || dInitialState != null;
        if (!recurrentDropout.active()) {
            stepBackward(t, from, row, count, dPrevious, previous, dPrevious, previous, wanted);
            return;
        }
        int at = from * hiddenSize;
        Arrays.fill(dDropped, at, at + count * hiddenSize, 0f);
        stepBackward(t, from, row, count, dPrevious, previous, dDropped, from, wanted);
        recurrentDropout.apply(from, count, dDropped, at, dDropped, at);
        engine.kernels().elementwise().add(count * hiddenSize, dDropped, at, dPrevious, previous * hiddenSize);
    }

    /** Whether the gradients of what is carried besides the hidden state are to be kept: {@link #gradientNorms}. */
    protected final boolean keepsGradientNorms() {
        return keepsGradientNorms;
    }

    @Override
    public final void keepGradientNorms(boolean keep) {
        keepsGradientNorms = keep;
    }

    /** Those of the hidden states; subclasses add what else they carry. */
    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        hiddenNorms.visit(name + ".hidden", visitor);
    }

    private void takeFinalGradient(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            int b = layout.sequenceOfRank(rank);
            int at = b * stateSize();
            if (dFinalState != null) {
                int row = layout.row(b, layout.length(b) - 1);
                engine.kernels().elementwise().add(hiddenSize, dFinalState, at, dOutput, row * hiddenSize);
            }
            endGradient(rank, dFinalState, at + hiddenSize);
        }
    }

    private void giveInitialGradient(int from, int to) {
        for (int rank = from; rank < to; rank++) {
            int at = layout.sequenceOfRank(rank) * stateSize();
            System.arraycopy(dInitialHidden, rank * hiddenSize, dInitialState, at, hiddenSize);
            startGradient(rank, dInitialState, at + hiddenSize);
        }
    }

    @Override
    public final List<Recurrence> recurrences(RowLayout layout) {
        if (zoneout.exists()) {
            throw new IllegalArgumentException("the recurrence of " + name + " is told only without zoneout, which"
                    + " changes it outside training too; leave zoneout out");
        }
        StateMap map = stateMap();
        double[][][] inputs = new double[layout.batchSize()][][];
        double[][] starts = new double[layout.batchSize()][stateSize()];
        for (int b = 0; b < inputs.length; b++) {
            inputs[b] = new double[layout.length(b)][inputSize];
            for (int t = 0; t < inputs[b].length; t++) {
                widen(input, layout.row(b, t) * inputSize, inputs[b][t]);
            }
            if (initialState != null) {
                widen(initialState, b * stateSize(), starts[b]);
            }
        }
        return List.of(new Recurrence(map, inputs, starts));
    }

    private static void widen(float[] values, int offset, double[] wide) {
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[offset + i];
        }
    }

    /**
     * A step as a map of the state, with the parameters' present values.
     *
     * @throws IllegalArgumentException in one sentence, if the cell is none of those that have one
     */
    protected StateMap stateMap() {
        throw new IllegalArgumentException("the recurrence of " + name + " cannot be told: its kind of cell has no state"
                + " map; ask for those of kinds lstm, gru and rnn");
    }

    /** Makes room for {@link #layout}, and does for all rows what need not wait for the step before. */
    protected abstract void begin(Pass pass);

    /**
     * Takes what the cell carries besides the hidden state.
     *
     * @param state from {@code offset}, read; {@code null} means zero
     */
    protected void start(int rank, float[] state, int offset) {
    }

    /**
     * Computes some rows of {@link #hidden}.
     *
     * @param started false if the states before are known to be zero
     */
    protected abstract void step(int t, int rank, int row, int count, boolean started);

    /**
     * Gives what the cell carries besides the hidden state.
     *
     * @param row   the last of its sequence
     * @param state overwritten from {@code offset}
     */
    protected void end(int row, float[] state, int offset) {
    }

    /** Takes in what {@link #stepBackward} needs, for all rows. */
    protected abstract void beginBackward();

    /** Takes the gradient of what {@link #end} gave, as {@link #start} takes states. */
    protected void endGradient(int rank, float[] dState, int offset) {
    }

    /**
     * Gradient of {@link #step}, for which {@link #dHidden} holds the gradient of its rows.
     *
     * @param dPrevious  gradient of {@link #hPrevious}, accumulated into from row {@code previous}
     * @param dRecurrent that of {@link #recurrent}, accumulated into from row {@code recurrentRow}
     * @param wanted     whether anybody reads these two
     */
    protected abstract void stepBackward(int t, int rank, int row, int count, float[] dPrevious, int previous,
            float[] dRecurrent, int recurrentRow, boolean wanted);

    /** Gives the gradient of what {@link #start} took, overwriting it from {@code offset}. */
    protected void startGradient(int rank, float[] dState, int offset) {
    }

    /**
     * Accumulates the parameters' gradients, for all rows.
     *
     * @param dInput {@code [R, I]}, overwritten; {@code null} if not wanted
     */
    protected abstract void gradients(float[] dInput);
}
