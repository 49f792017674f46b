package dev.unroll.datasets.speech;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link SpokenDataset}.
 *
 * @param trainSize      training examples, all spoken when one is first asked for and then kept, up to 100000; default
 *                       2000
 * @param validationSize up to 100000; default 300
 * @param testSize       up to 100000; default 600
 */
public record SpokenSpec(Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    private static final int MOST = 100_000;

    public SpokenSpec {
        trainSize = Check.orElse(trainSize, 2_000);
        validationSize = Check.orElse(validationSize, 300);
        testSize = Check.orElse(testSize, 600);
        PartSizes.checked(trainSize, validationSize, testSize);
        Check.between(1, MOST, "trainSize", trainSize);
        Check.between(1, MOST, "validationSize", validationSize);
        Check.between(1, MOST, "testSize", testSize);
    }
}
