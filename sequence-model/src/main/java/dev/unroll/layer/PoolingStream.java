package dev.unroll.layer;

/** A {@link PoolingLayer} that takes the rows of its sequences one step after another. */
interface PoolingStream {

    /**
     * @param rows {@code [B, H]}, one row of each sequence, read
     * @return {@code [B, H]}, what the pooling makes of each sequence's rows so far; valid until the next step; may be
     *         {@code rows} itself
     */
    float[] take(float[] rows);

    /** Forgets the rows of one sequence. */
    void restart(int sequence);
}
