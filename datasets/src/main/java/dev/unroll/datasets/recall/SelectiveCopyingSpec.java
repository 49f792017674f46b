package dev.unroll.datasets.recall;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;
import java.util.List;

/**
 * Parameters of {@link SelectiveCopyingDataset}.
 *
 * @param lengths        L, steps among which the symbols are scattered, one number or several ascending, each
 *                       {@code copyLength} to 1000000; default 256 (the paper: 4096)
 * @param copyLength     S, symbols to remember, 1 to 100000; default 16
 * @param alphabet       A, different symbols, 2 to 1000; default 14
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 2000
 */
public record SelectiveCopyingSpec(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> lengths, Integer copyLength,
        Integer alphabet, Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    public SelectiveCopyingSpec {
        copyLength = Check.orElse(copyLength, 16);
        alphabet = Check.orElse(alphabet, 14);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_000);
        Check.between(1, 100_000, "copyLength", copyLength);
        lengths = Check.ascending(copyLength, 1_000_000, "lengths", Check.orElse(lengths, List.of(256)));
        Check.between(2, 1_000, "alphabet", alphabet);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
