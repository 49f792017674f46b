package dev.unroll.metric;

import dev.unroll.dataset.TargetSlice;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.dataset.ValidTime;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import java.util.Map;
import java.util.Optional;

/**
 * Sums of errors over a part of a dataset, batch by batch. Each target's error is computed apart and added in double in
 * the order of the examples, so the size of the batches changes no bit.
 *
 * <p>The loss weighs targets as training does. Every metric counts each target whose weight is above 0 once: weights
 * say what to learn from, not what a mistake is worth. A part without any such target has NaN everywhere.
 */
public sealed interface Scores permits ValueScores, ClassScores {

    /** Nothing added yet. */
    static Scores of(Task task, Optional<TargetUnits> units, Optional<ValidTime> validTime) {
        if (task.loss() instanceof CrossEntropy crossEntropy) {
            return new ClassScores(task.target(), crossEntropy);
        }
        return new ValueScores(task.target(), (ValueLoss) task.loss(), units, validTime,
                new TargetSlice("", 0, task.target().size()));
    }

    /** The same of some components of a value target alone. */
    static Scores of(Task task, Optional<TargetUnits> units, TargetSlice slice) {
        return new ValueScores(task.target(), (ValueLoss) task.loss(), units, Optional.empty(), slice);
    }

    /**
     * Adds a batch.
     *
     * @param batch   with targets
     * @param outputs for it, of a model or of a baseline
     */
    default void add(SequenceBatch batch, Predictions outputs) {
        for (int b = 0; b < batch.size(); b++) {
            add(batch, outputs, b);
        }
    }

    /** Adds one sequence of a batch. */
    void add(SequenceBatch batch, Predictions outputs, int sequence);

    /** Whether no target with a weight above 0 was added. */
    boolean empty();

    /** The training loss, {@code Σ w l / Σ w}, over all that was added. */
    double loss();

    /** Metrics over all that was added, in the data's own units, by name; the first is {@link Metric#primary}. */
    Map<String, Double> metrics();
}
