package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.LayerNorm;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentWeights;
import dev.unroll.recurrent.SequenceDropout;
import dev.unroll.recurrent.UnrolledLayer;
import dev.unroll.recurrent.Zoneout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of long short-term memory with any {@link LstmCell}. {@link LstmLayer} is the vanilla cell made fast; this
 * layer computes the same function where the cell is vanilla.
 *
 * <pre>
 * a_t = b + x_t Wx + h_{t-1} Wh        for i, f, g, o as far as the cell has them; see {@link NormalizedSums}
 * [a_i a_f a_o] += [i_{t-1} f_{t-1} o_{t-1}] V   with full gate recurrence, see {@link GateRecurrence}
 * c_t, h_t = one step of the cell, see {@link CellSteps#forward}
 * c_t = d c_{t-1} + (1 - d) c̃_t        with zoneout of what the step gives, c̃, see {@link Zoneout}
 * h_t = s_t Wr                         with projection of what the step shows, s, see {@link Projection}
 * </pre>
 *
 * <p>Legend: B sequences, R rows (one per real step, time-major), H hidden units, N weighted sums of a row, H for each
 * of i, f, g, o that has weights, in this order in every array of gates and in the columns of the parameters; K values
 * of the gates that have weights; P values of a hidden state, H without projection. A state is a row of h, c and, where
 * the gates recur, these K.
 *
 * <p>Activations and gradients take 2N + 4H values per row, and more for each option that keeps something of its own.
 */
final class LstmVariantLayer extends UnrolledLayer {

    private final LstmCell cell;
    private final int units;  // H
    private final int sums;
    private final RecurrentWeights weights;
    private final CarriedCells carried;
    private final NormalizedSums normalized;
    private final LayerNorm cellNorm;
    private final Peepholes peepholes;
    private final GateRecurrence recurrence;
    private final Projection projection;
    private final SequenceDropout candidateDropout;
    private final Zoneout cellZoneout;
    private final CellSteps steps;
    private final int recurring;

    private float[] gates = Buffers.EMPTY;         // [R, N]
    private float[] dSums = Buffers.EMPTY;         // [R, N]
    private float[] candidates = Buffers.EMPTY;    // [R, H], candidates as dropout leaves them
    private float[] unprojected = Buffers.EMPTY;   // [R, H], where the hidden state is projected
    private float[] dUnprojected = Buffers.EMPTY;  // [R, H]
    private float[] cells = Buffers.EMPTY;         // [R, H], c as the cell computes it
    private float[] keptCells = Buffers.EMPTY;     // [R, H], c as zoneout leaves it
    private float[] shown = Buffers.EMPTY;         // [R, H], the cells' output activation
    private float[] gPrevious = Buffers.EMPTY;     // [R, K], the gates each row started from, where they recur
    private float[] dKept = Buffers.EMPTY;         // [B, H] by rank
    private float[] dGates = Buffers.EMPTY;        // [B, K] by rank

    /** A layer without projection or noise. */
    LstmVariantLayer(String name, int inputSize, int units, LstmCell cell, Engine engine) {
        this(name, inputSize, units, 0, cell, LstmRegularization.NONE, engine);
    }

    /**
     * A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0, gains 1.
     *
     * @param projectionSize P, or 0 for none
     */
    LstmVariantLayer(String name, int inputSize, int units, int projectionSize, LstmCell cell,
            LstmRegularization regularization, Engine engine) {
        super(name, inputSize, projectionSize == 0 ? units : projectionSize, regularization.hidden(), engine);
        this.cell = cell;
        carried = new CarriedCells(units);
        this.units = units;
        sums = cell.sums() * units;
        weights = new RecurrentWeights(name, inputSize, hiddenSize(), units, regularization.hidden().dropConnect(),
                engine, cell.sums());
        normalized = cell.layerNorm() ? new NormalizedSums(name, weights, engine) : null;
        cellNorm = cell.layerNorm() ? new LayerNorm(new Parameter(name + ".cellGain", units),
                new Parameter(name + ".cellBias", units), engine) : null;
        projection = projectionSize == 0 ? null : new Projection(name, units, projectionSize, engine);
        peepholes = cell.peepholes() ? new Peepholes(name, cell.gates(), units) : null;
        recurrence = cell.fullGateRecurrence() ? new GateRecurrence(name, cell, units, engine) : null;
        recurring = recurrence == null ? 0 : recurrence.size();
        candidateDropout = new SequenceDropout(name + ".candidateDropout", regularization.candidateDropout(),
                units, engine);
        cellZoneout = new Zoneout(name + ".cellZoneout", regularization.cellZoneout(), units);
        steps = new CellSteps(cell, units, engine.kernels(), peepholes, cellNorm, candidateDropout);
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

    /** P + H + K. */
    @Override
    public int stateSize() {
        return hiddenSize() + units + recurring;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(weights.parameters());
        if (normalized != null) {
            parameters.addAll(normalized.gains());
            parameters.addAll(cellNorm.parameters());
        }
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
        weights.pack(pass);
        if (recurrence != null) {
            recurrence.pack();
        }
        if (projection != null) {
            projection.pack();
        }
    }

    @Override
    protected void begin(Pass pass) {
        int rows = layout().rows();
        int size = rows * units;
        gates = Buffers.atLeast(gates, Math.multiplyExact(rows, sums));
        cells = Buffers.atLeast(cells, size);
        carried.begin(layout());
        shown = Buffers.atLeast(shown, size);
        candidateDropout.begin(layout(), pass);
        if (candidateDropout.active()) {
            candidates = Buffers.atLeast(candidates, size);
        }
        cellZoneout.begin(layout(), pass);
        if (cellZoneout.exists()) {
            keptCells = Buffers.atLeast(keptCells, size);
        }
        if (recurrence != null) {
            gPrevious = Buffers.atLeast(gPrevious, Math.multiplyExact(rows, recurring));
        }
        if (projection != null) {
            unprojected = Buffers.atLeast(unprojected, size);
        }
        if (normalized == null) {
            weights.begin(rows, input(), gates, true);
        } else {
            cellNorm.prepare(rows);
            normalized.begin(rows, input());
        }
    }

    @Override
    protected void start(int rank, float[] state, int offset) {
        carried.start(rank, state, offset);
        int at = layout().rowOfRank(rank, 0) * recurring;
        if (state == null) {
            Arrays.fill(gPrevious, at, at + recurring, 0f);
        } else {
            System.arraycopy(state, offset + units, gPrevious, at, recurring);
        }
    }

    @Override
    protected void step(int t, int rank, int row, int count, boolean started) {
        if (normalized == null) {
            weights.sum(row, count, started ? recurrent() : null);
        } else {
            normalized.forward(row, count, started ? recurrent() : null, gates);
        }
        if (recurrence != null) {
            recur(t, rank, row, count, started);
        }
        float[] before = carried.before(t, cellsAfter());
        int beforeRow = carried.rowBefore(t, rank);
        float[] taken = candidateDropout.active() ? candidates : gates;
        for (int r = 0; r < count; r++) {
            steps.forward(row + r, rank + r, gates, taken, before, beforeRow + r, cells, shown, shows());
        }
        if (cellZoneout.exists()) {
            System.arraycopy(cells, row * units, keptCells, row * units, count * units);
            cellZoneout.forward(t, rank, count, before, beforeRow * units, keptCells);
        }
        if (projection != null) {
            projection.forward(row, count, unprojected, hidden());
        }
    }

    private void recur(int t, int rank, int row, int count, boolean started) {
        for (int r = 0; r < count && t > 0; r++) {
            recurrence.gather(gates, (layout().rowOfRank(rank, t - 1) + r) * sums, gPrevious, (row + r) * recurring);
        }
        if (started) {
            recurrence.add(row, count, gPrevious, gates);
        }
    }

    /** What the cells show before any projection, {@code [R, H]}. */
    private float[] shows() {
        return projection == null ? hidden() : unprojected;
    }

    /** The cells after each row, {@code [R, H]}. */
    private float[] cellsAfter() {
        return cellZoneout.exists() ? keptCells : cells;
    }

    @Override
    protected void end(int row, float[] state, int offset) {
        System.arraycopy(cellsAfter(), row * units, state, offset, units);
        if (recurrence != null) {
            recurrence.gather(gates, row * sums, state, offset + units);
        }
    }

    @Override
    protected void beginBackward() {
        int rows = layout().rows();
        dSums = Buffers.atLeast(dSums, rows * sums);
        carried.beginBackward();
        steps.keepGradientNorms(keepsGradientNorms(), layout());
        dGates = Buffers.atLeast(dGates, layout().batchSize() * recurring);
        weights.packForBackward();
        if (cellZoneout.exists()) {
            dKept = Buffers.atLeast(dKept, carried.gradientRow(layout().batchSize()) * units);
        }
        if (normalized != null) {
            normalized.beginBackward(rows);
        }
        if (recurrence != null) {
            recurrence.packForBackward();
        }
        if (projection != null) {
            dUnprojected = Buffers.atLeast(dUnprojected, rows * units);
            projection.packForBackward();
        }
    }

    @Override
    protected void endGradient(int rank, float[] dState, int offset) {
        carried.endGradient(rank, dState, offset);
        if (dState == null) {
            Arrays.fill(dGates, rank * recurring, (rank + 1) * recurring, 0f);
        } else {
            System.arraycopy(dState, offset + units, dGates, rank * recurring, recurring);
        }
    }

    @Override
    protected void stepBackward(int t, int rank, int row, int count, float[] dPrevious, int previous,
            float[] dRecurrent, int recurrentRow, boolean wanted) {
        if (projection != null) {
            projection.backward(row, count, dHidden(), dUnprojected);
        }
        float[] dCells = carried.gradient();
        int dCellsRow = carried.gradientRow(rank);
        int at = dCellsRow * units;
        if (cellZoneout.exists()) {
            Arrays.fill(dKept, at, at + count * units, 0f);
            cellZoneout.backward(t, rank, count, dCells, at, dKept, at);
        }
        float[] before = carried.before(t, cellsAfter());
        int beforeRow = carried.rowBefore(t, rank);
        float[] taken = candidateDropout.active() ? candidates : gates;
        for (int r = 0; r < count; r++) {
            steps.backward(row + r, rank + r, dCellsRow + r, gates, taken, before, beforeRow + r, cells, shown,
                    dShows(), recurrence == null ? null : dGates, dCells, dSums);
        }
        if (cellZoneout.exists()) {
            engine().kernels().elementwise().add(count * units, dKept, at, dCells, at);
        }
        if (normalized != null) {
            normalized.backward(row, count, dSums);
        }
        if (wanted) {
            weights.recurBackward(0, row, count, dWeighted(), sums, 0, recurrentRow, dRecurrent);
        }
        if (recurrence != null) {
            recurrence.recurBackward(row, count, dSums, rank, dGates);
        }
    }

    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        super.gradientNorms(layout, visitor);
        steps.cellNorms().visit(name() + ".cell", visitor);
    }

    private float[] dShows() {
        return projection == null ? dHidden() : dUnprojected;
    }

    /** The gradient of {@code h Wh}, {@code [R, N]}. */
    private float[] dWeighted() {
        return normalized == null ? dSums : normalized.dRecurrent();
    }

    @Override
    protected void startGradient(int rank, float[] dState, int offset) {
        carried.startGradient(rank, dState, offset);
        System.arraycopy(dGates, rank * recurring, dState, offset + units, recurring);
    }

    @Override
    protected void gradients(float[] dInput) {
        int rows = layout().rows();
        weights.recurred(0, recurrent(), dWeighted(), sums, 0);
        if (normalized == null) {
            weights.gradients(layout(), input(), dSums, dSums, dInput);
        } else {
            normalized.gradients(layout(), input(), dSums, dInput);
            cellNorm.parameterGradients(rows, cells, dShows());
        }
        if (recurrence != null) {
            recurrence.gradients(rows, gPrevious, dSums);
        }
        if (projection != null) {
            projection.gradients(rows, unprojected, dHidden());
        }
        if (peepholes != null) {
            peepholeGradient();
        }
    }

    /** On one thread, row after row: a row is worth 3H multiplications, too few to divide. */
    private void peepholeGradient() {
        for (int block = 0; block < layout().blocks(); block++) {
            int rank = block * RowLayout.BLOCK;
            for (int t = 0; t < layout().maxLength(); t++) {
                for (int r = 0; r < layout().active(block, t); r++) {
                    steps.peepholeGradient(layout().rowOfRank(rank, t) + r, carried.before(t, cellsAfter()),
                            carried.rowBefore(t, rank) + r, cells, dSums);
                }
            }
        }
    }

    @Override
    protected StateMap stateMap() {
        refuse(projection != null, "projectionSize");
        refuse(recurrence != null, "fullGateRecurrence");
        refuse(normalized != null, "layerNorm");
        refuse(cellZoneout.exists(), "cellZoneout");
        return new LstmStateMap(name(), cell, parameters());
    }

    private void refuse(boolean chosen, String option) {
        if (chosen) {
            throw new IllegalArgumentException("the recurrence of " + name() + " is told only of cells without " + option
                    + "; leave " + option + " out");
        }
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        visitor.visit(name() + ".hidden", hiddenSize(), hidden(), 0, hiddenSize());
        visitor.visit(name() + ".cell", units, cellsAfter(), 0, units);
        if (cell.learnsInputGate()) {
            visitor.visit(name() + ".inputGate", units, gates, 0, sums);
        }
        if (cell.forgetGate()) {
            visitor.visit(name() + ".forgetGate", units, gates, cell.forgetColumn() * units, sums);
        }
        visitor.visit(name() + ".candidate", units, gates, cell.candidateColumn() * units, sums);
        if (cell.outputGate()) {
            visitor.visit(name() + ".outputGate", units, gates, cell.outputColumn() * units, sums);
        }
    }
}
