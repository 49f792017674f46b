package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;

/**
 * Parameters of {@link AddingDataset}.
 *
 * @param length         T, steps of every sequence, 2 to 1000000; default 100
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 10000, so that the score of the constant is within 0.004 of its expectation (two
 *                       standard errors)
 */
public record AddingSpec(Integer length, Integer trainSize, Integer validationSize, Integer testSize)
        implements DatasetSpec {

    public AddingSpec {
        length = Check.orElse(length, 100);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 10_000);
        if (length < 2) {
            throw new IllegalArgumentException(
                    "length must be at least 2, one step for the marker of each half; got " + length);
        }
        Check.between(2, 1_000_000, "length", length);
        Check.atLeast(1, "trainSize", trainSize);
        Check.atLeast(1, "validationSize", validationSize);
        Check.atLeast(1, "testSize", testSize);
    }
}
