package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link SpliceJunctionsFactory}.
 *
 * @param text  shared by all datasets of text; default unit character
 * @param steps shared by all datasets of separate sequences
 * @param parts shared by all datasets of separate examples; default stratified, 0.7 to train and 0.15 to validate on
 */
public record SpliceJunctionsSpec(
        @JsonUnwrapped TextKeys text,
        @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public SpliceJunctionsSpec {
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "stratified", "random");
    }

    LabelledTexts.Preparation preparation() {
        return new LabelledTexts.Preparation(text, steps, parts);
    }
}
