package dev.unroll.gru;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.MatrixKernels;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The weights of a gated recurrent unit and their products:
 *
 * <pre>
 * [a_r a_z a_n] = b + x Wx
 * [a_r a_z] += h U_rz
 * q = c + h U_n         with the reset after the product
 * a_n += s U_n          with the reset before the product, s = r h
 * </pre>
 *
 * <p>Legend: R rows, one per real step; I inputs; H hidden units. x is {@code [R, I]}, a {@code [R, 3H]}, h of the
 * previous step, q and s {@code [R, H]}; inputWeight Wx is {@code [I, 3H]}, recurrentWeight [U_rz U_n]
 * {@code [H, 3H]}, bias b {@code [3H]}, recurrentBias c {@code [H]}, which only the reset after the product has; rows
 * are contiguous.
 *
 * <p>Work is divided as in {@link dev.unroll.recurrent.RecurrentWeights}: the input projection and the input gradient
 * by rows, the weight gradients by columns.
 */
final class GruWeights {

    private static final int ROW_BLOCK = 64;
    private static final int COLUMN_UNIT = 32;
    /** Rows of da that a weight gradient takes at a time, so that all that reads them finds them in the cache. */
    private static final int GRADIENT_ROWS = 256;
    /** Input weights of up to this many values stay in the near cache beside the recurrent weights. */
    private static final int SMALL_INPUT_WEIGHT = 32 * 1024;

    private final int inputSize;
    private final int hiddenSize;
    private final int gates;
    private final int sums;
    private final Engine engine;
    private final MatrixKernels matrix;
    private final Parameter inputWeight;
    private final Parameter recurrentWeight;
    private final Parameter bias;
    private final Parameter recurrentBias;
    private final float[] packedInput;
    private final float[] packedGates;
    private final float[] packedCandidate;
    private float[] packedInputTransposed = Buffers.EMPTY;
    private float[] packedGatesTransposed = Buffers.EMPTY;
    private float[] packedCandidateTransposed = Buffers.EMPTY;

    private final Workers.Task projectBlock = this::projectBlock;
    private final Workers.Task gradientBlock = this::gradientBlock;
    private int rows;
    private boolean projectsAhead;
    private int columnBlock;
    private int gateBlocks;
    private int columnBlocks;
    private float[] x;
    private float[] h;
    private float[] inner;
    private float[] a;
    private float[] da;
    private float[] dx;

