package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.MatrixKernels;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * An affine map of each row: {@code y = x W + b}.
 *
 * <p>Legend: R rows, I inputs, O outputs. x is {@code [R, I]}, W is {@code [I, O]}, b is {@code [O]}, y is {@code [R, O]};
 * rows are contiguous. Backward: {@code dx = dy Wᵀ}, {@code dW += xᵀ dy}, {@code db += Σ dy}.
 *
 * <p>The weight may be shared with an embedding, whose form is the transpose, {@code [O, I]}: see {@link #tied}.
 *
 * <p>{@link #forward} and {@link #backward} use all workers. A caller that is itself a piece of parallel work calls
 * {@link #forwardRows}, {@link #inputGradientRows} and {@link #parameterGradientRows} for rows of its own after
 * {@link #pack} and {@link #packTransposed}.
 */
public final class Dense {

    private static final int ROW_BLOCK = 64;
    private static final int COLUMN_BLOCK = 32;

    private final int inputSize;
    private final int outputSize;
    private final Engine engine;
    private final Parameter weight;
    private final Parameter bias;
    private final boolean tied;
    private final List<Parameter> parameters;
    private final float[] packedWeight;
    private float[] packedTransposedWeight = Buffers.EMPTY;

    private final Workers.Task forwardBlock = this::forwardBlock;
    private final Workers.Task inputGradientBlock = this::inputGradientBlock;
    private final Workers.Task parameterGradientBlock = this::parameterGradientBlock;
    private final Workers.Task tiedGradientBlock = this::tiedGradientBlock;
    private int rows;
    private float[] x;
    private float[] y;
    private float[] dy;
    private float[] dx;

    /** A layer whose parameters are called {@code name.weight} and {@code name.bias}; all values are 0. */
    public Dense(String name, int inputSize, int outputSize, Engine engine) {
        this(new Parameter(name + ".weight", inputSize, outputSize), new Parameter(name + ".bias", outputSize), engine);
    }

    /**
     * A layer with these parameters.
     *
     * @param weight {@code [I, O]}
     * @param bias   {@code [O]}
     */
    public Dense(Parameter weight, Parameter bias, Engine engine) {
        this(weight, bias, false, engine);
    }

    /**
     * {@code y = x Wᵀ + b} with a weight that belongs to another layer, to whose gradient this one adds its own.
     *
     * @param weight {@code [O, I]}
     * @param bias   {@code [O]}
     */
    static Dense tied(Parameter weight, Parameter bias, Engine engine) {
        return new Dense(weight, bias, true, engine);
    }

    private Dense(Parameter weight, Parameter bias, boolean tied, Engine engine) {
        this.tied = tied;
        this.inputSize = weight.size() / bias.size();
        this.outputSize = bias.size();
        this.engine = engine;
        this.weight = weight;
        this.bias = bias;
        parameters = tied ? List.of(bias) : List.of(weight, bias);
        packedWeight = new float[engine.kernels().matrix().packedLength(inputSize, outputSize)];
    }

    /** Weight uniform after Glorot &amp; Bengio (2010), bias 0. */
    public Dense initializeGlorot(Randomness randomness) {
        Initializers.glorotUniform(weight, inputSize, outputSize, randomness);
        return this;
    }

    public int inputSize() {
        return inputSize;
    }

    public int outputSize() {
        return outputSize;
    }

    public Parameter weight() {
        return weight;
    }

    public Parameter bias() {
        return bias;
    }

    /** What belongs to this layer: a tied weight does not. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Takes in the weight's present values; must follow every change of them. {@link #forward} does it itself. */
    public void pack() {
        MatrixKernels matrix = engine.kernels().matrix();
        if (tied) {
            matrix.packTransposed(inputSize, outputSize, weight.value(), 0, inputSize, packedWeight, 0);
        } else {
            matrix.pack(inputSize, outputSize, weight.value(), 0, outputSize, packedWeight, 0);
        }
    }

    /** The same for {@link #inputGradientRows}. {@link #backward} does it itself. */
    public void packTransposed() {
        MatrixKernels matrix = engine.kernels().matrix();
        packedTransposedWeight = Buffers.atLeast(packedTransposedWeight, matrix.packedLength(outputSize, inputSize));
        if (tied) {
            matrix.pack(outputSize, inputSize, weight.value(), 0, inputSize, packedTransposedWeight, 0);
        } else {
            matrix.packTransposed(outputSize, inputSize, weight.value(), 0, outputSize, packedTransposedWeight, 0);
        }
    }

    /**
     * @param x {@code [R, I]}, read
     * @param y {@code [R, O]}, overwritten
     */
    public void forward(int rows, float[] x, float[] y) {
        pack();
        this.rows = rows;
        this.x = x;
        this.y = y;
        engine.workers().forEach(blocks(rows, ROW_BLOCK), forwardBlock);
    }

    private void forwardBlock(int block) {
        forwardRows(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK), x, y);
    }

    /** The rows {@code from} to {@code to - 1} of {@link #forward}, on the calling thread. */
    public void forwardRows(int from, int to, float[] x, float[] y) {
        engine.kernels().matrix().multiplyBias(to - from, outputSize, inputSize, x, from * inputSize, inputSize,
                packedWeight, 0, bias.value(), 0, y, from * outputSize, outputSize);
    }

    /**
     * @param x  {@code [R, I]}, the input of forward, read
     * @param dy {@code [R, O]}, read
     * @param dx {@code [R, I]}, overwritten; {@code null} if not wanted
     */
    public void backward(int rows, float[] x, float[] dy, float[] dx) {
        if (dx != null) {
            packTransposed();
            this.rows = rows;
            this.dy = dy;
            this.dx = dx;
            engine.workers().forEach(blocks(rows, ROW_BLOCK), inputGradientBlock);
        }
        parameterGradients(rows, x, dy);
    }

    private void inputGradientBlock(int block) {
        inputGradientRows(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK), dy, dx);
    }

    /** The rows {@code from} to {@code to - 1} of {@code dx = dy Wᵀ}, on the calling thread; overwrites them. */
    public void inputGradientRows(int from, int to, float[] dy, float[] dx) {
        engine.kernels().matrix().multiply(to - from, inputSize, outputSize, dy, from * outputSize, outputSize,
                packedTransposedWeight, 0, dx, from * inputSize, inputSize);
    }

    /** Accumulates the gradients of weight and bias over all rows, with all workers. */
    public void parameterGradients(int rows, float[] x, float[] dy) {
        this.rows = rows;
        this.x = x;
        this.dy = dy;
        if (tied) {
            engine.workers().forEach(blocks(inputSize, COLUMN_BLOCK), tiedGradientBlock);
            engine.kernels().reduction().sumRows(rows, outputSize, dy, 0, outputSize, bias.gradient(), 0);
        } else {
            engine.workers().forEach(blocks(outputSize, COLUMN_BLOCK), parameterGradientBlock);
        }
    }

    private void parameterGradientBlock(int block) {
        columnGradients(block, 0, rows, x, dy, weight.gradient(), bias.gradient());
    }

    /**
     * Adds the gradients over the rows {@code from} to {@code to - 1} to sums kept elsewhere, on the calling thread; not
     * for a tied weight. Calls for ranges in ascending order that follow each other give the bits of one call for all.
     */
    public void parameterGradientRows(int from, int to, float[] x, float[] dy, GradientSums sums) {
        float[] dWeight = sums.of(weight);
        float[] dBias = sums.of(bias);
        for (int block = 0; block < blocks(outputSize, COLUMN_BLOCK); block++) {
            columnGradients(block, from, to, x, dy, dWeight, dBias);
        }
    }

    private void columnGradients(int block, int from, int to, float[] x, float[] dy, float[] dWeight, float[] dBias) {
        int column = block * COLUMN_BLOCK;
        int columns = Math.min(outputSize, column + COLUMN_BLOCK) - column;
        engine.kernels().matrix().multiplyTransposedAdd(inputSize, columns, to - from, x, from * inputSize, inputSize,
                dy, from * outputSize + column, outputSize, dWeight, column, outputSize);
        engine.kernels().reduction().sumRows(to - from, columns, dy, from * outputSize + column, outputSize, dBias,
                column);
    }

    private void tiedGradientBlock(int block) {
        int from = block * COLUMN_BLOCK;
        int columns = Math.min(inputSize, from + COLUMN_BLOCK) - from;
        engine.kernels().matrix().multiplyTransposedAdd(outputSize, columns, rows, dy, 0, outputSize, x, from,
                inputSize, weight.gradient(), from, inputSize);
    }

    private static int blocks(int size, int blockSize) {
        return (size + blockSize - 1) / blockSize;
    }
}
