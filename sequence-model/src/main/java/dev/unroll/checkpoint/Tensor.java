package dev.unroll.checkpoint;

import java.util.Arrays;

/**
 * A named array in a file.
 *
 * @param shape  sizes of the dimensions, each at least 0; none for a single number
 * @param values row-major
 */
public record Tensor(String name, int[] shape, float[] values) {

    public Tensor {
        long size = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("every dimension of tensor " + name + " must be at least 0; got "
                        + Arrays.toString(shape));
            }
            size = Math.multiplyExact(size, dimension);
        }
        if (size != values.length) {
            throw new IllegalArgumentException("tensor " + name + " of shape " + Arrays.toString(shape)
                    + " must hold " + size
                    + " values; got " + values.length);
        }
    }
}