    /** Weights whose values are all 0. */
    GruWeights(String name, int inputSize, int hiddenSize, boolean resetAfter, Engine engine) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.engine = engine;
        matrix = engine.kernels().matrix();
        gates = Math.multiplyExact(2, hiddenSize);
        sums = Math.multiplyExact(3, hiddenSize);
        inputWeight = new Parameter(name + ".inputWeight", inputSize, sums);
        recurrentWeight = new Parameter(name + ".recurrentWeight", hiddenSize, sums);
        bias = new Parameter(name + ".bias", sums);
        recurrentBias = resetAfter ? new Parameter(name + ".recurrentBias", hiddenSize) : null;
        packedInput = new float[matrix.packedLength(inputSize, sums)];
        packedGates = new float[matrix.packedLength(hiddenSize, gates)];
        packedCandidate = new float[matrix.packedLength(hiddenSize, hiddenSize)];
    }

    /**
     * Input weights uniform after Glorot &amp; Bengio (2010) with the fans of a single gate, recurrent weights
     * orthogonal gate by gate (Saxe, McClelland &amp; Ganguli 2014), biases 0.
     */
    void initialize(Randomness randomness) {
        Initializers.glorotUniform(inputWeight, inputSize, hiddenSize, randomness);
        Initializers.orthogonalBlocks(recurrentWeight, hiddenSize, randomness);
        Initializers.constant(bias, 0f);
        if (recurrentBias != null) {
            Initializers.constant(recurrentBias, 0f);
        }
    }

    List<Parameter> parameters() {
        return recurrentBias == null
                ? List.of(inputWeight, recurrentWeight, bias)
                : List.of(inputWeight, recurrentWeight, bias, recurrentBias);
    }

    /** Takes in the weights' present values for forward passes. */
    void pack() {
        matrix.pack(inputSize, sums, inputWeight.value(), 0, sums, packedInput, 0);
        matrix.pack(hiddenSize, gates, recurrentWeight.value(), 0, sums, packedGates, 0);
        matrix.pack(hiddenSize, hiddenSize, recurrentWeight.value(), gates, sums, packedCandidate, 0);
    }

    /**
     * Begins a forward pass: where the input weights are large, computes {@code a = b + x Wx} for all rows, with all
     * workers. For small ones {@link #sum} does it row by row.
     *
     * @param x {@code [R, I]}, read until the pass is done
     * @param a {@code [R, 3H]}, overwritten until the pass is done
     */
    void begin(int rows, float[] x, float[] a) {
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
     * Completes the gates' sums for {@code count} rows from {@code from}, and begins the candidate's, on the calling
     * thread.
     *
     * @param h {@code [R, H]}, read; {@code null} means zero
     */
    void sum(int from, int count, float[] h) {
        if (!projectsAhead) {
            project(from, count);
        }
        if (h != null) {
            matrix.multiplyAdd(count, gates, hiddenSize, h, from * hiddenSize, hiddenSize, packedGates, 0,
                    a, from * sums, sums);
        }
    }

    /**
     * {@code q = c + h U_n} for {@code count} rows, on the calling thread.
     *
     * @param h {@code [R, H]}, read; {@code null} means zero
     * @param q {@code [R, H]}, overwritten
     */
    void recur(int from, int count, float[] h, float[] q) {
        if (h != null) {
            matrix.multiplyBias(count, hiddenSize, hiddenSize, h, from * hiddenSize, hiddenSize, packedCandidate, 0,
                    recurrentBias.value(), 0, q, from * hiddenSize, hiddenSize);
            return;
        }
        for (int row = from; row < from + count; row++) {
            System.arraycopy(recurrentBias.value(), 0, q, row * hiddenSize, hiddenSize);
        }
    }

    /**
     * {@code a_n += s U_n} for {@code count} rows, on the calling thread.
     *
     * @param s {@code [R, H]}, read
     */
    void addReset(int from, int count, float[] s) {
        matrix.multiplyAdd(count, hiddenSize, hiddenSize, s, from * hiddenSize, hiddenSize, packedCandidate, 0,
                a, from * sums + gates, sums);
    }

    /** Takes in the weights' present values for the gradients of what recurs. */
    void packForBackward() {
        packedGatesTransposed = Buffers.atLeast(packedGatesTransposed, matrix.packedLength(gates, hiddenSize));
        packedCandidateTransposed =
                Buffers.atLeast(packedCandidateTransposed, matrix.packedLength(hiddenSize, hiddenSize));
        matrix.packTransposed(gates, hiddenSize, recurrentWeight.value(), 0, sums, packedGatesTransposed, 0);
        matrix.packTransposed(hiddenSize, hiddenSize, recurrentWeight.value(), gates, sums, packedCandidateTransposed,
                0);
    }

    /**
     * Gradient of {@link #sum} for {@code count} rows: {@code dh += [da_r da_z] U_rzᵀ}, on the calling thread.
     *
     * @param da {@code [R, 3H]}, read
     * @param dh {@code [_, H]}, accumulated into, from row {@code dhFrom}
     */
    void sumBackward(int from, int count, float[] da, int dhFrom, float[] dh) {
        matrix.multiplyAdd(count, hiddenSize, gates, da, from * sums, sums, packedGatesTransposed, 0,
                dh, dhFrom * hiddenSize, hiddenSize);
    }

    /** Gradient of {@link #recur} for {@code count} rows: {@code dh += dq U_nᵀ}; dq is {@code [R, H]}, read. */
    void recurBackward(int from, int count, float[] dq, int dhFrom, float[] dh) {
        matrix.multiplyAdd(count, hiddenSize, hiddenSize, dq, from * hiddenSize, hiddenSize,
                packedCandidateTransposed, 0, dh, dhFrom * hiddenSize, hiddenSize);
    }

    /**
     * Gradient of {@link #addReset} for {@code count} rows: {@code ds = da_n U_nᵀ}, overwritten from row
     * {@code dsFrom}.
     */
    void addResetBackward(int from, int count, float[] da, int dsFrom, float[] ds) {
        matrix.multiply(count, hiddenSize, hiddenSize, da, from * sums + gates, sums, packedCandidateTransposed, 0,
                ds, dsFrom * hiddenSize, hiddenSize);
    }

    /**
     * Accumulates the gradients of the weights and computes {@code dx = da Wxᵀ}, for all rows, with all workers.
     *
     * @param x     {@code [R, I]}, read
     * @param h     {@code [R, H]}, read
     * @param inner {@code [R, H]}, read: dq with the reset after the product, s with the reset before it
     * @param da    {@code [R, 3H]}, read
     * @param dx    {@code [R, I]}, overwritten; {@code null} if not wanted
     */
    void gradients(int rows, float[] x, float[] h, float[] inner, float[] da, float[] dx) {
        if (dx != null) {
            packedInputTransposed = Buffers.atLeast(packedInputTransposed, matrix.packedLength(sums, inputSize));
            matrix.packTransposed(sums, inputSize, inputWeight.value(), 0, sums, packedInputTransposed, 0);
        }
        this.rows = rows;
        this.x = x;
        this.h = h;
        this.inner = inner;
        this.da = da;
        this.dx = dx;
        // Wide blocks read x and h seldom; two for each thread let one that is held up be made up for.
        columnBlock = blocks(blocks(sums, 2 * engine.workers().threads()), COLUMN_UNIT) * COLUMN_UNIT;
        gateBlocks = blocks(gates, columnBlock);
        columnBlocks = gateBlocks + blocks(hiddenSize, columnBlock);
        engine.workers().forEach(columnBlocks + (dx == null ? 0 : blocks(rows, ROW_BLOCK)), gradientBlock);
    }

    private void gradientBlock(int block) {
        if (block < gateBlocks) {
            int from = block * columnBlock;
            weightGradientColumns(from, Math.min(gates, from + columnBlock));
        } else if (block < columnBlocks) {
            int from = gates + (block - gateBlocks) * columnBlock;
            weightGradientColumns(from, Math.min(sums, from + columnBlock));
        } else {
            int from = (block - columnBlocks) * ROW_BLOCK;
            int count = Math.min(rows - from, ROW_BLOCK);
            matrix.multiply(count, inputSize, sums, da, from * sums, sums, packedInputTransposed, 0,
                    dx, from * inputSize, inputSize);
        }
    }

    /** Columns of either the gates or the candidate. */
    private void weightGradientColumns(int from, int to) {
        int columns = to - from;
        for (int row = 0; row < rows; row += GRADIENT_ROWS) {
            int count = Math.min(rows - row, GRADIENT_ROWS);
            if (from >= gates && recurrentBias != null) {
                int at = row * hiddenSize + from - gates;
                matrix.multiplyTransposedAdd(hiddenSize, columns, count, h, row * hiddenSize, hiddenSize,
                        inner, at, hiddenSize, recurrentWeight.gradient(), from, sums);
                engine.kernels().reduction().sumRows(count, columns, inner, at, hiddenSize, recurrentBias.gradient(),
                        from - gates);
            } else {
                matrix.multiplyTransposedAdd(hiddenSize, columns, count, from < gates ? h : inner, row * hiddenSize,
                        hiddenSize, da, row * sums + from, sums, recurrentWeight.gradient(), from, sums);
            }
            matrix.multiplyTransposedAdd(inputSize, columns, count, x, row * inputSize, inputSize,
                    da, row * sums + from, sums, inputWeight.gradient(), from, sums);
            engine.kernels().reduction().sumRows(count, columns, da, row * sums + from, sums, bias.gradient(), from);
        }
    }

    private static int blocks(int size, int blockSize) {
        return (size + blockSize - 1) / blockSize;
    }
}
