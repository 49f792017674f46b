package dev.unroll.gradient;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a training's gradients were like.
 *
 * @param points at initialization, then every {@code gradientsEvery} updates, and last with the weights that were
 *               tested, those of the best update where they are kept; no last for a training that did not complete
 * @param norms  of all updates
 * @param flossings each time that gradients were flossed; empty without flossing
 */
public record GradientHistory(List<GradientPoint> points, UpdateNorms norms,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FlossingPoint> flossings) {

    /** Of a trial that did not get so far. */
    public static final GradientHistory NONE = new GradientHistory(List.of(), UpdateNorms.NONE, null);

    public GradientHistory {
        points = List.copyOf(points);
        flossings = flossings == null ? List.of() : List.copyOf(flossings);
    }
}
