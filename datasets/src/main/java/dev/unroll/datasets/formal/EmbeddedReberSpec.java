package dev.unroll.datasets.formal;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link EmbeddedReberDataset}.
 *
 * @param strings        Reber strings embedded in each, 1 to 10000; default 1
 * @param lossOn         {@code all}: every step predicts the next symbol; {@code recall}: only the remembered symbol is
 *                       asked for; default all
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 10000, as in the paper
 */
public record EmbeddedReberSpec(Integer strings, String lossOn, Integer trainSize, Integer validationSize,
        Integer testSize) implements DatasetSpec {

    public EmbeddedReberSpec {
        strings = Check.orElse(strings, 1);
        lossOn = Check.orElse(lossOn, "all");
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 10_000);
        Check.between(1, 10_000, "strings", strings);
        Check.oneOf("lossOn", lossOn, "all", "recall");
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
