package dev.unroll.model;

import java.util.Map;

/**
 * What happened inside a model for one batch.
 *
 * @param loss          the weighted mean loss of the batch
 * @param gradientNorms by name, the Euclidean norm of the loss's gradient at each step, size 1: {@code input} is the
 *                      gradient with respect to what the step holds, its feature vector, or its embedding for tokens; this
 *                      is the one measure that all kinds of model share. A recurrent model has one for each state of each
 *                      layer besides, {@code layer0.hidden} and so on: the gradient of all that comes of the state, in
 *                      later steps too. Empty unless requested.
 * @param states        by name, such as {@code layer0.forgetGate}, the values at each step; attention's weights, such as
 *                      {@code layer0.attention.head0}, have for each step the weight of every step, 0 for those it does
 *                      not see. Empty unless requested.
 */
public record Trace(double loss, Map<String, StepValues> gradientNorms, Map<String, StepValues> states) {

    public static final String INPUT = "input";

    /**
     * Values at every step of every sequence of a batch, in the order of the batch.
     *
     * @param batchSize B
     * @param steps     T, steps of the longest sequence
     * @param size      values per step
     * @param values    {@code [B, T, size]}; zero past a sequence's length
     */
    public record StepValues(int batchSize, int steps, int size, float[] values) {

        public float value(int sequence, int step, int index) {
            return values[(sequence * steps + step) * size + index];
        }
    }
}
