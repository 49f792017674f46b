package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link MultiplicationDataset}.
 *
 * @param length         T, steps of the shortest sequence, 20 to 1000000; default 100
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 10000
 */
public record MultiplicationSpec(Integer length, Integer trainSize, Integer validationSize, Integer testSize)
        implements DatasetSpec {

    public MultiplicationSpec {
        length = Check.orElse(length, 100);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 10_000);
        Check.between(20, 1_000_000, "length", length);
        PartSizes.checked(trainSize, validationSize, testSize);
    }
}
