package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;

/**
 * Parameters of {@link DatesFactory}.
 *
 * @param from           language that the date is said in, in full, with the day of the week; default {@code en}
 * @param to             language that it is to be written in; default {@code de}
 * @param style          {@code full}: with the day of the week, {@code long}, {@code medium} or {@code iso}, such as
 *                       2024-03-31: how it is to be written; default long
 * @param trainSize      training dates, all different; default 10000
 * @param validationSize default 1000
 * @param testSize       default 2000
 * @param steps          shared by all datasets of separate sequences
 */
public record DatesSpec(
        String from,
        String to,
        String style,
        Integer trainSize,
        Integer validationSize,
        Integer testSize,
        @JsonUnwrapped SequenceKeys steps) implements DatasetSpec {

    public DatesSpec {
        from = SaidDates.language("from", Check.orElse(from, "en"));
        to = SaidDates.language("to", Check.orElse(to, "de"));
        style = Check.orElse(style, "long");
        Check.oneOf("style", style, "full", "long", "medium", "iso");
        trainSize = Check.orElse(trainSize, 10_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 2_000);
        Check.atLeast(1, "trainSize", trainSize);
        Check.atLeast(1, "validationSize", validationSize);
        Check.atLeast(1, "testSize", testSize);
        if ((long) trainSize + validationSize + testSize > SaidDates.DAYS) {
            throw new IllegalArgumentException("trainSize, validationSize and testSize must be at most "
                    + SaidDates.DAYS + " days together, those of 1900 to 2099; got " + trainSize + ", " + validationSize
                    + " and " + testSize);
        }
        steps = SequenceKeys.complete(steps, "none");
    }
}
