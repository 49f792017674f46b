package dev.unroll.model;

/**
 * What a trace should hold.
 *
 * @param gradientNorms for each step, the norm of the loss's gradient with respect to the input, and to each state of a
 *                      recurrent model
 * @param states        for each layer and step, what the layer put out, and the inner states that the kind of model has
 * @param attention     for each head of attention and step, the weights of all steps: as much as the square of the
 *         length
 */
public record TraceRequest(boolean gradientNorms, boolean states, boolean attention) {

    public static final TraceRequest GRADIENT_NORMS = new TraceRequest(true, false, false);
    public static final TraceRequest STATES = new TraceRequest(false, true, false);
    public static final TraceRequest ATTENTION = new TraceRequest(false, false, true);
}
