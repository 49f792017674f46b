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
    /** A range's steps may be off by this part of their goal for the sake of whole blocks, which are apart in memory. */
    private static final double TOLERANCE = 0.125;

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
        count = 0;
        bounds[0] = 0;
        for (int range = 1; range < most; range++) {
            int bound = bound(layout, (long) layout.rows() * range / most, layout.rows() * TOLERANCE / most,
                    batchSize < most * TILE ? SMALL_TILE : TILE);
            if (bound > bounds[count]) {
                bounds[++count] = bound;
            }
        }
        if (bounds[count] < batchSize) {
            bounds[++count] = batchSize;
        }
    }

    /** Where about so many steps lie before: between blocks, if one begins near enough, or else between tiles. */
    private static int bound(RowLayout layout, long goal, double tolerance, int tile) {
        int rank = 0;
        long steps = 0;
        while (rank < layout.batchSize() && steps < goal) {
            steps += length(layout, rank);
            rank++;
        }
        int block = rounded(rank, RowLayout.BLOCK, layout);
        for (int between = rank; between < block; between++) {
            steps += length(layout, between);
        }
        for (int between = block; between < rank; between++) {
            steps -= length(layout, between);
        }
        return Math.abs(steps - goal) <= tolerance ? block : rounded(rank, tile, layout);
    }

    private static int rounded(int rank, int unit, RowLayout layout) {
        return Math.min(layout.batchSize(), (rank + unit / 2) / unit * unit);
    }

    private static int length(RowLayout layout, int rank) {
        return layout.length(layout.sequenceOfRank(rank));
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
