package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.random.Randomness;

/**
 * Inverted dropout (Srivastava et al. 2014): in training each value is 0 with probability {@code rate} and otherwise
 * grows by {@code 1 / (1 - rate)}; outside training values pass unchanged.
 *
 * <p>The mask of a value depends on the update's key, this layer's name and the value's place alone, so it is the same
 * whoever computes it.
 *
 * <p>{@link #forward} and {@link #backward} use all workers. A caller that is itself a piece of parallel work calls
 * {@link #forwardRows} and {@link #backwardRows} for rows of its own after {@link #prepareRows}.
 */
public final class Dropout {

    private static final int BLOCK = 4096;
    private static final ThreadLocal<int[]> RANDOM_BLOCK = ThreadLocal.withInitial(() -> new int[4]);

    private final String name;
    private final float rate;
    private final Engine engine;
    private final Workers.Task forwardBlock = this::forwardBlock;
    private final Workers.Task backwardBlock = this::backwardBlock;
    private float[] mask = Buffers.EMPTY;
    private boolean active;
    private int size;
    private int rowSize;
    private float[] values;
    private Randomness key;

    /**
     * @param name keeps this layer's masks apart from those of others
     * @param rate from 0 (inclusive) to 1 (exclusive)
     */
    public Dropout(String name, double rate, Engine engine) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and less than 1; got " + rate);
        }
        this.name = name;
        this.rate = (float) rate;
        this.engine = engine;
    }

    /** @param x the first {@code size} values, overwritten */
    public void forward(int size, float[] x, Pass pass) {
        active = pass.training() && rate > 0;
        if (active) {
            mask = Buffers.atLeast(mask, size);
            this.size = size;
            values = x;
            key = pass.dropout().derive(name);
            engine.workers().forEach((size + BLOCK - 1) / BLOCK, forwardBlock);
        }
    }

    private void forwardBlock(int block) {
        int from = block * BLOCK;
        int n = Math.min(size, from + BLOCK) - from;
        key.dropoutMask(rate, from, n, mask, from, RANDOM_BLOCK.get());
        engine.kernels().elementwise().multiply(n, values, from, mask, from, values, from);
    }

    /** @param dx the first {@code size} values, as many as in forward, overwritten */
    public void backward(int size, float[] dx) {
        if (active) {
            this.size = size;
            values = dx;
            engine.workers().forEach((size + BLOCK - 1) / BLOCK, backwardBlock);
        }
    }

    private void backwardBlock(int block) {
        int from = block * BLOCK;
        int n = Math.min(size, from + BLOCK) - from;
        engine.kernels().elementwise().multiply(n, values, from, mask, from, values, from);
    }

    /** Makes ready for {@code [rows, rowSize]} values that come row by row; must precede {@link #forwardRows}. */
    public void prepareRows(int rows, int rowSize, Pass pass) {
        active = pass.training() && rate > 0;
        if (active) {
            this.rowSize = rowSize;
            mask = Buffers.atLeast(mask, rows * rowSize);
            key = pass.dropout().derive(name);
        }
    }

    /** Whether the latest pass drops anything. */
    public boolean active() {
        return active;
    }

    /** @param x {@code [rows, rowSize]}, the rows {@code from} to {@code to - 1} overwritten, on the calling thread */
    public void forwardRows(int from, int to, float[] x) {
        if (active) {
            for (int row = from; row < to; row++) {
                key.dropoutMaskRow(rate, row, rowSize, mask, row * rowSize);
            }
            backwardRows(from, to, x);
        }
    }

    /** @param dx {@code [rows, rowSize]}, the rows {@code from} to {@code to - 1} overwritten, on the calling thread */
    public void backwardRows(int from, int to, float[] dx) {
        if (active) {
            int at = from * rowSize;
            engine.kernels().elementwise().multiply((to - from) * rowSize, dx, at, mask, at, dx, at);
        }
    }
}
