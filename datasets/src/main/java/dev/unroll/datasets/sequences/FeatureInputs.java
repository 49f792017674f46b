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
}
