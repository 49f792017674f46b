package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.GradientNorms;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.RecurrentWeights;
import dev.unroll.recurrent.UnrolledLayer;
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
 * <p>Activations are kept for backward rather than computed again, 8H values per row; the gates' gradients take their
 * place.
 */
final class LstmLayer extends UnrolledLayer {

    private static final int GATES = 4;

    private final int hiddenSize;
    private final RecurrentWeights weights;
    private final CarriedCells carried;
    private final GradientNorms cellNorms;

    private float[] gates = Buffers.EMPTY;         // [R, 4H], overwritten in backward by its gradient
    private float[] cells = Buffers.EMPTY;         // [R, H]
    private float[] tanhCells = Buffers.EMPTY;     // [R, H]
    private float[] dCells = Buffers.EMPTY;        // [_, H], rows as in carried, where their norms are kept

    /** A layer without noise. */
    LstmLayer(String name, int inputSize, int hiddenSize, Engine engine) {
        this(name, inputSize, hiddenSize, RecurrentRegularization.NONE, engine);
    }

    /** A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0. */
    LstmLayer(String name, int inputSize, int hiddenSize, RecurrentRegularization regularization,
            Engine engine) {
        super(name, inputSize, hiddenSize, regularization, engine);
        this.hiddenSize = hiddenSize;
        carried = new CarriedCells(hiddenSize);
        cellNorms = new GradientNorms(hiddenSize, engine.kernels());
        weights = new RecurrentWeights(name, inputSize, hiddenSize, hiddenSize, regularization.dropConnect(), engine,
                GATES);
    }

    LstmLayer initialize(LstmInitialization initialization, Randomness randomness) {
        initialization.apply(weights, LstmCell.VANILLA, randomness);
        return this;
    }

    /** 2H. */
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
        weights.pack(pass);
    }

    @Override
    protected void begin(Pass pass) {
        int rows = layout().rows();
        gates = Buffers.atLeast(gates, Math.multiplyExact(rows, GATES * hiddenSize));
        cells = Buffers.atLeast(cells, rows * hiddenSize);
        carried.begin(layout());
        tanhCells = Buffers.atLeast(tanhCells, rows * hiddenSize);
        weights.begin(rows, input(), gates, true);
    }

    @Override
    protected void start(int rank, float[] state, int offset) {
        carried.start(rank, state, offset);
    }

    @Override
    protected void step(int t, int rank, int row, int count, boolean started) {
        weights.sum(row, count, started ? recurrent() : null);
        engine().kernels().recurrent().lstmCell(count, hiddenSize, gates, row * GATES * hiddenSize,
                carried.before(t, cells), carried.rowBefore(t, rank) * hiddenSize, cells, row * hiddenSize,
                tanhCells, row * hiddenSize, hidden(), row * hiddenSize);
    }

    @Override
    protected void end(int row, float[] state, int offset) {
        System.arraycopy(cells, row * hiddenSize, state, offset, hiddenSize);
    }

    @Override
    protected void beginBackward() {
        carried.beginBackward();
        weights.packForBackward();
        if (keepsGradientNorms()) {
            cellNorms.begin(layout());
            dCells = Buffers.atLeast(dCells, carried.gradient().length);
        }
    }

    @Override
    protected void endGradient(int rank, float[] dState, int offset) {
        carried.endGradient(rank, dState, offset);
    }

    @Override
    protected void stepBackward(int t, int rank, int row, int count, float[] dPrevious, int previous,
            float[] dRecurrent, int recurrentRow, boolean wanted) {
        if (keepsGradientNorms()) {
            keepCellNorms(rank, row, count);
        }
        engine().kernels().recurrent().lstmCellBackward(count, hiddenSize, gates, row * GATES * hiddenSize,
                carried.before(t, cells), carried.rowBefore(t, rank) * hiddenSize, tanhCells, row * hiddenSize,
                dHidden(), row * hiddenSize, carried.gradient(), carried.gradientRow(rank) * hiddenSize);
        if (wanted) {
            weights.recurBackward(0, row, count, gates, GATES * hiddenSize, 0, recurrentRow, dRecurrent);
        }
    }

    /**
     * The whole gradient of the cells, which {@code lstmCellBackward} does not leave: {@code dc + dh o (1 - tanh² c)}.
     */
    private void keepCellNorms(int rank, int row, int count) {
        int at = carried.gradientRow(rank);
        int units = count * hiddenSize;
        ElementwiseKernels elementwise = engine().kernels().elementwise();
        for (int r = 0; r < count; r++) {
            elementwise.multiply(hiddenSize, dHidden(), (row + r) * hiddenSize, gates,
                    ((row + r) * GATES + 3) * hiddenSize, dCells, (at + r) * hiddenSize);
        }
        engine().kernels().recurrent().tanhBackward(units, tanhCells, row * hiddenSize, dCells, at * hiddenSize, dCells,
                at * hiddenSize);
        elementwise.add(units, carried.gradient(), at * hiddenSize, dCells, at * hiddenSize);
        cellNorms.keep(row, count, dCells, at);
    }

    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        super.gradientNorms(layout, visitor);
        cellNorms.visit(name() + ".cell", visitor);
    }

    @Override
    protected void startGradient(int rank, float[] dState, int offset) {
        carried.startGradient(rank, dState, offset);
    }

    @Override
    protected void gradients(float[] dInput) {
        weights.recurred(0, recurrent(), gates, GATES * hiddenSize, 0);
        weights.gradients(layout(), input(), gates, gates, dInput);
    }

    @Override
    protected StateMap stateMap() {
        return new LstmStateMap(name(), LstmCell.VANILLA, parameters());
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        int stride = GATES * hiddenSize;
        visitor.visit(name() + ".hidden", hiddenSize, hidden(), 0, hiddenSize);
        visitor.visit(name() + ".cell", hiddenSize, cells, 0, hiddenSize);
        visitor.visit(name() + ".inputGate", hiddenSize, gates, 0, stride);
        visitor.visit(name() + ".forgetGate", hiddenSize, gates, hiddenSize, stride);
        visitor.visit(name() + ".candidate", hiddenSize, gates, 2 * hiddenSize, stride);
        visitor.visit(name() + ".outputGate", hiddenSize, gates, 3 * hiddenSize, stride);
    }
}
