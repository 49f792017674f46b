package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.MatrixKernels;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * What the gates see of the gates at the step before: full gate recurrence (Hochreiter &amp; Schmidhuber 1997; FGR of
 * Greff et al. 2017, arXiv 1503.04069).
 *
 * <pre>
 * [a_i a_f a_o] += [i_{t-1} f_{t-1} o_{t-1}] V
 * </pre>
 *
 * <p>Legend: a weighted sums, {@code [R, N]} with the candidate's H columns between those of f and o; K values of a row
 * of gates, H for each gate that has weights; V is {@code [K, K]}. Rows are contiguous.
 */
final class GateRecurrence {

    private static final int COLUMN_BLOCK = 32;

    private final int size;
    private final int before;
    private final int hiddenSize;
    private final int sums;
    private final Engine engine;
    private final MatrixKernels matrix;
    private final Parameter weight;
    private final float[] packedBefore;
    private final float[] packedOutput;
    private float[] packedBeforeTransposed = Buffers.EMPTY;
    private float[] packedOutputTransposed = Buffers.EMPTY;

    private final Workers.Task gradientBlock = this::gradientBlock;
    private int rows;
    private float[] previous;
    private float[] da;

    /** V is 0. */
    GateRecurrence(String name, LstmCell cell, int hiddenSize, Engine engine) {
        this.hiddenSize = hiddenSize;
        this.engine = engine;
        matrix = engine.kernels().matrix();
        size = cell.gates() * hiddenSize;
        before = cell.candidateColumn() * hiddenSize;
        sums = cell.sums() * hiddenSize;
        weight = new Parameter(name + ".gateRecurrentWeight", size, size);
        packedBefore = new float[matrix.packedLength(size, before)];
        packedOutput = new float[matrix.packedLength(size, size - before)];
    }

    /** V orthogonal as a whole. */
    void initialize(Randomness randomness) {
        Initializers.orthogonalBlocks(weight, size, randomness);
    }

    Parameter weight() {
        return weight;
    }

    /** K. */
    int size() {
        return size;
    }

    /** Takes in the weights' present values for {@link #add}. */
    void pack() {
        matrix.pack(size, before, weight.value(), 0, size, packedBefore, 0);
        matrix.pack(size, size - before, weight.value(), before, size, packedOutput, 0);
    }

    /** Copies the gates of a row of activations {@code [N]} to a row {@code [K]}. */
    void gather(float[] gates, int gatesOffset, float[] row, int offset) {
        System.arraycopy(gates, gatesOffset, row, offset, before);
        System.arraycopy(gates, gatesOffset + before + hiddenSize, row, offset + before, size - before);
    }

    /**
     * Adds to the sums of {@code count} rows from {@code row}.
     *
     * @param previous {@code [R, K]}, read
     * @param a        {@code [R, N]}, accumulated into
     */
    void add(int row, int count, float[] previous, float[] a) {
        matrix.multiplyAdd(count, before, size, previous, row * size, size, packedBefore, 0, a, row * sums, sums);
        matrix.multiplyAdd(count, size - before, size, previous, row * size, size, packedOutput, 0,
                a, row * sums + before + hiddenSize, sums);
    }

    /** Takes in the weights' present values for {@link #recurBackward}. */
    void packForBackward() {
        packedBeforeTransposed = Buffers.atLeast(packedBeforeTransposed, matrix.packedLength(before, size));
        packedOutputTransposed = Buffers.atLeast(packedOutputTransposed, matrix.packedLength(size - before, size));
        matrix.packTransposed(before, size, weight.value(), 0, size, packedBeforeTransposed, 0);
        matrix.packTransposed(size - before, size, weight.value(), before, size, packedOutputTransposed, 0);
    }

    /**
     * The gradient of the gates at the step before, for {@code count} rows.
     *
     * @param da        {@code [R, N]}, read from {@code row}
     * @param dPrevious {@code [_, K]}, overwritten from row {@code dRow}
     */
    void recurBackward(int row, int count, float[] da, int dRow, float[] dPrevious) {
        Arrays.fill(dPrevious, dRow * size, (dRow + count) * size, 0f);
        matrix.multiplyAdd(count, size, before, da, row * sums, sums, packedBeforeTransposed, 0,
                dPrevious, dRow * size, size);
        matrix.multiplyAdd(count, size, size - before, da, row * sums + before + hiddenSize, sums,
                packedOutputTransposed, 0, dPrevious, dRow * size, size);
    }

    /**
     * Accumulates the gradient of V over all rows, with all workers.
     *
     * @param previous {@code [R, K]}, read
     * @param da       {@code [R, N]}, read
     */
    void gradients(int rows, float[] previous, float[] da) {
        this.rows = rows;
        this.previous = previous;
        this.da = da;
        engine.workers().forEach(blocks(before) + blocks(size - before), gradientBlock);
    }

    private void gradientBlock(int block) {
        boolean output = block >= blocks(before);
        int from = output ? before + (block - blocks(before)) * COLUMN_BLOCK : block * COLUMN_BLOCK;
        int columns = Math.min((output ? size : before) - from, COLUMN_BLOCK);
        matrix.multiplyTransposedAdd(size, columns, rows, previous, 0, size, da, from + (output ? hiddenSize : 0), sums,
                weight.gradient(), from, size);
    }

    private static int blocks(int columns) {
        return (columns + COLUMN_BLOCK - 1) / COLUMN_BLOCK;
    }
}
