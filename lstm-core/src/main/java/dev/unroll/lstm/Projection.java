package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.MatrixKernels;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;

/**
 * What makes the hidden state smaller than the cells (Sak, Senior &amp; Beaufays 2014, arXiv 1402.1128; LSTMP):
 *
 * <pre>
 * h_t = s_t Wr
 * </pre>
 *
 * <p>Legend: R rows; H cells; P values of a hidden state; s what the cells show, {@code [R, H]}; h {@code [R, P]};
 * projectionWeight Wr {@code [H, P]}. Rows are contiguous.
 */
final class Projection {

    private static final int COLUMN_BLOCK = 32;

    private final int hiddenSize;
    private final int size;
    private final Engine engine;
    private final MatrixKernels matrix;
    private final Parameter weight;
    private final float[] packed;
    private float[] packedTransposed = Buffers.EMPTY;

    private final Workers.Task gradientBlock = this::gradientBlock;
    private int rows;
    private float[] s;
    private float[] dh;

    /** Wr is 0. */
    Projection(String name, int hiddenSize, int size, Engine engine) {
        this.hiddenSize = hiddenSize;
        this.size = size;
        this.engine = engine;
        matrix = engine.kernels().matrix();
        weight = new Parameter(name + ".projectionWeight", hiddenSize, size);
        packed = new float[matrix.packedLength(hiddenSize, size)];
    }

    /** Uniform after Glorot &amp; Bengio (2010). */
    void initialize(Randomness randomness) {
        Initializers.glorotUniform(weight, hiddenSize, size, randomness);
    }

    Parameter weight() {
        return weight;
    }

    /** Takes in the weight's present values for {@link #forward}. */
    void pack() {
        matrix.pack(hiddenSize, size, weight.value(), 0, size, packed, 0);
    }

    /** {@code h = s Wr} for {@code count} rows from {@code row}: s is read, h overwritten. */
    void forward(int row, int count, float[] s, float[] h) {
        matrix.multiply(count, size, hiddenSize, s, row * hiddenSize, hiddenSize, packed, 0, h, row * size, size);
    }

    /** Takes in the weight's present values for {@link #backward}. */
    void packForBackward() {
        packedTransposed = Buffers.atLeast(packedTransposed, matrix.packedLength(size, hiddenSize));
        matrix.packTransposed(size, hiddenSize, weight.value(), 0, size, packedTransposed, 0);
    }

    /** {@code ds = dh Wrᵀ} for {@code count} rows from {@code row}: dh is read, ds overwritten. */
    void backward(int row, int count, float[] dh, float[] ds) {
        matrix.multiply(count, hiddenSize, size, dh, row * size, size, packedTransposed, 0,
                ds, row * hiddenSize, hiddenSize);
    }

    /** {@code dWr += sᵀ dh} over all rows, with all workers: s and dh are read. */
    void gradients(int rows, float[] s, float[] dh) {
        this.rows = rows;
        this.s = s;
        this.dh = dh;
        engine.workers().forEach((size + COLUMN_BLOCK - 1) / COLUMN_BLOCK, gradientBlock);
    }

    private void gradientBlock(int block) {
        int from = block * COLUMN_BLOCK;
        matrix.multiplyTransposedAdd(hiddenSize, Math.min(size - from, COLUMN_BLOCK), rows, s, 0, hiddenSize,
                dh, from, size, weight.gradient(), from, size);
    }
}
