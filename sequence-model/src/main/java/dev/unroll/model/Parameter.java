package dev.unroll.model;

import java.util.Arrays;

/**
 * A named tensor that training changes, with its gradient beside it. Optimizers, checkpoints, gradient checks and reports
 * all see a model as a list of these.
 *
 * <p>Values are row-major; a weight that maps {@code in} to {@code out} features has shape {@code [in, out]}.
 */
public final class Parameter {

    private final String name;
    private final int[] shape;
    private final float[] value;
    private final float[] gradient;

    /**
     * @param name  dotted path, unique in its model, such as {@code encoder.layer0.recurrentWeight}
     * @param shape sizes of the dimensions, each at least 1
     */
    public Parameter(String name, int... shape) {
        int size = 1;
        for (int dimension : shape) {
            if (dimension < 1) {
                throw new IllegalArgumentException("every dimension of parameter " + name + " must be at least 1; got "
                        + Arrays.toString(shape));
            }
            size = Math.multiplyExact(size, dimension);
        }
        this.name = name;
        this.shape = shape.clone();
        this.value = new float[size];
        this.gradient = new float[size];
    }

    public String name() {
        return name;
    }

    /** Sizes of the dimensions; a copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public int size() {
        return value.length;
    }

    /** The live values, row-major; whoever writes here changes the model. */
    public float[] value() {
        return value;
    }

    /** The live gradient, laid out as {@link #value()}; layers accumulate into it. */
    public float[] gradient() {
        return gradient;
    }
}
