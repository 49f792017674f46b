package dev.unroll.datasets.recall;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;
import java.util.List;

/**
 * Parameters of {@link AssociativeRecallDataset}.
 *
 * @param length         L, steps of every sequence, even, 4 to 1000000; default 64
 * @param pairs          N, pairs in a sequence, one number or several ascending, each 1 to a quarter of {@code length};
 *                       default 4, 8, 16
 * @param vocabulary     V, different symbols, at least two more than twice the most pairs, up to 100000; default 128
 *                       (the paper: 8192)
 * @param power          a, above 0: small for queries that come soon, 1 for places all alike; default 0.01
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 3000, as in the paper
 */
public record AssociativeRecallSpec(Integer length,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> pairs, Integer vocabulary,
        Double power, Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    public AssociativeRecallSpec {
        length = Check.orElse(length, 64);
        vocabulary = Check.orElse(vocabulary, 128);
        power = Check.orElse(power, 0.01);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 3_000);
        Check.between(4, 1_000_000, "length", length);
        if (length % 2 != 0) {
            throw new IllegalArgumentException("length must be even, for queries stand two steps apart; got " + length);
        }
        pairs = Check.ascending(1, length / 4, "pairs", Check.orElse(pairs, List.of(4, 8, 16)));
        Check.between(2 * pairs.get(pairs.size() - 1) + 2, 100_000, "vocabulary", vocabulary);
        Check.range("power", power, 1e-6, 100);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
