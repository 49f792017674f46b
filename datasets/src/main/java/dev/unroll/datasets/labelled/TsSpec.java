package dev.unroll.datasets.labelled;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link TsFactory}.
 *
 * @param path     a .ts file, such as {@code GunPoint_TRAIN.ts}
 * @param testPath the .ts file of the published test part; default none: path is split
 * @param steps    shared by all datasets of separate sequences; scaling default standard
 * @param parts    shared by all datasets of separate examples; default official where testPath is given, with a fifth
 *                 of the training examples to validate on, else random, 0.7 to train and 0.15 to validate on
 */
public record TsSpec(String path, String testPath, @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public TsSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a .ts file; got none");
        }
        steps = SequenceKeys.complete(steps, "standard");
        parts = testPath == null ? SplitKeys.complete(parts, 0.7, 0.15, "random", "stratified")
                : SplitKeys.complete(parts, 0.7, 0.2, "official", "random", "stratified");
    }
}
