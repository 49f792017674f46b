package dev.unroll.datasets.recording;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link VowelsFactory}.
 *
 * @param steps shared by all datasets of separate sequences; scaling default standard
 * @param parts shared by all datasets of separate examples; default official, with a quarter of the training speakers
 *              to validate on
 */
public record VowelsSpec(@JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public VowelsSpec {
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.6, 0.25, "official", "grouped");
    }
}
