package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link FirstNamesFactory}.
 *
 * @param both  {@code drop} the 419 names that both bear, or {@code keep} them as a class of their own; default drop
 * @param text  shared by all datasets of text; default unit character
 * @param steps shared by all datasets of separate sequences
 * @param parts shared by all datasets of separate examples; default stratified, 0.7 to train and 0.15 to validate on
 */
public record FirstNamesSpec(
        String both,
        @JsonUnwrapped TextKeys text,
        @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public FirstNamesSpec {
        both = Check.orElse(both, "drop");
        Check.oneOf("both", both, "drop", "keep");
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "stratified", "random");
    }

    LabelledTexts.Preparation preparation() {
        return new LabelledTexts.Preparation(text, steps, parts);
    }
}
