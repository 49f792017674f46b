package dev.unroll.training;

import java.util.Optional;
import java.util.function.Supplier;

/** Where a training keeps what it needs to go on after an interruption. */
public interface TrainingCheckpoints {

    /** Keeps nothing. */
    TrainingCheckpoints NONE = new TrainingCheckpoints() {
        @Override
        public Optional<TrainingState> newest() {
            return Optional.empty();
        }

        @Override
        public void offer(Supplier<TrainingState> state) {
        }
    };

    /** Where an interrupted training of the same trial was; asked once, before anything else. */
    Optional<TrainingState> newest();

    /**
     * Called between updates.
     *
     * @param state asked for at once, if it is to be kept; its weights are the model's own, to be written before return
     */
    void offer(Supplier<TrainingState> state);
}
