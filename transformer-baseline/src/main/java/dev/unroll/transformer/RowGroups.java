package dev.unroll.transformer;

import dev.unroll.engine.RowLayout;

/**
 * A division of a batch-major batch into groups of rows, over each of which the gradients of weights are summed. It is
 * part of their definition, so it depends on the batch alone: 1, 2 or 4 groups of about as many rows, of whole sequences
 * where there are as many sequences as groups. A group may be empty.
 */
final class RowGroups {

    static final int MOST = 4;
    /** With fewer rows, adding up the sums of a group costs more than it gains. */
    private static final int LEAST_ROWS = 64;
    /** A group may be larger than the others' mean by this part. */
    private static final double TOLERANCE = 0.25;

    private final int[] firstRow = new int[MOST + 1];
    private final int[] firstSequence = new int[MOST + 1];
    private int count;
    private boolean wholeSequences;

    void update(RowLayout layout) {
        int rows = layout.rows();
        count = rows >= MOST * LEAST_ROWS ? MOST : rows >= 2 * LEAST_ROWS ? 2 : 1;
        wholeSequences = layout.batchSize() >= count;
        int sequence = 0;
        for (int group = 0; group < count; group++) {
            int row = (int) ((long) rows * group / count);
            while (wholeSequences && sequence < layout.batchSize() && layout.start(sequence) < row) {
                sequence++;
            }
            firstSequence[group] = sequence;
            firstRow[group] = !wholeSequences ? row : sequence < layout.batchSize() ? layout.start(sequence) : rows;
        }
        firstSequence[count] = layout.batchSize();
        firstRow[count] = rows;
    }

    int count() {
        return count;
    }

    /** Whether no sequence is divided between groups. */
    boolean wholeSequences() {
        return wholeSequences;
    }

    /** Whether the groups are of whole sequences, and none is much larger than the mean. */
    boolean even() {
        double most = (1 + TOLERANCE) * firstRow[count] / count;
        for (int group = 0; group < count; group++) {
            if (firstRow[group + 1] - firstRow[group] > most) {
                return false;
            }
        }
        return wholeSequences;
    }

    /** The first row of a group; that of the group after the last is the number of rows. */
    int firstRow(int group) {
        return firstRow[group];
    }

    /** The first sequence of a group of whole sequences; that of the group after the last is their number. */
    int firstSequence(int group) {
        return firstSequence[group];
    }
}
