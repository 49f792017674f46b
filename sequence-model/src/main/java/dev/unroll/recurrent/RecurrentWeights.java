package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.MatrixKernels;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The weights of a recurrent layer and their products:
 *
 * <pre>
 * a_t = b + x_t Wx + h_{t-1} Wh
 * </pre>
 *
 * <p>Legend: R rows, one per real step; I inputs; H hidden units; P values of a hidden state, H unless it is projected;
 * N weighted sums per row, H for each gate. x is {@code [R, I]}, h of the previous step {@code [R, P]}, a
 * {@code [R, N]}; inputWeight Wx is {@code [I, N]}, recurrentWeight Wh {@code [P, N]}, bias b {@code [N]}; rows are
 * contiguous.
 *
 * <p>Only the recurrent product has to wait for the step before. All the others are done for every step at once and
 * divided among the workers (Appleyard, Kočiský &amp; Blunsom 2016, arXiv 1604.01946): the input projection and the
 * input gradient by rows, the weight gradients by columns.
 */
public final class RecurrentWeights {

    private static final int ROW_BLOCK = 64;
    private static final int COLUMN_UNIT = 32;
    /** Rows of da that a weight gradient takes at a time, so that all that reads them finds them in the cache. */
    private static final int GRADIENT_ROWS = 256;
    /** Input weights of up to this many values stay in the near cache beside the recurrent weights. */
    private static final int SMALL_INPUT_WEIGHT = 32 * 1024;

    private final int inputSize;
    private final int hiddenSize;
    private final int stateSize;
    private final int sums;
    private final Engine engine;
    private final MatrixKernels matrix;
    private final Parameter inputWeight;
    private final Parameter recurrentWeight;
    private final Parameter bias;
    private final float[] packedInput;
    private final float[] packedRecurrent;
    private float[] packedInputTransposed = Buffers.EMPTY;
    private float[] packedRecurrentTransposed = Buffers.EMPTY;

    private final Workers.Task projectBlock = this::projectBlock;
    private final Workers.Task gradientBlock = this::gradientBlock;
    private int rows;
    private boolean projectsAhead;
    private int columnBlock;
    private int columnBlocks;
    private float[] x;
    private float[] hPrevious;
    private float[] a;
    private float[] da;
    private float[] dx;

    /**
     * Weights whose values are all 0.
     *
     * @param name  the layer's name, before the parameters' own
     * @param gates N / H
     */
    public RecurrentWeights(String name, int inputSize, int hiddenSize, int gates, Engine engine) {
        this(name, inputSize, hiddenSize, hiddenSize, gates, engine);
    }

