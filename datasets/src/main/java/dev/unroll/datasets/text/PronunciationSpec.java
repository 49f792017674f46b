package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link PronunciationFactory}.
 *
 * @param stress whether vowels are told apart by their stress, 0 to 2, too; default {@code true}
 * @param steps  shared by all datasets of separate sequences
 * @param parts  shared by all datasets of separate examples; default grouped by word stem, 0.8 to train and 0.1 to
 *               validate on
 */
public record PronunciationSpec(
        Boolean stress,
        @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public PronunciationSpec {
        stress = Check.orElse(stress, true);
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.8, 0.1, "grouped", "random");
    }
}
