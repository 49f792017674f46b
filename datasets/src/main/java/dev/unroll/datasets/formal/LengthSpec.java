package dev.unroll.datasets.formal;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of the tasks that are trained short and tested long; lengths are of the input string and uniform in their
 * range. The defaults are those of Delétang et al. (2023), whose training examples never end.
 *
 * @param minLength      of training and validation, 1 to 100000; default 1
 * @param maxLength      of training and validation, up to 100000; default 40
 * @param minTestLength  default {@code maxLength} + 1, so that no test length was trained on
 * @param maxTestLength  up to 100000; default 500, or {@code minTestLength} if that is more
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 100000
 * @param validationSize default 1000
 * @param testSize       default 2000
 */
public record LengthSpec(Integer minLength, Integer maxLength, Integer minTestLength, Integer maxTestLength,
        Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    private static final int LONGEST = 100_000;

    public LengthSpec {
        minLength = Check.orElse(minLength, 1);
        maxLength = Check.orElse(maxLength, Math.max(40, minLength));
        Check.between(1, LONGEST, "minLength", minLength);
        Check.between(minLength, LONGEST, "maxLength", maxLength);
        minTestLength = Check.orElse(minTestLength, maxLength + 1);
        maxTestLength = Check.orElse(maxTestLength, Math.max(500, minTestLength));
        trainSize = Check.orElse(trainSize, 100_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_000);
        Check.between(1, LONGEST, "minTestLength", minTestLength);
        Check.between(minTestLength, LONGEST, "maxTestLength", maxTestLength);
        PartSizes.checked(trainSize, validationSize, testSize);
    }
}
