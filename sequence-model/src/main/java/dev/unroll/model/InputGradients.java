package dev.unroll.model;

import dev.unroll.model.Trace.StepValues;

/**
 * How one output of each sequence of a batch changes with what the steps of the sequence hold.
 *
 * @param outputs  {@code [B]}, the values of the outputs asked for
 * @param input    what each step holds: its feature vector, or its embedding for tokens; not scaled
 * @param gradient of the output with respect to that, where it is scaled as asked for; of the same shape
 */
public record InputGradients(float[] outputs, StepValues input, StepValues gradient) {
}
