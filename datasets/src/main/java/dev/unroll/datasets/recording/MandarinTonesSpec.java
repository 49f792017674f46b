package dev.unroll.datasets.recording;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link MandarinTonesFactory}.
 *
 * @param pitch whether the fundamental frequency and the voicing are features too, which give the tones away; default
 *              {@code false}, the graded task
 * @param steps shared by all datasets of separate sequences; scaling default standard
 * @param parts shared by all datasets of separate examples; default grouped by syllable, 0.7 to train and 0.15 to
 *              validate on
 */
public record MandarinTonesSpec(Boolean pitch, @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public MandarinTonesSpec {
        pitch = Check.orElse(pitch, false);
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "grouped", "stratified");
    }
}
