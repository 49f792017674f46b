package dev.unroll.layer;

/** A {@link Head} at work step by step. */
final class HeadStream {

    private final int batchSize;
    private final PoolingStream pooling;
    private final Dense dense;
    private final float[] outputs;  // [B, K]

    /**
     * @param pooling {@code null} for a target per step
     * @param dense   packed
     */
    HeadStream(int batchSize, PoolingStream pooling, Dense dense) {
        this.batchSize = batchSize;
        this.pooling = pooling;
        this.dense = dense;
        outputs = new float[batchSize * dense.outputSize()];
    }

    /**
     * @param rows {@code [B, H]}, one row of each sequence, read
     * @return {@code [B, K]}, overwritten by the next step
     */
    float[] step(float[] rows) {
        dense.forwardRows(0, batchSize, pooling == null ? rows : pooling.take(rows), outputs);
        return outputs;
    }

    void restart(int sequence) {
        if (pooling != null) {
            pooling.restart(sequence);
        }
    }
}
