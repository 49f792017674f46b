package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of {@link TemporalOrderDataset} with noise.
 *
 * @param noise          standard deviation of the noise on each feature, 0 to 10; default 0.3
 * @param symbols        relevant symbols, 2 or 3; default 2
 * @param length         T, steps of the shortest sequence, 20 to 1000000; default 100
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 2560
 */
public record NoisyTemporalOrderSpec(Double noise, Integer symbols, Integer length, Integer trainSize,
        Integer validationSize, Integer testSize) implements DatasetSpec {

    public NoisyTemporalOrderSpec {
        noise = Check.orElse(noise, 0.3);
        symbols = Check.orElse(symbols, 2);
        length = Check.orElse(length, 100);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_560);
        Check.range("noise", noise, 0, 10);
        Check.between(2, 3, "symbols", symbols);
        Check.between(20, 1_000_000, "length", length);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
