package dev.unroll.layer;

/**
 * An encoder at work step by step, on sequences side by side: the middle of a {@link dev.unroll.model.SequenceStream}.
 * Each row that comes out has the bits of the row that {@link SequenceEncoder#forward} would give that step.
 */
public interface EncoderStream {

    /**
     * One step of each sequence.
     *
     * @param input {@code [B, inputSize]} in the order of the batch, read
     * @return {@code [B, outputSize]}, likewise, in a buffer that may be longer; valid until the next step
     */
    float[] step(float[] input);

    /** Forgets one sequence, by its number in the batch: its next step is its first. */
    void restart(int sequence);
}
