package dev.unroll.layer;

import dev.unroll.model.Parameter;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients of some parameters over a part of the rows of a batch. A thread that goes through its part forward and
 * backward so sums up what lies in its own cache; parts are added up afterwards, in their order.
 */
public final class GradientSums {

    private final Map<Parameter, float[]> sums = new IdentityHashMap<>();
    private final float[][] all;

    /** Sums for these parameters, all 0. */
    public GradientSums(List<Parameter> parameters) {
        all = new float[parameters.size()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new float[parameters.get(i).size()];
            sums.put(parameters.get(i), all[i]);
        }
    }

    /** The sums of one of the parameters, in the order of its values. */
    public float[] of(Parameter parameter) {
        return sums.get(parameter);
    }

    /** Makes all sums 0. */
    public void clear() {
        for (float[] values : all) {
            Arrays.fill(values, 0f);
        }
    }
}
