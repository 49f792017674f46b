package dev.unroll.model;

/**
 * Sequences that a model reads step by step, several side by side, as they come in. Outputs are those of
 * {@link SequenceModel#predict} for what was read so far, to the bit. Made by {@link SequenceModel#stream}, with the
 * weights of that moment: what becomes of the model afterwards changes nothing here.
 *
 * <p>Legend: B sequences, F features, K outputs. Serves one thread at a time, which must not be within a call of the model
 * that made it, since both use the same workers. A step in steady state allocates nothing.
 */
public interface SequenceStream {

    /** B. */
    int batchSize();

    /**
     * Reads one step of each sequence.
     *
     * @param features {@code [B, F]}, read
     * @return {@code [B, K]}, overwritten by the next step: the outputs as if the sequences ended here, or, for a target
     *         per step, those of this step
     */
    float[] step(float[] features);

    /**
     * The same for tokens.
     *
     * @param tokens {@code [B]}, read
     */
    float[] step(int[] tokens);

    /** Lets a new sequence begin in place of one, by its number in the batch; the others go on. */
    void restart(int sequence);

    /** Lets all sequences begin anew. */
    default void restart() {
        for (int b = 0; b < batchSize(); b++) {
            restart(b);
        }
    }
}
