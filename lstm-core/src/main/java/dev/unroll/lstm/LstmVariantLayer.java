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
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of long short-term memory with any {@link LstmCell}. {@link LstmLayer} is the vanilla cell made fast; this
 * layer computes the same function where the cell is vanilla.
 *
 * <pre>
 * a_t = b + x_t Wx + h_{t-1} Wh        for i, f, g, o as far as the cell has them
 * [a_i a_f a_o] += [i_{t-1} f_{t-1} o_{t-1}] V   with full gate recurrence, see {@link GateRecurrence}
 * c_t, h_t = one step of the cell, see {@link CellSteps#forward}
 * h_t = h_t Wr                         with projection, see {@link Projection}
 * </pre>
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), H hidden units, N weighted sums of a row, H for each
 * of i, f, g, o that has weights, in this order in every array of gates and in the columns of the parameters; K values
 * of the gates that have weights; P values of a hidden state, H without projection. A state is a row of h, c and, where
 * the gates recur, these K.
 *
 * <p>Each thread takes a range of the sequences through all steps. Activations and gradients take 2N + 4H values per
 * row, and K more where the gates recur.
 */
final class LstmVariantLayer implements RecurrentLayer {

    private final String name;
    private final LstmCell cell;
    private final int inputSize;
    private final int hiddenSize;
    private final int outputSize;
    private final int sums;
    private final Engine engine;
    private final RecurrentWeights weights;
    private final Peepholes peepholes;
    private final GateRecurrence recurrence;
    private final Projection projection;
    private final CellSteps steps;
    private final int recurring;
    private final RankRanges ranges = new RankRanges();
    private final Workers.Task forwardRange = this::forwardRange;
    private final Workers.Task backwardRange = this::backwardRange;

    private float[] gates = Buffers.EMPTY;      // [R, N]
    private float[] dSums = Buffers.EMPTY;      // [R, N]
    private float[] hidden = Buffers.EMPTY;     // [R, P]
    private float[] unprojected = Buffers.EMPTY;   // [R, H], where the hidden state is projected
    private float[] dUnprojected = Buffers.EMPTY;  // [R, H]
    private float[] hPrevious = Buffers.EMPTY;  // [R, P], the hidden state each row started from
    private float[] cells = Buffers.EMPTY;      // [B + R, H], the initial cells by rank, then the rows
    private float[] shown = Buffers.EMPTY;      // [R, H], the cells' output activation
    private float[] gPrevious = Buffers.EMPTY;  // [R, K], the gates each row started from, where they recur
    private float[] dCell = Buffers.EMPTY;      // [B, H] by rank
    private float[] dGates = Buffers.EMPTY;     // [B, K] by rank
    private float[] dInitialHidden = Buffers.EMPTY;  // [B, P] by rank

    private RowLayout layout;
    private float[] input;
    private float[] initialState;
    private float[] dOutput;
    private float[] dFinalState;
    private float[] dInitialState;

    /** A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0. */
    LstmVariantLayer(String name, int inputSize, int hiddenSize, LstmCell cell, Engine engine) {
        this(name, inputSize, hiddenSize, 0, cell, engine);
    }

    /** @param projectionSize P, or 0 for none */
    LstmVariantLayer(String name, int inputSize, int hiddenSize, int projectionSize, LstmCell cell, Engine engine) {
        this.name = name;
        this.cell = cell;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.engine = engine;
        sums = cell.sums() * hiddenSize;
        outputSize = projectionSize == 0 ? hiddenSize : projectionSize;
        weights = new RecurrentWeights(name, inputSize, outputSize, hiddenSize, cell.sums(), engine);
        projection = projectionSize == 0 ? null : new Projection(name, hiddenSize, projectionSize, engine);
        peepholes = cell.peepholes() ? new Peepholes(name, cell.gates(), hiddenSize) : null;
        recurrence = cell.fullGateRecurrence() ? new GateRecurrence(name, cell, hiddenSize, engine) : null;
        recurring = recurrence == null ? 0 : recurrence.size();
        steps = new CellSteps(cell, hiddenSize, engine.kernels(), peepholes);
    }

