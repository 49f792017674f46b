package dev.unroll.model;

import dev.unroll.random.Randomness;

/**
 * A trainable map from sequences to predictions: what every kind of model, on every engine, is behind.
 *
 * <p>A model neither updates its weights (an optimizer does) nor loops over data (a trainer does). It reuses its buffers
 * from call to call, so one instance serves one thread at a time; what a method returns stays valid afterwards.
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
     * Forward, loss and backward of one batch. Overwrites every parameter's gradient with the gradient of the returned loss.
     *
     * @param dropout randomness of this one update
     * @return the weighted mean loss of the batch; the gradient is zero where the batch's weights sum to zero
     */
    double gradients(SequenceBatch batch, Randomness dropout);

    /**
     * As {@link #gradients(SequenceBatch, Randomness)}, but the gradient is that of the loss and the pass's penalty
     * together.
     *
     * @return the loss alone
     * @throws IllegalArgumentException in one sentence, if this model cannot do what the pass asks for
     */
    default double gradients(SequenceBatch batch, TrainingPass pass) {
        if (!pass.activity().isNone()) {
            throw new IllegalArgumentException("activityPenalty and temporalPenalty must be 0 for this kind of model,"
                    + " which shows none of its activity; leave them out");
        }
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
}
