package dev.unroll.datasets.sequences;

import dev.unroll.datasets.Check;
import dev.unroll.datasets.Scaling;

/**
 * How sequences are prepared: the keys that every dataset of separate sequences takes.
 *
 * @param maxLength    steps beyond which a sequence is cut; default none
 * @param keep         {@code first} or {@code last}: the steps that stay when it is cut; default first
 * @param scaling      {@code standard}, {@code min-max}, {@code robust} or {@code none}: how features are scaled,
 *                     fitted on the training part
 * @param classWeights {@code none}, or {@code balanced}: each target of class k weighs n / (K n_k), n_k of the n
 *                     training targets being of that class, so that all classes weigh the same together; default none
 */
public record SequenceKeys(Integer maxLength, String keep, String scaling, String classWeights) {

    public SequenceKeys {
        if (maxLength != null) {
            Check.between(1, 10_000_000, "maxLength", maxLength);
        }
        keep = Check.orElse(keep, "first");
        Check.oneOf("keep", keep, "first", "last");
        if (scaling != null) {
            Check.oneOf("scaling", scaling, Scaling.kinds());
        }
        classWeights = Check.orElse(classWeights, "none");
        Check.oneOf("classWeights", classWeights, "none", "balanced");
    }

    /** The keys with a kind's default scaling. */
    public static SequenceKeys complete(SequenceKeys keys, String scaling) {
        return complete(keys, scaling, "none");
    }

    /** The keys with a kind's default scaling and weights. */
    public static SequenceKeys complete(SequenceKeys keys, String scaling, String classWeights) {
        return keys == null ? new SequenceKeys(null, null, scaling, classWeights)
                : new SequenceKeys(keys.maxLength, keys.keep, Check.orElse(keys.scaling, scaling), keys.classWeights);
    }
}
