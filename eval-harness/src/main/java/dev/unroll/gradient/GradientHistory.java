package dev.unroll.gradient;

import java.util.List;

/**
 * What a training's gradients were like.
 *
 * @param points at initialization, then every {@code gradientsEvery} updates, and last with the weights that were
 *               tested; no last for a training that did not complete
 * @param norms  of all updates
 */
public record GradientHistory(List<GradientPoint> points, UpdateNorms norms) {

    /** Of a trial that did not get so far. */
    public static final GradientHistory NONE = new GradientHistory(List.of(), UpdateNorms.NONE);

    public GradientHistory {
        points = List.copyOf(points);
    }
}
