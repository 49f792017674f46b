package dev.unroll.engine;

import java.util.Arrays;

/**
 * Where each step of each sequence of a batch stands among the rows of an activation matrix {@code [rows, features]}.
 * Rows exist for real steps only: there is no padding inside the engine, so padding can reach nothing.
 *
 * <p>{@link Order#TIME_MAJOR}, for recurrences: the sequences are ranked by falling length (equal lengths in batch order),
 * and the ranks fall into blocks of {@value #BLOCK}, the last of which may be smaller. The rows of a block follow each other
 * step by step; those of step t are its sequences that are at least t + 1 long, by rank. With lengths 2, 3, 1 the rows are
 * (sequence, step): (1,0) (0,0) (2,0) | (1,1) (0,1) | (1,2). Threads that take whole blocks through time so write to memory
 * apart: each write into a line of the cache that another core writes to as well would cost hundreds of multiply-adds.
 *
 * <p>{@link Order#BATCH_MAJOR}, for attention: the steps of one sequence follow each other, sequences in batch order.
 * With lengths 2, 3, 1: (0,0) (0,1) | (1,0) (1,1) (1,2) | (2,0).
 *
 * <p>Mutable and reused from batch to batch through {@link #update}.
 */
public final class RowLayout {

    /** Which rows stand next to each other. */
    public enum Order { TIME_MAJOR, BATCH_MAJOR }

    /** Ranks of a block. */
    public static final int BLOCK = 16;

    private final Order order;
    private int[] lengths = {};
    private int[] rank = {};
    private int[] sequence = {};
    private int[] start = {};
    private int[] active = {};
    private int batchSize;
    private int maxLength;
    private int rows;

    public RowLayout(Order order) {
        this.order = order;
    }

    public Order order() {
        return order;
    }

    /**
     * Lays out a batch.
     *
     * @param lengths {@code [B]}, each at least 1; copied
     */
    public void update(int[] lengths) {
        batchSize = lengths.length;
        if (this.lengths.length < batchSize) {
            this.lengths = new int[batchSize];
            rank = new int[batchSize];
            sequence = new int[batchSize];
        }
        System.arraycopy(lengths, 0, this.lengths, 0, batchSize);
        maxLength = 0;
        rows = 0;
        for (int length : lengths) {
            maxLength = Math.max(maxLength, length);
            rows = Math.addExact(rows, length);
        }
        if (order == Order.TIME_MAJOR) {
            updateTimeMajor();
        } else {
            updateBatchMajor();
        }
    }

    private void updateTimeMajor() {
        if (active.length < maxLength) {
            active = new int[maxLength];
        }
        int starts = Math.multiplyExact(blocks(), maxLength);
        if (start.length < starts) {
            start = new int[starts];
        }
        // A counting sort by falling length: active[t] counts the sequences longer than t, which is where those of length t begin.
        Arrays.fill(active, 0, maxLength, 0);
        for (int b = 0; b < batchSize; b++) {
            active[lengths[b] - 1]++;
        }
        for (int t = maxLength - 2; t >= 0; t--) {
            active[t] += active[t + 1];
        }
        for (int b = batchSize - 1; b >= 0; b--) {
            int place = --active[lengths[b] - 1];
            rank[b] = place;
            sequence[place] = b;
        }
        countActive();
        int row = 0;
        for (int block = 0; block < blocks(); block++) {
            for (int t = 0; t < maxLength; t++) {
                start[block * maxLength + t] = row;
                row += active(block, t);
            }
        }
    }

    private void countActive() {
        int longer = 0;
        for (int t = maxLength - 1; t >= 0; t--) {
            while (longer < batchSize && lengths[sequence[longer]] > t) {
                longer++;
            }
            active[t] = longer;
        }
    }

    private void updateBatchMajor() {
        if (start.length < batchSize + 1) {
            start = new int[batchSize + 1];
        }
        for (int b = 0; b < batchSize; b++) {
            rank[b] = b;
            sequence[b] = b;
            start[b + 1] = start[b] + lengths[b];
        }
    }

    /** Number of rows: steps over all sequences. */
    public int rows() {
        return rows;
    }

    /** B, the number of sequences. */
    public int batchSize() {
        return batchSize;
    }

    /** T, steps of the longest sequence. */
    public int maxLength() {
        return maxLength;
    }

    /** Steps of a sequence, by its number in the batch. */
    public int length(int sequence) {
        return lengths[sequence];
    }

    /** The row of a sequence's step. */
    public int row(int sequence, int step) {
        return order == Order.TIME_MAJOR ? rowOfRank(rank[sequence], step) : start[sequence] + step;
    }

    /** The number in the batch of the sequence with this rank. */
    public int sequenceOfRank(int rank) {
        return sequence[rank];
    }

    /** Batch-major only: the first row of a sequence. */
    public int start(int sequence) {
        return start[sequence];
    }

    /** Time-major only: number of blocks of ranks. */
    public int blocks() {
        return (batchSize + BLOCK - 1) / BLOCK;
    }

    /** Time-major only: the row of a rank's step. */
    public int rowOfRank(int rank, int step) {
        return start[rank / BLOCK * maxLength + step] + rank % BLOCK;
    }

    /**
     * Time-major only: how many sequences of a block have this step; they are those of rank {@code block * BLOCK} on, and
     * their rows follow each other.
     */
    public int active(int block, int step) {
        return Math.max(0, Math.min(BLOCK, active[step] - block * BLOCK));
    }
}
