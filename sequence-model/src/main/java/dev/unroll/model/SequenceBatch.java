package dev.unroll.model;

/**
 * Sequences that go through a model together. Arrays are batch-major and padded to the longest sequence; what stands in
 * the padding is never read.
 *
 * <p>B sequences, T steps of the longest, F features, K components of a value target. Exactly one of {@code features} and
 * {@code tokens} is present, and exactly one of {@code values} and {@code classes} unless the batch is for prediction only.
 *
 * @param lengths  {@code [B]}, true lengths, each at least 1
 * @param features {@code [B, T, F]} or {@code null}
 * @param tokens   {@code [B, T]}, symbols from 0, or {@code null}
 * @param values   {@code [B, K]}, targets of kind {@code VALUE}, or {@code null}
 * @param classes  {@code [B]} for a class per sequence, {@code [B, T]} for a class per step, or {@code null}
 * @param weights  one weight per target, {@code [B]} or {@code [B, T]} for a class per step, each at least 0; {@code null}
 *                 means that all are 1. A weight of 0 masks its target.
 */
public record SequenceBatch(int[] lengths, float[] features, int[] tokens, float[] values, int[] classes, float[] weights) {

    public SequenceBatch {
        if (lengths.length == 0) {
            throw new IllegalArgumentException("a batch must hold at least one sequence; got none");
        }
        for (int length : lengths) {
            if (length < 1) {
                throw new IllegalArgumentException("every sequence must have at least one step; got length " + length);
            }
        }
        if ((features == null) == (tokens == null)) {
            throw new IllegalArgumentException("a batch must hold either features or tokens; got "
                    + (features == null ? "neither" : "both"));
        }
    }

    /** B, the number of sequences. */
    public int size() {
        return lengths.length;
    }

    /** T, the number of steps of the longest sequence. */
    public int maxLength() {
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
