package dev.unroll.dataset;

/**
 * A predictor that needs no gradient descent. Its outputs have the form of a model's: components of the value in the units
 * of the targets, or a score per class.
 */
public interface Baseline {

    /** What it does in a few words: {@code last value}. */
    String name();

    /**
     * Outputs for the examples of these indices.
     *
     * @return {@code [indices, K]}, or {@code [indices, T, K]} for a target per step with T the longest length among them;
     *         K is the size of the target
     */
    float[] predict(Part part, int[] indices);
}
