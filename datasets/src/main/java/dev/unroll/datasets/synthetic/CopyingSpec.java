package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;

/**
 * Parameters of {@link CopyingDataset}.
 *
 * @param lag            steps from the last symbol to the first recalled one, less one: the paper's T; 1 to 1000000;
 *                       default 50
 * @param copyLength     S, symbols to remember, 1 to 100000; default 10
 * @param alphabet       A, different symbols, 2 to 1000; default 8
 * @param lossOn         {@code recall}: weight 1 for the recalled symbols and 0 elsewhere; {@code all}: weight 1 at
 *                       every step, as in the paper; default recall
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 2000
 */
public record CopyingSpec(Integer lag, Integer copyLength, Integer alphabet, String lossOn, Integer trainSize,
        Integer validationSize, Integer testSize) implements DatasetSpec {

    public CopyingSpec {
        lag = Check.orElse(lag, 50);
        copyLength = Check.orElse(copyLength, 10);
        alphabet = Check.orElse(alphabet, 8);
        lossOn = Check.orElse(lossOn, "recall");
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_000);
        Check.between(1, 1_000_000, "lag", lag);
        Check.between(1, 100_000, "copyLength", copyLength);
        Check.between(2, 1_000, "alphabet", alphabet);
        Check.oneOf("lossOn", lossOn, "recall", "all");
        Check.atLeast(1, "trainSize", trainSize);
        Check.atLeast(1, "validationSize", validationSize);
        Check.atLeast(1, "testSize", testSize);
    }

    /** Steps of every sequence: the symbols, the lag and the recall. */
    int length() {
        return lag + 2 * copyLength;
    }
}
