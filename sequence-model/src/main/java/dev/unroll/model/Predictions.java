package dev.unroll.model;

/**
 * The outputs for one batch, in the order of the batch: values, or unnormalized scores per class.
 *
 * @param batchSize  B
 * @param steps      predictions per sequence: the batch's longest length for a target per step, else 1
 * @param outputSize K, see {@link Task#outputSize}
 * @param values     {@code [B, steps, K]}; zero past a sequence's length
 */
public record Predictions(int batchSize, int steps, int outputSize, float[] values) {

    public float value(int sequence, int step, int output) {
        return values[(sequence * steps + step) * outputSize + output];
    }

    /** The class with the greatest score; the lowest index among equals. */
    public int argMax(int sequence, int step) {
        int from = (sequence * steps + step) * outputSize;
        int best = 0;
        for (int k = 1; k < outputSize; k++) {
            if (values[from + k] > values[from + best]) {
                best = k;
            }
        }
        return best;
    }
}
