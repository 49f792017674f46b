package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.random.Randomness;

/**
 * States that now and then stay what they were (Krueger et al. 2017, "Zoneout: regularizing RNNs by randomly preserving
 * hidden activations", arXiv 1606.01305):
 *
 * <pre>
 * s_t = d s_{t-1} + (1 - d) s̃_t,   d_i = 1 with probability rate, else 0; outside training d_i = rate
 * </pre>
 *
 * <p>Legend: R rows, N values of a row; s̃ is the state that the cell would go to. What is drawn for a value depends on
 * the update's key, this name, the sequence's place in the batch and the step alone.
 */
public final class Zoneout {

    /** Rows of the random table for each sequence, one a step: more than any sequence has. */
    private static final long STEPS = 1L << 24;

    private final String name;
    private final float rate;
    private final int size;
    private float[] mask = Buffers.EMPTY;  // [R, N], 0 where the state stays
    private boolean training;
    private Randomness key;
    private RowLayout layout;

    /**
     * @param name keeps what is drawn apart from what others draw
     * @param rate from 0 (inclusive) to 1 (exclusive)
     * @param size N
     */
    public Zoneout(String name, double rate, int size) {
        StackChecks.requireProbability("zoneout", rate);
        this.name = name;
        this.rate = (float) rate;
        this.size = size;
    }

    /** Whether the rate is above 0. */
    public boolean exists() {
        return rate > 0;
    }

    /** Makes ready for a batch; must precede the other methods. */
    public void begin(RowLayout layout, Pass pass) {
        this.layout = layout;
        training = exists() && pass.training();
        if (training) {
            mask = Buffers.atLeast(mask, layout.rows() * size);
            key = pass.dropout().derive(name);
        }
    }

    /**
     * The rows of step t of {@code count} ranks from {@code rank} on, on the calling thread.
     *
     * @param previous {@code [_, N]}, the states before, read
     * @param state    {@code [R, N]}, s̃ when read, overwritten by s
     */
    public void forward(int t, int rank, int count, float[] previous, int previousOffset, float[] state) {
        int row = layout.rowOfRank(rank, t);
        int from = row * size;
        if (training) {
            for (int r = 0; r < count; r++) {
                key.dropoutMaskRow(rate, layout.sequenceOfRank(rank + r) * STEPS + t, size, mask, (row + r) * size);
            }
            for (int i = 0; i < count * size; i++) {
                state[from + i] = mask[from + i] == 0f ? previous[previousOffset + i] : state[from + i];
            }
            return;
        }
        for (int i = 0; i < count * size; i++) {
            float s = state[from + i];
            state[from + i] = Math.fma(rate, previous[previousOffset + i] - s, s);
        }
    }

    /**
     * Gradient of {@link #forward}.
     *
     * @param d         gradient of s when read, overwritten by that of s̃
     * @param dPrevious accumulated into
     */
    public void backward(int t, int rank, int count, float[] d, int dOffset, float[] dPrevious, int dPreviousOffset) {
        int from = layout.rowOfRank(rank, t) * size;
        for (int i = 0; i < count * size; i++) {
            float given = d[dOffset + i];
            float kept = training ? (mask[from + i] == 0f ? given : 0f) : rate * given;
            dPrevious[dPreviousOffset + i] += kept;
            d[dOffset + i] = given - kept;
        }
    }
}