    /** @param stateSize P */
    public RecurrentWeights(String name, int inputSize, int stateSize, int hiddenSize, int gates, Engine engine) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.stateSize = stateSize;
        this.engine = engine;
        matrix = engine.kernels().matrix();
        sums = Math.multiplyExact(gates, hiddenSize);
        inputWeight = new Parameter(name + ".inputWeight", inputSize, sums);
        recurrentWeight = new Parameter(name + ".recurrentWeight", stateSize, sums);
        bias = new Parameter(name + ".bias", sums);
        packedInput = new float[matrix.packedLength(inputSize, sums)];
        packedRecurrent = new float[matrix.packedLength(stateSize, sums)];
    }

    /**
     * Input weights uniform after Glorot &amp; Bengio (2010) with the fans of a single gate, recurrent weights
     * orthogonal gate by gate (Saxe, McClelland &amp; Ganguli 2014), bias 0.
     */
    public void initialize(Randomness randomness) {
        initialize(RecurrentInitialization.ORTHOGONAL, randomness);
    }

    /** As {@link #initialize(Randomness)}, but for the recurrent weights. */
    public void initialize(RecurrentInitialization recurrent, Randomness randomness) {
        Initializers.glorotUniform(inputWeight, inputSize, hiddenSize, randomness);
        recurrent.initialize(recurrentWeight, hiddenSize, randomness);
        Initializers.constant(bias, 0f);
    }

    public int inputSize() {
        return inputSize;
    }

    public int hiddenSize() {
        return hiddenSize;
    }

    public Parameter bias() {
        return bias;
    }

    public List<Parameter> parameters() {
        return List.of(inputWeight, recurrentWeight, bias);
    }

    /** Takes in the weights' present values for forward passes. */
    public void pack() {
        matrix.pack(inputSize, sums, inputWeight.value(), 0, sums, packedInput, 0);
        matrix.pack(stateSize, sums, recurrentWeight.value(), 0, sums, packedRecurrent, 0);
    }

    /**
     * Begins a forward pass: where that pays, computes {@code a = b + x Wx} for all rows, with all workers. For small input weights {@link #sum} does it instead, row by row as it is needed:
     * the product is then worth less than writing all of a and reading it back.
     *
     * @param x {@code [R, I]}, read until the pass is done
     * @param a {@code [R, N]}, overwritten
     */
    public void begin(int rows, float[] x, float[] a) {
        this.rows = rows;
        this.x = x;
        this.a = a;
        projectsAhead = inputWeight.size() > SMALL_INPUT_WEIGHT;
        if (projectsAhead) {
            engine.workers().forEach(blocks(rows, ROW_BLOCK), projectBlock);
        }
    }

    private void projectBlock(int block) {
        int from = block * ROW_BLOCK;
        project(from, Math.min(rows - from, ROW_BLOCK));
    }

    private void project(int from, int count) {
        matrix.multiplyBias(count, sums, inputSize, x, from * inputSize, inputSize, packedInput, 0, bias.value(), 0,
                a, from * sums, sums);
    }

    /**
     * Completes {@code a} for the rows {@code from} to {@code from + count - 1}, on the calling thread.
     *
     * @param hPrevious {@code [R, P]}, read; {@code null} means zero
     */
    public void sum(int from, int count, float[] hPrevious) {
        if (!projectsAhead) {
            project(from, count);
        }
        if (hPrevious != null) {
            matrix.multiplyAdd(count, sums, stateSize, hPrevious, from * stateSize, stateSize, packedRecurrent, 0,
                    a, from * sums, sums);
        }
    }

    /** Takes in the weights' present values for {@link #recurBackward}. */
    public void packForBackward() {
        packedRecurrentTransposed =
                Buffers.atLeast(packedRecurrentTransposed, matrix.packedLength(sums, stateSize));
        matrix.packTransposed(sums, stateSize, recurrentWeight.value(), 0, sums, packedRecurrentTransposed, 0);
    }

    /**
     * {@code dh += da Whᵀ} for {@code count} rows of da from {@code from}, on the calling thread.
     *
     * @param da {@code [R, N]}, read
     * @param dh {@code [_, P]}, accumulated into, from row {@code dhFrom}
     */
    public void recurBackward(int from, int count, float[] da, int dhFrom, float[] dh) {
        matrix.multiplyAdd(count, stateSize, sums, da, from * sums, sums, packedRecurrentTransposed, 0,
                dh, dhFrom * stateSize, stateSize);
    }

    /**
     * Accumulates the gradients of the weights and computes {@code dx = da Wxᵀ}, for all rows, with all workers.
     *
     * @param x         {@code [R, I]}, read
     * @param hPrevious {@code [R, P]}, read
     * @param da        {@code [R, N]}, read
     * @param dx        {@code [R, I]}, overwritten; {@code null} if not wanted
     */
    public void gradients(int rows, float[] x, float[] hPrevious, float[] da, float[] dx) {
        if (dx != null) {
            packedInputTransposed = Buffers.atLeast(packedInputTransposed, matrix.packedLength(sums, inputSize));
            matrix.packTransposed(sums, inputSize, inputWeight.value(), 0, sums, packedInputTransposed, 0);
        }
        this.rows = rows;
        this.x = x;
        this.hPrevious = hPrevious;
        this.da = da;
        this.dx = dx;
        // Wide blocks read x and h seldom; two for each thread let one that is held up be made up for.
        columnBlock = blocks(blocks(sums, 2 * engine.workers().threads()), COLUMN_UNIT) * COLUMN_UNIT;
        columnBlocks = blocks(sums, columnBlock);
        engine.workers().forEach(columnBlocks + (dx == null ? 0 : blocks(rows, ROW_BLOCK)), gradientBlock);
    }

    private void gradientBlock(int block) {
        if (block < columnBlocks) {
            weightGradientColumns(block * columnBlock, Math.min(sums, (block + 1) * columnBlock));
        } else {
            int from = (block - columnBlocks) * ROW_BLOCK;
            int count = Math.min(rows - from, ROW_BLOCK);
            matrix.multiply(count, inputSize, sums, da, from * sums, sums, packedInputTransposed, 0,
                    dx, from * inputSize, inputSize);
        }
    }

    private void weightGradientColumns(int from, int to) {
        int columns = to - from;
        for (int row = 0; row < rows; row += GRADIENT_ROWS) {
            int count = Math.min(rows - row, GRADIENT_ROWS);
            matrix.multiplyTransposedAdd(stateSize, columns, count, hPrevious, row * stateSize, stateSize,
                    da, row * sums + from, sums, recurrentWeight.gradient(), from, sums);
            matrix.multiplyTransposedAdd(inputSize, columns, count, x, row * inputSize, inputSize,
                    da, row * sums + from, sums, inputWeight.gradient(), from, sums);
            engine.kernels().reduction().sumRows(count, columns, da, row * sums + from, sums, bias.gradient(), from);
        }
    }

    private static int blocks(int size, int blockSize) {
        return (size + blockSize - 1) / blockSize;
    }
}
