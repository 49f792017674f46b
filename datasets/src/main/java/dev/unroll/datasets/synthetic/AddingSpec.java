package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link AddingDataset}.
 *
 * @param version        {@code one-per-half} (Arjovsky et al. 2016), {@code anywhere} (Bai et al. 2018) or
 *                       {@code original} (Hochreiter &amp; Schmidhuber 1997); default one-per-half
 * @param length         T, steps of every sequence (of the shortest, in the original), 2 (20 in the original) to
 *                       1000000; default 100
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 10000, so that the score of the constant is within 0.004 of its expectation (two
 *                       standard errors)
 */
public record AddingSpec(String version, Integer length, Integer trainSize, Integer validationSize, Integer testSize)
        implements DatasetSpec {

    public AddingSpec {
        version = Check.orElse(version, "one-per-half");
        length = Check.orElse(length, 100);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 10_000);
        Check.oneOf("version", version, "one-per-half", "anywhere", "original");
        if (length < 2) {
            throw new IllegalArgumentException(
                    "length must be at least 2, one step for the marker of each half; got " + length);
        }
        Check.between(version.equals("original") ? 20 : 2, 1_000_000, "length", length);
        PartSizes.checked(trainSize, validationSize, testSize);
    }
}
