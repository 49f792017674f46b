package dev.unroll.layer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;

/**
 * A learned vector for each symbol: {@code y[r] = W[token[r]]}.
 *
 * <p>Legend: R rows, V symbols, E values per vector. W is {@code [V, E]}, y is {@code [R, E]}, contiguous. Backward:
 * {@code dW[token[r]] += dy[r]} in ascending order of r; workers share the columns, so each sum stays with one thread.
 */
public final class Embedding {

    private static final int COLUMN_BLOCK = 32;

    private final int size;
    private final Engine engine;
    private final Parameter weight;
    private final Workers.Task gradientBlock = this::gradientBlock;
    private int rows;
    private int[] tokens;
    private float[] dy;

    /** An embedding whose parameter is called {@code name.weight}; all values are 0. */
    public Embedding(String name, int vocabulary, int size, Engine engine) {
        this.size = size;
        this.engine = engine;
        weight = Parameter.table(name + ".weight", vocabulary, size);
    }

    /** Values normal with variance 1 / E, so that a vector's expected squared length is 1. */
    public Embedding initialize(Randomness randomness) {
        Initializers.normal(weight, (float) (1.0 / Math.sqrt(size)), randomness);
        return this;
    }

    public Parameter weight() {
        return weight;
    }

    /**
     * @param tokens {@code [R]}, each from 0 to V - 1, read
     * @param y      {@code [R, E]}, overwritten
     */
    public void forward(int rows, int[] tokens, float[] y) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(weight.value(), tokens[r] * size, y, r * size, size);
        }
    }

    /**
     * @param tokens {@code [R]}, the input of forward, read
     * @param dy     {@code [R, E]}, read
     */
    public void backward(int rows, int[] tokens, float[] dy) {
        this.rows = rows;
        this.tokens = tokens;
        this.dy = dy;
        engine.workers().forEach((size + COLUMN_BLOCK - 1) / COLUMN_BLOCK, gradientBlock);
    }

    private void gradientBlock(int block) {
        int from = block * COLUMN_BLOCK;
        int columns = Math.min(size, from + COLUMN_BLOCK) - from;
        for (int r = 0; r < rows; r++) {
            engine.kernels().elementwise().add(columns, dy, r * size + from, weight.gradient(), tokens[r] * size + from);
        }
    }
}
