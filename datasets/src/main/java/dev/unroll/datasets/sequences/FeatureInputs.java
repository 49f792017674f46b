package dev.unroll.datasets.sequences;

import dev.unroll.datasets.Scaling;
import java.util.List;

/** Sequences of F numbers at each step, in the data's own units. */
public non-sealed interface FeatureInputs extends Inputs {

    /** {@code [F]}, the names of the features. */
    List<String> names();

    /** The scaling of every feature where its range is known beforehand; {@code null} where it must be fitted. */
    default Scaling knownScaling() {
        return null;
    }

    /**
     * Reads some steps of an example.
     *
     * @param into {@code [steps, F]}, overwritten from its beginning
     */
    void read(int example, int from, int steps, double[] into);

    /**
     * Reads some steps of an example as models see them.
     *
     * @param scalings {@code [F]}
     * @param scratch  at least {@code [steps, F]}, overwritten
     * @param into     {@code [steps, F]} are overwritten from {@code at}
     */
    default void readScaled(int example, int from, int steps, Scaling[] scalings, double[] scratch, float[] into,
            int at) {
        read(example, from, steps, scratch);
        int size = scalings.length;
        for (int f = 0; f < size; f++) {
            Scaling scaling = scalings[f];
            for (int i = f; i < steps * size; i += size) {
                into[at + i] = scaling.scaled(scratch[i]);
            }
        }
    }
}
