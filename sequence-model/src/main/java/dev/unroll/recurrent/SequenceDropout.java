package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.random.Randomness;

/**
 * Inverted dropout with one mask for all steps of a sequence (Gal &amp; Ghahramani 2016, arXiv 1512.05287; Semeniuta,
 * Severyn &amp; Barth 2016, arXiv 1603.05118):
 *
 * <pre>
 * y_t = m x_t,   m_i = 0 with probability rate, else 1 / (1 - rate)
 * </pre>
 *
 * <p>Legend: B sequences, N values of a row; masks are {@code [B, N]} by rank. That of a sequence depends on the
 * update's key, this dropout's name and the sequence's place in the batch alone.
 */
public final class SequenceDropout {

    private final String name;
    private final float rate;
    private final int size;
    private final Engine engine;
    private float[] mask = Buffers.EMPTY;
    private boolean active;

    /**
     * @param name keeps these masks apart from others
     * @param rate from 0 (inclusive) to 1 (exclusive)
     * @param size N
     */
    public SequenceDropout(String name, double rate, int size, Engine engine) {
        StackChecks.requireProbability("the rate of dropout", rate);
        this.name = name;
        this.rate = (float) rate;
        this.size = size;
        this.engine = engine;
    }

    /** Draws the masks of a batch; must precede the other methods. */
    public void begin(RowLayout layout, Pass pass) {
        active = pass.training() && rate > 0;
        if (!active) {
            return;
        }
        mask = Buffers.atLeast(mask, layout.batchSize() * size);
        Randomness key = pass.dropout().derive(name);
        for (int rank = 0; rank < layout.batchSize(); rank++) {
            key.dropoutMaskRow(rate, layout.sequenceOfRank(rank), size, mask, rank * size);
        }
    }

    /** Whether the latest pass drops anything. */
    public boolean active() {
        return active;
    }

    /**
     * {@code y = m x} for {@code count} rows of contiguous values, those of the ranks from {@code rank} on, in training;
     * call it only if {@link #active}.
     *
     * @param x read
     * @param y overwritten; may be x
     */
    public void apply(int rank, int count, float[] x, int xOffset, float[] y, int yOffset) {
        engine.kernels().elementwise().multiply(count * size, x, xOffset, mask, rank * size, y, yOffset);
    }
}
