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
    private final Role role;

    private enum Role { PRODUCT, TABLE, BIASES }

    /**
     * @param name  dotted path, unique in its model, such as {@code layer0.recurrentWeight}
     * @param shape sizes of the dimensions, each at least 1
     */
    public Parameter(String name, int... shape) {
        this(Role.PRODUCT, name, shape);
    }

    private Parameter(Role role, String name, int... shape) {
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
        this.role = role;
    }

    /** A table of vectors, {@code [rows, size]}, that are looked up by number, such as an embedding. */
    public static Parameter table(String name, int rows, int size) {
        return new Parameter(Role.TABLE, name, rows, size);
    }

    /** Biases that stand in several dimensions, such as one for each distance and head. */
    public static Parameter biases(String name, int... shape) {
        return new Parameter(Role.BIASES, name, shape);
    }

    public String name() {
        return name;
    }

    /** Sizes of the dimensions; a copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** Whether it is what inputs or states are multiplied with, or looked up: of two or more dimensions, and no biases. */
    public boolean isWeight() {
        return shape.length > 1 && role != Role.BIASES;
    }

    /** Whether rows are looked up, so that each is by itself; what a unit takes in is else a column. */
    public boolean isTable() {
        return role == Role.TABLE;
    }

    /** The size of the last dimension: values of a row. */
    public int lastDimension() {
        return shape[shape.length - 1];
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
