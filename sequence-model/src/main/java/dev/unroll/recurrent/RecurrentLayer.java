package dev.unroll.recurrent;

import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import java.util.Arrays;
import java.util.List;

/**
 * One layer that goes through a sequence step by step and carries a state from each step to the next.
 *
 * <p>Legend: R rows, one per real step, time-major; B sequences; I inputs; H hidden units; S values of a state, the
 * hidden state first. States of a batch are {@code [B, S]} in the order of the batch. A layer owns its buffers and
 * keeps what backward needs until the next forward.
 */
public interface RecurrentLayer {

    /** I. */
    int inputSize();

    /** H, also what a row of the output holds. */
    int hiddenSize();

    /**
     * How many values at the end of an output row come from reading the sequence backwards, so that their last state is
     * that of step 0.
     */
    default int reversedSize() {
        return 0;
    }

    /** S. */
    int stateSize();

    /** In a fixed order, named {@code LAYER.inputWeight} and so on. */
    List<Parameter> parameters();

    /**
     * The state that sequences start from where none is given: zero, unless it is learned.
     *
     * @param state {@code [S]} from {@code offset}, overwritten
     */
    default void initialState(float[] state, int offset) {
        Arrays.fill(state, offset, offset + stateSize(), 0f);
    }

    /**
     * Takes in the parameters' present values for the passes to come; must follow every change of them.
     *
     * @param pass what the passes are for; in training, weights that are themselves random are drawn from it
     */
    void pack(Pass pass);

    /**
     * Goes through the sequences with the weights of the latest {@link #pack}.
     *
     * @param input        {@code [R, I]}, read; must stay unchanged until backward is done
     * @param initialState {@code [B, S]}, read; {@code null} means {@link #initialState} for each sequence
     * @param pass         what the pass is for
     * @return hidden states {@code [R, H]}, in a buffer of this layer's that may be longer; valid until the next
     *         forward, and to be left unchanged until backward is done
     */
    float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass);

    /** {@link #pack} and {@link #forward(RowLayout, float[], float[], Pass) forward} outside training. */
    default float[] forward(RowLayout layout, float[] input, float[] initialState) {
        pack(Pass.EVALUATION);
        return forward(layout, input, initialState, Pass.EVALUATION);
    }

    /**
     * The state after each sequence's last step, of the latest forward.
     *
     * @param state {@code [B, S]}, overwritten
     */
    void finalState(RowLayout layout, float[] state);

    /**
     * Backward of the latest forward; accumulates the parameters' gradients.
     *
     * @param dOutput       {@code [R, H]}, read and overwritten as scratch space
     * @param dFinalState   {@code [B, S]}, read; {@code null} means zero
     * @param dInput        {@code [R, I]}, overwritten; {@code null} if not wanted
     * @param dInitialState {@code [B, S]}, overwritten; {@code null} if not wanted
     */
    void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput, float[] dInitialState);

    /**
     * The recurrence in the latest forward, which must have been outside training; two where the layer reads both ways.
     *
     * @throws IllegalArgumentException in one sentence, if it cannot be told
     */
    default List<Recurrence> recurrences(RowLayout layout) {
        throw new IllegalArgumentException("this kind of layer does not tell its recurrence; ask for those of kinds"
                + " lstm, gru and rnn");
    }

    /** Reports the inner states of the latest forward, before its backward, each by its name. */
    void states(RowLayout layout, StateVisitor visitor);

    /**
     * Says whether the backward passes to come keep, for each inner state, the norm of the loss's gradient with respect
     * to it, for {@link #gradientNorms}; at first they do not, and it costs them nothing.
     */
    default void keepGradientNorms(boolean keep) {
    }

    /**
     * Reports the norms that the latest backward kept, one value per row, each by the name of its state; nothing for
     * layers that keep none.
     */
    default void gradientNorms(RowLayout layout, StateVisitor visitor) {
    }
}
