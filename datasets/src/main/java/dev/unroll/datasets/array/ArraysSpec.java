package dev.unroll.datasets.array;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link ArraysFactory}.
 *
 * @param path    inputs: an IDX or .npy file, or a .npz with inputs and labels; of dimensions examples, steps and
 *                features, the last of which may be left out where it is 1
 * @param labels  labels: an IDX or .npy file; must be left out for a .npz
 * @param x       inputs in the .npz; default {@code x}
 * @param y       labels in the .npz; default {@code y}
 * @param lengths true lengths of the sequences, a file or a member of the .npz; default none: all steps count
 * @param target  {@code class}: a whole number per example, or per step where labels have steps; {@code value}: one or
 *                more numbers per example; default class for whole numbers, else value
 * @param steps   shared by all datasets of separate sequences; scaling default standard
 * @param parts   shared by all datasets of separate examples; default random, 0.7 to train and 0.15 to validate on
 */
public record ArraysSpec(String path, String labels, String x, String y, String lengths, String target,
        @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public ArraysSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name an IDX, .npy or .npz file; got none");
        }
        if (path.endsWith(".npz") == (labels != null)) {
            throw new IllegalArgumentException("labels must name a file unless path is a .npz, which holds them; got "
                    + labels + " with " + path);
        }
        x = Check.orElse(x, "x");
        y = Check.orElse(y, "y");
        if (target != null) {
            Check.oneOf("target", target, "class", "value");
        }
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "random", "stratified", "ordered");
    }
}
