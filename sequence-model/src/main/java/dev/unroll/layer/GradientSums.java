package dev.unroll.layer;

import dev.unroll.model.Parameter;
import java.util.Arrays;
import java.util.List;

/**
 * Gradients of some parameters over a part of the rows of a batch. A thread that goes through its part forward and
 * backward so sums up what lies in its own cache; parts are added up afterwards, in their order.
 */
public final class GradientSums {

    private final float[][] sums;
    private List<Parameter> parameters;

    /** Sums for these parameters, all 0. */
    public GradientSums(List<Parameter> parameters) {
        sums = new float[parameters.size()][];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new float[parameters.get(i).size()];
        }
        this.parameters = parameters;
    }

    /**
     * Is from now on for these parameters; what it holds stays.
     *
     * @param parameters as many as before, of the same sizes in the same order
     */
    public void use(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** The sums of one of the parameters, in the order of its values. */
    public float[] of(Parameter parameter) {
        for (int i = 0; i < sums.length; i++) {
            if (parameters.get(i) == parameter) {
                return sums[i];
            }
        }
        throw new IllegalArgumentException("a parameter must be one of those that are summed; got " + parameter.name());
    }

    /** Makes all sums 0. */
    public void clear() {
        for (float[] values : sums) {
            Arrays.fill(values, 0f);
        }
    }
}
