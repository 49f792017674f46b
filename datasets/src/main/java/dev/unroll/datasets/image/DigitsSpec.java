package dev.unroll.datasets.image;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link DigitsFactory}.
 *
 * @param reading {@code rows}: 8 steps of 8 pixels; {@code pixels}: 64 steps of 1 pixel; {@code permuted}: pixels in an
 *                order that is random but the same for all; default rows
 * @param parts   shared by all datasets of separate examples; default stratified, 0.7 to train and 0.15 to validate on
 */
public record DigitsSpec(String reading, @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public DigitsSpec {
        reading = Check.orElse(reading, PictureInputs.READINGS[0]);
        Check.oneOf("reading", reading, PictureInputs.READINGS);
        parts = SplitKeys.complete(parts, 0.7, 0.15, "stratified", "random");
    }
}
