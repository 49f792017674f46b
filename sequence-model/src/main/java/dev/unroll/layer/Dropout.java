package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.random.Randomness;

/**
 * Inverted dropout (Srivastava et al. 2014): in training each value is 0 with probability {@code rate} and otherwise grows by
 * {@code 1 / (1 - rate)}; outside training values pass unchanged.
 *
 * <p>The mask of value i depends on the update's key, this layer's name and i alone, so it is the same whoever computes it.
 */
public final class Dropout {

    private static final int BLOCK = 4096;

    private final String name;
    private final float rate;
    private final Engine engine;
    private final Workers.Task forwardBlock = this::forwardBlock;
    private final Workers.Task backwardBlock = this::backwardBlock;
    private float[] mask = Buffers.EMPTY;
    private boolean active;
    private int size;
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
        key.dropoutMask(rate, from, n, mask, from, new int[4]);
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
}
