package dev.unroll.transformer;

import dev.unroll.engine.Buffers;

/**
 * Gradients inside one block, R rows each. All blocks share them, since a block is done with them before the one below
 * begins.
 */
final class BackwardBuffers {

    private final int size;
    private final int feedForwardSize;

    /** {@code [R, 3 D]}: of queries, keys and values. */
    float[] dQkv = Buffers.EMPTY;
    /** {@code [R, D]}: of the heads' outputs, side by side. */
    float[] dAttended = Buffers.EMPTY;
    /** {@code [R, F]}: of the feed-forward layer's inner values, before the activation. */
    float[] dHidden = Buffers.EMPTY;
    /** {@code [R, D]} each: of what enters and leaves the two parts of a block; a block says what. */
    float[] dFeedForwardInput = Buffers.EMPTY;
    float[] dFeedForwardOutput = Buffers.EMPTY;
    float[] dMiddle = Buffers.EMPTY;
    float[] dAttentionInput = Buffers.EMPTY;
    float[] dAttentionOutput = Buffers.EMPTY;

    BackwardBuffers(int size, int feedForwardSize) {
        this.size = size;
        this.feedForwardSize = feedForwardSize;
    }

    void prepare(int rows) {
        dQkv = Buffers.atLeast(dQkv, rows * 3 * size);
        dAttended = Buffers.atLeast(dAttended, rows * size);
        dHidden = Buffers.atLeast(dHidden, rows * feedForwardSize);
        dFeedForwardInput = Buffers.atLeast(dFeedForwardInput, rows * size);
        dFeedForwardOutput = Buffers.atLeast(dFeedForwardOutput, rows * size);
        dMiddle = Buffers.atLeast(dMiddle, rows * size);
        dAttentionInput = Buffers.atLeast(dAttentionInput, rows * size);
        dAttentionOutput = Buffers.atLeast(dAttentionOutput, rows * size);
    }
}
