package dev.unroll.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.DoubleStream;

/** Conversions and layouts that tests share. */
public final class Numbers {

    private Numbers() {
    }

    public static float[] toFloat(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    public static double[] toDouble(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The transpose of a row-major {@code [rows, columns]} matrix: PyTorch keeps weights as {@code [out, in]}. */
    public static double[] transpose(double[] matrix, int rows, int columns) {
        double[] transposed = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = matrix[i * columns + j];
            }
        }
        return transposed;
    }

    /** The numbers of nested arrays, row-major. */
    public static double[] flatten(JsonNode node) {
        DoubleStream.Builder numbers = DoubleStream.builder();
        flatten(node, numbers);
        return numbers.build().toArray();
    }

    private static void flatten(JsonNode node, DoubleStream.Builder numbers) {
        if (!node.isArray()) {
            numbers.add(node.doubleValue());
        }
        for (JsonNode child : node) {
            flatten(child, numbers);
        }
    }

    /** Writes doubles into a parameter or buffer of the same size. */
    public static void copy(double[] from, float[] to) {
        if (from.length != to.length) {
            throw new IllegalArgumentException("sizes must be equal; got " + from.length + " and " + to.length);
        }
        for (int i = 0; i < from.length; i++) {
            to[i] = (float) from[i];
        }
    }
}
