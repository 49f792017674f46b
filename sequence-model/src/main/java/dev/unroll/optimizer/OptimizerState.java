package dev.unroll.optimizer;

import java.util.Map;

/**
 * What an optimizer remembers between steps, for a checkpoint.
 *
 * @param steps  updates so far
 * @param values by slot and parameter, such as {@code velocity.encoder.layer0.bias}, in a fixed order; laid out as the
 *               parameter. Empty before the first step.
 */
public record OptimizerState(long steps, Map<String, float[]> values) {

    public OptimizerState {
        if (steps < 0) {
            throw new IllegalArgumentException("the number of steps must be at least 0; got " + steps);
        }
    }
}
