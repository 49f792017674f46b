package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;

/**
 * Skips a block for a sequence in training with probability {@code rate} (Huang et al. 2016, "Deep networks with
 * stochastic depth", arXiv 1603.09382): what the block's parts add is multiplied by 0, and for the other sequences by
 * {@code 1 / (1 - rate)}, so that nothing changes outside training. Whether it is skipped depends on the update, the
 * block and the sequence's place in the batch alone.
 */
final class StochasticDepth {

    private static final ThreadLocal<int[]> RANDOM_BLOCK = ThreadLocal.withInitial(() -> new int[4]);

    private final String name;
    private final float rate;
    private final int size;
    private final Engine engine;
    private float[] sequenceFactors = Buffers.EMPTY;
    private float[] rowFactors = Buffers.EMPTY;
    private boolean active;

    /** @param size values per row */
    StochasticDepth(String name, double rate, int size, Engine engine) {
        this.name = name;
        this.rate = (float) rate;
        this.size = size;
        this.engine = engine;
    }

    /** Must precede {@link #scaleRows}. */
    void prepare(RowLayout layout, Pass pass) {
        active = pass.training() && rate > 0;
        if (!active) {
            return;
        }
        sequenceFactors = Buffers.atLeast(sequenceFactors, layout.batchSize());
        rowFactors = Buffers.atLeast(rowFactors, layout.rows());
        pass.dropout().derive(name).dropoutMask(rate, 0, layout.batchSize(), sequenceFactors, 0, RANDOM_BLOCK.get());
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                rowFactors[layout.row(b, t)] = sequenceFactors[b];
            }
        }
    }

    /** Multiplies the rows {@code from} to {@code to - 1} of what a part adds, or of its gradient. */
    void scaleRows(int from, int to, float[] x) {
        for (int row = from; active && row < to; row++) {
            engine.kernels().elementwise().scale(size, rowFactors[row], x, row * size, x, row * size);
        }
    }
}
