package dev.unroll.exchange;

import dev.unroll.model.Parameter;

/**
 * Values that another framework's tensor and one of our parameters have in common: a grid of them, whose value (r, c)
 * stands at {@code start + r rowStride + c columnStride} of either.
 *
 * @param parameter whose values they are
 * @param tensor    where they stand in the tensor
 * @param ours      where they stand in the parameter
 * @param addend    whether the tensor's values are added to what another tensor says, as second biases are; going out,
 *                  such values are 0
 */
public record Piece(Parameter parameter, int rows, int columns, Grid tensor, Grid ours, boolean addend) {

    /** Where values stand in a row-major array. */
    public record Grid(int start, int rowStride, int columnStride) {

        int index(int row, int column) {
            return start + row * rowStride + column * columnStride;
        }
    }

    /** {@code count} values in a row. */
    static Piece row(Parameter parameter, int count, int tensorStart, int start, boolean addend) {
        return new Piece(parameter, 1, count, new Grid(tensorStart, 0, 1), new Grid(start, 0, 1), addend);
    }

    /** From the tensor, read, to the parameter's value: set, or added to if this is an addend. */
    void receive(float[] values) {
        float[] value = parameter.value();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                float received = values[tensor.index(r, c)];
                if (!addend) {
                    value[ours.index(r, c)] = received;
                } else if (received != 0) {
                    // Not even the sign of a zero changes by what was written as 0.
                    value[ours.index(r, c)] += received;
                }
            }
        }
    }

    /** From the parameter's value, read, to the tensor, which was all 0: set, or left if this is an addend. */
    void send(float[] values) {
        if (addend) {
            return;
        }
        float[] value = parameter.value();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                values[tensor.index(r, c)] = value[ours.index(r, c)];
            }
        }
    }

    /** Counts in {@code tensorCounts} and {@code ourCounts} how often each value is spoken of; ours but for addends. */
    void count(int[] tensorCounts, int[] ourCounts) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                tensorCounts[tensor.index(r, c)]++;
                if (!addend) {
                    ourCounts[ours.index(r, c)]++;
                }
            }
        }
    }
}
