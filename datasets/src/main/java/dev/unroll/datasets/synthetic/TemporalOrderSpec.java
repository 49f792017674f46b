package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link TemporalOrderDataset} without noise.
 *
 * @param symbols        relevant symbols, 2 (experiment 6a) or 3 (6b); default 2
 * @param length         T, steps of the shortest sequence, 20 to 1000000; default 100
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 2560, as in the paper
 */
public record TemporalOrderSpec(Integer symbols, Integer length, Integer trainSize, Integer validationSize,
        Integer testSize) implements DatasetSpec {

    public TemporalOrderSpec {
        symbols = Check.orElse(symbols, 2);
        length = Check.orElse(length, 100);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_560);
        Check.between(2, 3, "symbols", symbols);
        Check.between(20, 1_000_000, "length", length);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
