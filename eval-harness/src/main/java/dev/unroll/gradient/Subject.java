package dev.unroll.gradient;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.SequenceModel;
import java.util.Locale;

/**
 * A model at one moment, to be measured.
 *
 * @param dataset  name of the dataset in the experiment
 * @param model    name of the model in the experiment
 * @param seed     of its initial weights
 * @param moment   whether it is trained
 * @param network  with its weights of that moment
 * @param data     what it is, or was, trained on
 * @param probe    the examples that all models on this dataset are measured with, before and after training
 * @param training how it is, or was, trained
 * @param engine   that the network works in
 */
public record Subject(String dataset, String model, long seed, Moment moment, SequenceModel network,
        SequenceDataset data, Probe probe, TrainingSpec training, Engine engine) {

    /** When a model is measured. */
    public enum Moment {
        /** At initialization. */
        BEFORE,
        /** With the weights that were tested. */
        AFTER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
