package dev.unroll.datasets.image;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link MnistFactory}.
 *
 * @param folder  a folder of yours with the four files of MNIST or Fashion-MNIST, compressed or not; default none: the
 *                10,000 digits that ship with Unroll
 * @param labels  {@code digits} or {@code fashion}: what the ten classes are called; default digits
 * @param reading {@code rows}: 28 steps of 28 pixels; {@code pixels}: 784 steps of 1 pixel; {@code permuted}: pixels in
 *                an order that is random but the same for all; default rows
 * @param parts   shared by all datasets of separate examples; default official for a folder, with a sixth of the
 *                training images to validate on, and stratified for the bundled digits, 0.7 to train and 0.1 to
 *                validate on
 */
public record MnistSpec(String folder, String labels, String reading, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public MnistSpec {
        labels = Check.orElse(labels, "digits");
        Check.oneOf("labels", labels, "digits", "fashion");
        reading = Check.orElse(reading, PictureInputs.READINGS[0]);
        Check.oneOf("reading", reading, PictureInputs.READINGS);
        parts = folder == null ? SplitKeys.complete(parts, 0.7, 0.1, "stratified", "random")
                : SplitKeys.complete(parts, 0.7, parts != null && parts.split() != null
                        && !parts.split().equals("official") ? 0.1 : 1 / 6.0, "official", "stratified", "random");
    }
}
