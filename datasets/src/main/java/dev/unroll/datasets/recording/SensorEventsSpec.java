package dev.unroll.datasets.recording;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link SensorEventsFactory}.
 *
 * @param window readings per sequence; sequences do not overlap; default 32
 * @param steps  shared by all datasets of separate sequences; scaling default standard
 * @param parts  shared by all datasets of separate examples; default official: motes 1 and 2 to train, 3 and 4 to test
 */
public record SensorEventsSpec(Integer window, @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public SensorEventsSpec {
        window = Check.orElse(window, 32);
        Check.between(1, 4_000, "window", window);
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.6, 0.25, "official", "stratified");
    }
}
