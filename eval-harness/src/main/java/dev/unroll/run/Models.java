package dev.unroll.run;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;

/** Makes models for trials. */
final class Models {

    private Models() {
    }

    /** What a model trained so is asked to do on this dataset. */
    static Task task(SequenceDataset dataset, TrainingSpec training) {
        return new Task(dataset.input(), dataset.target(), training.lossFor(dataset.target()));
    }

    /**
     * A fresh model. Its weights depend on its own spec, the task and the seed alone: not on its name, its place in the
     * experiment or the other models. Parameters of the same name and shape in two models begin equal.
     */
    static <S extends ModelSpec> SequenceModel create(ModelFactory<S> factory, ModelSpec spec, Task task, long seed,
            Engine engine) {
        return factory.create(factory.specType().cast(spec), task, Randomness.of(seed, Purpose.INITIALIZATION), engine);
    }
}
