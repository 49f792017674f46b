package dev.unroll.layer;

import dev.unroll.engine.RowLayout;
import dev.unroll.model.ModelState;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import java.util.List;

/**
 * The middle of a native model, in which models differ: turns a vector per step into a vector per step, seeing the
 * other steps of the same sequence and nothing else.
 *
 * <p>Activations are {@code [rows, features]}, contiguous, one row per real step, laid out as {@link #rowOrder} asks.
 * An encoder owns its buffers, makes them once per shape, and keeps what backward needs until the next forward.
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
     * @return {@code [rows, outputSize]}, in a buffer of this encoder's that may be longer; valid until the next
     * forward
     */
    float[] forward(RowLayout layout, float[] input, Pass pass);

    /**
     * A state by which sequences can go on from one batch to the next.
     *
     * @throws IllegalArgumentException in one sentence, if this encoder cannot carry one
     */
    default ModelState newState(int batchSize) {
        throw new IllegalArgumentException("this kind of model carries no state from one batch to the next; give it"
                + " whole sequences");
    }

    /**
     * As {@link #forward(RowLayout, float[], Pass) forward}, but from a state of this encoder's. In backward nothing
     * flows into it.
     *
     * @param state overwritten by the state after each sequence's own last step
     */
    default float[] forward(RowLayout layout, float[] input, ModelState state, Pass pass) {
        throw new IllegalArgumentException("a state must come from newState of this encoder, which has none");
    }

    /**
     * This encoder at work step by step, with its weights of this moment, outside training. It works in this encoder's
     * own buffers: once there is a stream, nothing else may be asked of the encoder.
     *
     * @throws IllegalArgumentException in one sentence, if this encoder cannot read step by step
     */
    default EncoderStream stream(int batchSize) {
        throw new IllegalArgumentException("this kind of model cannot read step by step; give predict whole sequences");
    }

    /**
     * Backward of the latest forward.
     *
     * @param dOutput {@code [rows, outputSize]}, read; may be overwritten as scratch space
     * @param dInput  {@code [rows, inputSize]}, overwritten; {@code null} if not wanted
     */
    void backward(RowLayout layout, float[] dOutput, float[] dInput);

    /** Reports the inner states of the latest forward, each by its name. */
    void states(RowLayout layout, StateVisitor visitor);

    /**
     * Reports the weights of attention in the latest forward, for each head by its name as many values per row as the
     * longest sequence has steps; nothing for encoders without attention.
     */
    default void attention(RowLayout layout, StateVisitor visitor) {
    }

    /**
     * The recurrences of the layers in the latest forward, which must have been outside training, from the input up; none
     * where no state goes from step to step.
     *
     * @throws IllegalArgumentException in one sentence, if an option of this encoder is in the way
     */
    default List<Recurrence> recurrences(RowLayout layout) {
        return List.of();
    }

    /**
     * Says whether the backward passes to come keep, for each inner state, the norm of the loss's gradient with respect
     * to it, for {@link #gradientNorms}; at first they do not, and it costs them nothing.
     */
    default void keepGradientNorms(boolean keep) {
    }

    /**
     * Reports the norms that the latest backward kept, one value per row, each by the name of its state; nothing for
     * encoders that carry no state from step to step.
     */
    default void gradientNorms(RowLayout layout, StateVisitor visitor) {
    }

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
