package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.RowLayout;
import java.util.Arrays;

/**
 * The cells that a layer carries from step to step, and their gradient on its way back.
 *
 * <p>Legend: B sequences; R rows; H cells of a row. What is by rank stands in the order of the ranks of the batch.
 */
final class CarriedCells {

    private final int units;
    private float[] initial = Buffers.EMPTY;   // [B, H] by rank
    private float[] gradient = Buffers.EMPTY;  // [_, H], the row of a rank by gradientRow
    private RowLayout layout;

    CarriedCells(int units) {
        this.units = units;
    }

    /** Makes room for a batch. */
    void begin(RowLayout layout) {
        this.layout = layout;
        initial = Buffers.atLeast(initial, layout.batchSize() * units);
    }

    /** Takes a sequence's first cells, {@code [H]} from {@code offset}; {@code null} means zero. */
    void start(int rank, float[] state, int offset) {
        set(initial, rank, state, offset);
    }

    /**
     * The array that holds the cells which step t started from.
     *
     * @param after {@code [R, H]}, the cells after each row
     */
    float[] before(int t, float[] after) {
        return t == 0 ? initial : after;
    }

    /** The row there of a rank at step t. */
    int rowBefore(int t, int rank) {
        return t == 0 ? rank : layout.rowOfRank(rank, t - 1);
    }

    /** Makes room for the gradient. */
    void beginBackward() {
        gradient = Buffers.atLeast(gradient, gradientRow(layout.batchSize()) * units);
    }

    /** Takes the gradient of a sequence's last cells, {@code [H]} from {@code offset}; {@code null} means zero. */
    void endGradient(int rank, float[] dState, int offset) {
        set(gradient, gradientRow(rank), dState, offset);
    }

    /** {@code [_, H]}: what later steps give to the cells of the step that goes back; for the rows see {@link #gradientRow}. */
    float[] gradient() {
        return gradient;
    }

    /** The row there of a rank. A spare one after each block keeps threads from writing to one line of the cache. */
    int gradientRow(int rank) {
        return rank + rank / RowLayout.BLOCK;
    }

    /** Gives the gradient of a sequence's first cells, {@code [H]} from {@code offset}, overwritten. */
    void startGradient(int rank, float[] dState, int offset) {
        System.arraycopy(gradient, gradientRow(rank) * units, dState, offset, units);
    }

    private void set(float[] values, int row, float[] state, int offset) {
        int at = row * units;
        if (state == null) {
            Arrays.fill(values, at, at + units, 0f);
        } else {
            System.arraycopy(state, offset, values, at, units);
        }
    }
}
