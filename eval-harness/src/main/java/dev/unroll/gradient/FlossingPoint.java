package dev.unroll.gradient;

/**
 * One time that gradients were flossed: the loss of {@link FlossingLoss}, the mean squared distance of Lyapunov exponents
 * from their target in (nats per step)², each over the sequences of one update of flossing.
 *
 * @param update training updates made before; 0 for before training
 * @param before the loss in the first update of flossing, before it
 * @param after  the loss in the last one, before it
 */
public record FlossingPoint(int update, double before, double after) {
}
