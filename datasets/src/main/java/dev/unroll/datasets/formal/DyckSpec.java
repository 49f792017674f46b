package dev.unroll.datasets.formal;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link DyckDataset}; lengths are even.
 *
 * @param types          n, kinds of bracket, 1 to 1000; default 2
 * @param maxDepth       greatest number of open brackets, 1 to 50000; default 50000, which is no limit
 * @param minLength      of training and validation, 2 to 100000; default 2
 * @param maxLength      of training and validation, up to 100000; default 50
 * @param minTestLength  default {@code maxLength} + 2
 * @param maxTestLength  up to 100000; default 200, or {@code minTestLength} if that is more
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 100000
 * @param validationSize default 1000
 * @param testSize       default 2000
 */
public record DyckSpec(Integer types, Integer maxDepth, Integer minLength, Integer maxLength, Integer minTestLength,
        Integer maxTestLength, Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    private static final int LONGEST = 100_000;

    public DyckSpec {
        types = Check.orElse(types, 2);
        maxDepth = Check.orElse(maxDepth, LONGEST / 2);
        minLength = Check.orElse(minLength, 2);
        maxLength = Check.orElse(maxLength, Math.max(50, minLength));
        minTestLength = Check.orElse(minTestLength, maxLength + 2);
        maxTestLength = Check.orElse(maxTestLength, Math.max(200, minTestLength));
        trainSize = Check.orElse(trainSize, 100_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_000);
        Check.between(1, 1_000, "types", types);
        Check.between(1, LONGEST / 2, "maxDepth", maxDepth);
        even("minLength", Check.between(2, LONGEST, "minLength", minLength));
        even("maxLength", Check.between(minLength, LONGEST, "maxLength", maxLength));
        even("minTestLength", Check.between(2, LONGEST, "minTestLength", minTestLength));
        even("maxTestLength", Check.between(minTestLength, LONGEST, "maxTestLength", maxTestLength));
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    private static void even(String name, int length) {
        if (length % 2 != 0) {
            throw new IllegalArgumentException(name + " must be even, for every bracket closes; got " + length);
        }
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
