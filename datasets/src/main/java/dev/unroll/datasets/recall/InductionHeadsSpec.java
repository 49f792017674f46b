package dev.unroll.datasets.recall;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parameters of {@link InductionHeadsDataset}.
 *
 * @param length         L of training and validation, 3 to 1000000; default 256
 * @param testLengths    L of the test part, one number or several ascending, each 3 to 1000000; default 64, 128, 256,
 *                       512, 1024
 * @param alphabet       A, symbols with the special one, 3 to 1000; default 16
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 2000
 */
public record InductionHeadsSpec(Integer length,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> testLengths, Integer alphabet,
        Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    public InductionHeadsSpec {
        length = Check.orElse(length, 256);
        testLengths = Check.ascending(3, 1_000_000, "testLengths",
                Check.orElse(testLengths, List.of(64, 128, 256, 512, 1024)));
        alphabet = Check.orElse(alphabet, 16);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_000);
        Check.between(3, 1_000_000, "length", length);
        Check.between(3, 1_000, "alphabet", alphabet);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }

    /** Of all parts, ascending. */
    List<Integer> allLengths() {
        return Stream.concat(Stream.of(length), testLengths.stream()).distinct().sorted().toList();
    }
}
