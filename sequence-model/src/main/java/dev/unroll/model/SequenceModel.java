package dev.unroll.model;

import dev.unroll.random.Randomness;
import java.util.List;

/**
 * A trainable map from sequences to predictions: what every kind of model, on every engine, is behind.
 *
 * <p>A model neither updates its weights (an optimizer does) nor loops over data (a trainer does). It reuses its
 * buffers from call to call, so one instance serves one thread at a time; what a method returns stays valid afterwards.
 */
public interface SequenceModel {

    ModelSpec spec();

    /** What goes in, what comes out and what is minimized. */
    Task task();

    /** All that training changes, in a fixed order. */
    Parameters parameters();

    /** The outputs for a batch, without dropout. Targets of the batch are not read. */
    Predictions predict(SequenceBatch batch);

    /**
     * Forward, loss and backward of one batch. Overwrites every parameter's gradient with the gradient of the returned
     * loss.
     *
     * @param dropout randomness of this one update
     * @return the weighted mean loss of the batch; the gradient is zero where the batch's weights sum to zero
     */
    double gradients(SequenceBatch batch, Randomness dropout);

    /**
     * As {@link #gradients(SequenceBatch, Randomness)}, but the gradient is that of the loss and the pass's penalty
     * together, and sequences start from the pass's state, if it has one.
     *
     * @return the loss alone
     * @throws IllegalArgumentException in one sentence, if this model cannot do what the pass asks for
     */
    default double gradients(SequenceBatch batch, TrainingPass pass) {
        if (!pass.activity().isNone()) {
            throw new IllegalArgumentException("activityPenalty and temporalPenalty must be 0 for this kind of model,"
                    + " which shows none of its activity; leave them out");
        }
        ModelStates.requireNone(pass.state());
        return gradients(batch, pass.dropout());
    }

    /** What the penalty on activity came to in the latest {@link #gradients(SequenceBatch, TrainingPass) gradients}. */
    default double activityPenalty() {
        return 0;
    }

    /**
     * What happens inside for one batch, without dropout: forward, loss and backward as in {@link #gradients}, whose
     * effect on the parameters' gradients it shares.
     */
    Trace trace(SequenceBatch batch, TraceRequest request);

    /**
     * How one output of each sequence changes with its input, without dropout. Overwrites the parameters' gradients;
     * targets of the batch are not read.
     *
     * @param steps   {@code [B]}, the step whose output is meant, for a target per step; not read for one per sequence
     * @param outputs {@code [B]}, which of the values that the model puts out
     * @param scale   what the input, features or embeddings, is multiplied by before it goes in: 1 for the input as it
     *                is
     * @throws IllegalArgumentException in one sentence, if this model does not tell
     */
    default InputGradients inputGradients(SequenceBatch batch, int[] steps, int[] outputs, float scale) {
        throw new IllegalArgumentException("this kind of model does not tell how its outputs change with its input;"
                + " choose another, or an explanation that only asks for predictions");
    }

    /**
     * A state by which sequences can go on from one batch to the next.
     *
     * @throws IllegalArgumentException in one sentence, if this model cannot carry one
     */
    default ModelState newState(int batchSize) {
        throw ModelStates.refusal();
    }

    /**
     * The outputs for a batch whose sequences start from a state.
     *
     * @param state overwritten by where they end
     */
    default Predictions predict(SequenceBatch batch, ModelState state) {
        ModelStates.requireNone(state);
        return predict(batch);
    }

    /**
     * Takes the pass's state through a batch as {@link #gradients} would, with dropout, but without loss or backward.
     */
    default void advance(SequenceBatch batch, TrainingPass pass) {
        throw ModelStates.refusal();
    }

    /**
     * The recurrences of the layers from the input up, outside training, with the weights of this moment and what each
     * layer reads for a batch, which is taken as given: a layer's state depends on its own earlier states alone. A layer
     * that reads both ways has two; a kind of model that hands no state from step to step, or does not show it, none.
     *
     * @throws IllegalArgumentException in one sentence, if an option of this model is in the way
     */
    default List<Recurrence> recurrences(SequenceBatch batch) {
        return List.of();
    }

    /**
     * Step-by-step inference on this many sequences side by side. Costs about as much as making the model.
     *
     * @throws IllegalArgumentException in one sentence, if this model cannot read step by step
     */
    default SequenceStream stream(int batchSize) {
        throw new IllegalArgumentException("this kind of model cannot read step by step; give predict whole sequences");
    }
}
