package dev.unroll.layer;

import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import java.util.List;

/**
 * The middle of a native model, in which models differ: turns a vector per step into a vector per step, seeing the other
 * steps of the same sequence and nothing else.
 *
 * <p>Activations are {@code [rows, features]}, contiguous, one row per real step, laid out as {@link #rowOrder} asks. An
 * encoder owns its buffers, makes them once per shape, and keeps what backward needs until the next forward.
 */
public interface SequenceEncoder {

    /** How this encoder wants its rows. */
    RowLayout.Order rowOrder();

    /** Features of a row that goes in. */
    int inputSize();

    /** Features of a row that comes out. */
    int outputSize();

    /**
     * How many features at the end of a row that comes out belong to a reading of the sequence backwards: what they are
     * after the whole sequence stands in the row of its first step, not its last.
     */
    default int reversedSize() {
        return 0;
    }

    /** Parameters in a fixed order, their names without a prefix: {@code layer0.recurrentWeight}. */
    List<Parameter> parameters();

    /**
     * @param input {@code [rows, inputSize]}, read; must stay unchanged until backward is done
     * @return {@code [rows, outputSize]}, in a buffer of this encoder's that may be longer; valid until the next forward
     */
    float[] forward(RowLayout layout, float[] input, Pass pass);

    /**
     * Backward of the latest forward.
     *
     * @param dOutput {@code [rows, outputSize]}, read; may be overwritten as scratch space
     * @param dInput  {@code [rows, inputSize]}, overwritten; {@code null} if not wanted
     */
    void backward(RowLayout layout, float[] dOutput, float[] dInput);

    /** Reports the inner states of the latest forward, each by its name. */
    void states(RowLayout layout, StateVisitor visitor);

    /** Receives inner states. */
    @FunctionalInterface
    interface StateVisitor {
        /**
         * @param name   such as {@code layer0.forgetGate}
         * @param size   values per row
         * @param values {@code values[offset + row * stride + i]}, read before this call returns
         */
        void visit(String name, int size, float[] values, int offset, int stride);
    }
}