    /** The weights between gates become orthogonal, those of the peepholes stay 0. */
    LstmVariantLayer initialize(LstmInitialization initialization, Randomness randomness) {
        initialization.apply(weights, cell, randomness);
        if (recurrence != null) {
            recurrence.initialize(randomness);
        }
        if (projection != null) {
            projection.initialize(randomness);
        }
        return this;
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    /** P. */
    @Override
    public int hiddenSize() {
        return outputSize;
    }

    @Override
    public int stateSize() {
        return outputSize + hiddenSize + recurring;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(weights.parameters());
        if (peepholes != null) {
            parameters.add(peepholes.weight());
        }
        if (recurrence != null) {
            parameters.add(recurrence.weight());
        }
        if (projection != null) {
            parameters.add(projection.weight());
        }
        return List.copyOf(parameters);
    }

    @Override
    public void pack(Pass pass) {
        weights.pack();
        if (recurrence != null) {
            recurrence.pack();
        }
        if (projection != null) {
            projection.pack();
        }
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        int rows = layout.rows();
        gates = Buffers.atLeast(gates, Math.multiplyExact(rows, sums));
        hidden = Buffers.atLeast(hidden, rows * outputSize);
        hPrevious = Buffers.atLeast(hPrevious, rows * outputSize);
        cells = Buffers.atLeast(cells, (layout.batchSize() + rows) * hiddenSize);
        shown = Buffers.atLeast(shown, rows * hiddenSize);
        this.layout = layout;
        this.input = input;
        this.initialState = initialState;

        weights.begin(rows, input, gates);
        if (recurrence != null) {
            gPrevious = Buffers.atLeast(gPrevious, Math.multiplyExact(rows, recurring));
        }
        if (projection != null) {
            unprojected = Buffers.atLeast(unprojected, rows * hiddenSize);
        }
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
                takePrevious(layout.start(t - 1) + from, row, count);
            }
            boolean started = t > 0 || initialState != null;
            weights.sum(row, count, started ? hPrevious : null);
            if (recurrence != null && started) {
                recurrence.add(row, count, gPrevious, gates);
            }
            int before = previousCell(t, from);
            float[] shows = projection == null ? hidden : unprojected;
            for (int r = 0; r < count; r++) {
                int unit = (row + r) * hiddenSize;
                steps.forward(gates, (row + r) * sums, cells, before + r * hiddenSize,
                        cells, layout.batchSize() * hiddenSize + unit, shown, unit, shows, unit);
            }
            if (projection != null) {
                projection.forward(row, count, unprojected, hidden);
            }
        }
    }

    private void takePrevious(int previous, int row, int count) {
        System.arraycopy(hidden, previous * outputSize, hPrevious, row * outputSize, count * outputSize);
        for (int r = 0; r < count && recurrence != null; r++) {
            recurrence.gather(gates, (previous + r) * sums, gPrevious, (row + r) * recurring);
        }
    }

    private void setInitialState(int from, int to) {
        if (initialState == null) {
            Arrays.fill(hPrevious, from * outputSize, to * outputSize, 0f);
            Arrays.fill(cells, from * hiddenSize, to * hiddenSize, 0f);
            Arrays.fill(gPrevious, from * recurring, to * recurring, 0f);
            return;
        }
        for (int rank = from; rank < to; rank++) {
            int state = layout.sequenceOfRank(rank) * stateSize();
            System.arraycopy(initialState, state, hPrevious, rank * outputSize, outputSize);
            System.arraycopy(initialState, state + outputSize, cells, rank * hiddenSize, hiddenSize);
            System.arraycopy(initialState, state + outputSize + hiddenSize, gPrevious, rank * recurring, recurring);
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
            int at = b * stateSize();
            System.arraycopy(hidden, row * outputSize, state, at, outputSize);
            System.arraycopy(cells, (layout.batchSize() + row) * hiddenSize, state, at + outputSize, hiddenSize);
            if (recurrence != null) {
                recurrence.gather(gates, row * sums, state, at + outputSize + hiddenSize);
            }
        }
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        int rows = layout.rows();
        dSums = Buffers.atLeast(dSums, rows * sums);
        dCell = Buffers.atLeast(dCell, layout.batchSize() * hiddenSize);
        dGates = Buffers.atLeast(dGates, layout.batchSize() * recurring);
        if (dInitialState != null) {
            dInitialHidden = Buffers.atLeast(dInitialHidden, layout.batchSize() * outputSize);
        }
        this.dOutput = dOutput;
        this.dFinalState = dFinalState;
        this.dInitialState = dInitialState;

        weights.packForBackward();
        if (recurrence != null) {
            recurrence.packForBackward();
        }
        if (projection != null) {
            dUnprojected = Buffers.atLeast(dUnprojected, rows * hiddenSize);
            projection.packForBackward();
        }
        engine.workers().forEach(ranges.count(), backwardRange);
        weights.gradients(rows, input, hPrevious, dSums, dInput);
        if (recurrence != null) {
            recurrence.gradients(rows, gPrevious, dSums);
        }
        if (projection != null) {
            projection.gradients(rows, unprojected, dOutput);
        }
        if (peepholes != null) {
            peepholeGradient();
        }
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
            int before = previousCell(t, from);
            if (projection != null) {
                projection.backward(row, count, dOutput, dUnprojected);
            }
            float[] dShows = projection == null ? dOutput : dUnprojected;
            for (int r = 0; r < count; r++) {
                int unit = (row + r) * hiddenSize;
                steps.backward(gates, (row + r) * sums, cells, before + r * hiddenSize,
                        cells, layout.batchSize() * hiddenSize + unit, shown, unit, dShows, unit,
                        recurrence == null ? null : dGates, (from + r) * recurring,
                        dCell, (from + r) * hiddenSize, dSums);
            }
            if (t > 0) {
                weights.recurBackward(row, count, dSums, layout.start(t - 1) + from, dOutput);
            }
            if (recurrence != null) {
                recurrence.recurBackward(row, count, dSums, from, dGates);
            }
        }
        if (dInitialState != null) {
            giveInitialGradient(from, to);
        }
    }

    private void takeFinalGradient(int from, int to) {
        if (dFinalState == null) {
            Arrays.fill(dCell, from * hiddenSize, to * hiddenSize, 0f);
            Arrays.fill(dGates, from * recurring, to * recurring, 0f);
            return;
        }
        for (int rank = from; rank < to; rank++) {
            int b = layout.sequenceOfRank(rank);
            int row = layout.row(b, layout.length(b) - 1);
            int at = b * stateSize();
            engine.kernels().elementwise().add(outputSize, dFinalState, at, dOutput, row * outputSize);
            System.arraycopy(dFinalState, at + outputSize, dCell, rank * hiddenSize, hiddenSize);
            System.arraycopy(dFinalState, at + outputSize + hiddenSize, dGates, rank * recurring, recurring);
        }
    }

    private void giveInitialGradient(int from, int to) {
        Arrays.fill(dInitialHidden, from * outputSize, to * outputSize, 0f);
        weights.recurBackward(from, to - from, dSums, from, dInitialHidden);
        for (int rank = from; rank < to; rank++) {
            int at = layout.sequenceOfRank(rank) * stateSize();
            System.arraycopy(dInitialHidden, rank * outputSize, dInitialState, at, outputSize);
            System.arraycopy(dCell, rank * hiddenSize, dInitialState, at + outputSize, hiddenSize);
            System.arraycopy(dGates, rank * recurring, dInitialState, at + outputSize + hiddenSize, recurring);
        }
    }

    /** On one thread, step after step: a row is worth 3H multiplications, too few to divide. */
    private void peepholeGradient() {
        for (int t = 0; t < layout.maxLength(); t++) {
            int before = previousCell(t, 0);
            for (int r = 0; r < layout.active(t); r++) {
                int row = layout.start(t) + r;
                steps.peepholeGradient(cells, before + r * hiddenSize, cells, (layout.batchSize() + row) * hiddenSize,
                        dSums, row * sums);
            }
        }
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        visitor.visit(name + ".hidden", outputSize, hidden, 0, outputSize);
        visitor.visit(name + ".cell", hiddenSize, cells, layout.batchSize() * hiddenSize, hiddenSize);
        if (cell.learnsInputGate()) {
            visitor.visit(name + ".inputGate", hiddenSize, gates, 0, sums);
        }
        if (cell.forgetGate()) {
            visitor.visit(name + ".forgetGate", hiddenSize, gates, cell.forgetColumn() * hiddenSize, sums);
        }
        visitor.visit(name + ".candidate", hiddenSize, gates, cell.candidateColumn() * hiddenSize, sums);
        if (cell.outputGate()) {
            visitor.visit(name + ".outputGate", hiddenSize, gates, cell.outputColumn() * hiddenSize, sums);
        }
    }
}
