package dev.unroll.recurrent;

import dev.unroll.engine.RowLayout;

/**
 * A division of a time-major batch into ranges of ranks with about as many steps each. The rows of a recurrence do not
 * see each other, so each range goes through time on its own.
 *
 * <p>Mutable and reused from batch to batch through {@link #update}.
 */
final class RankRanges {

    /** Matrix kernels are at their best on tiles of this many rows. */
    private static final int TILE = 8;
    /** What they still do well with, for batches too small to give each thread a whole tile. */
    private static final int SMALL_TILE = 4;

    private int[] bounds = new int[2];
    private int count;

    /**
     * Divides a batch.
     *
     * @param most how many ranges there may be, at least 1; fewer are made when the batch is small
     */
    void update(RowLayout layout, int most) {
        if (bounds.length < most + 1) {
            bounds = new int[most + 1];
        }
        int batchSize = layout.batchSize();
        int tile = batchSize < most * TILE ? SMALL_TILE : TILE;
        int rank = 0;
        long steps = 0;
        count = 0;
        bounds[0] = 0;
        for (int range = 1; range < most; range++) {
            long goal = (long) layout.rows() * range / most;
            while (rank < batchSize && steps < goal) {
                steps += layout.length(layout.sequenceOfRank(rank));
                rank++;
            }
            int bound = Math.min(batchSize, (rank + tile / 2) / tile * tile);
            if (bound > bounds[count]) {
                bounds[++count] = bound;
            }
        }
        if (bounds[count] < batchSize) {
            bounds[++count] = batchSize;
        }
    }

    /** Number of ranges; none is empty. */
    int count() {
        return count;
    }

    /** The first rank of a range. */
    int from(int range) {
        return bounds[range];
    }

    /** The rank after the last of a range. */
    int to(int range) {
        return bounds[range + 1];
    }
}
