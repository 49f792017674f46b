package dev.unroll.datasets.image;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;

/**
 * Parameters of {@link DigitsDataset}.
 *
 * @param reading            {@code rows}: 8 steps of 8 pixels; {@code pixels}: 64 steps of 1 pixel; default rows
 * @param trainFraction      share of the examples of each digit to train on; default 0.7
 * @param validationFraction share of the examples of each digit to validate on, the rest being the test part; default
 *                           0.15
 */
public record DigitsSpec(String reading, Double trainFraction, Double validationFraction) implements DatasetSpec {

    public DigitsSpec {
        reading = Check.orElse(reading, "rows");
        trainFraction = Check.orElse(trainFraction, 0.7);
        validationFraction = Check.orElse(validationFraction, 0.15);
        Check.oneOf("reading", reading, "rows", "pixels");
        if (!(trainFraction > 0 && trainFraction < 1)) {
            throw new IllegalArgumentException("trainFraction must be above 0 and below 1; got " + trainFraction);
        }
        if (!(validationFraction > 0 && trainFraction + validationFraction < 1)) {
            throw new IllegalArgumentException("validationFraction must be above 0 and leave examples for the test, "
                    + "below 1 together with trainFraction; got " + validationFraction + " with trainFraction "
                    + trainFraction);
        }
    }
}
