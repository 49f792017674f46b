package dev.unroll.datasets.recall;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;
import java.util.List;

/**
 * Parameters of {@link DelayedRecallDataset}.
 *
 * @param lags           distractors between cue and query, one number or several ascending, each 0 to 1000000; default
 *                       10, 30, 100
 * @param cues           C, 2 to 1000; default 8
 * @param distractors    D, 1 to 1000; default 8
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 3000
 */
public record DelayedRecallSpec(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> lags, Integer cues,
        Integer distractors, Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    public DelayedRecallSpec {
        lags = Check.ascending(0, 1_000_000, "lags", Check.orElse(lags, List.of(10, 30, 100)));
        cues = Check.orElse(cues, 8);
        distractors = Check.orElse(distractors, 8);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 3_000);
        Check.between(2, 1_000, "cues", cues);
        Check.between(1, 1_000, "distractors", distractors);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
