package dev.unroll.datasets.grammar;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;
import java.util.List;

/**
 * Parameters of {@link CompositionalSentimentDataset}.
 *
 * @param distances      words between a negation or conjunction and what it bears on, one number or several ascending,
 *                       each 0 to 100000; default 0, 4, 16
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 4000
 */
public record CompositionalSentimentSpec(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> distances, Integer trainSize,
        Integer validationSize, Integer testSize) implements DatasetSpec {

    public CompositionalSentimentSpec {
        distances = Check.ascending(0, 100_000, "distances", Check.orElse(distances, List.of(0, 4, 16)));
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 4_000);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
