package dev.unroll.lstm;

import dev.unroll.engine.Engine;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.SequenceModelContract;
import dev.unroll.testing.Specs;
import java.util.List;

/** A model with many of the variants at once. */
class LstmVariantModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(11, 7), "dropout", dropout, "peepholes", true,
                "coupledGates", true, "outputActivation", CellActivation.SOFTSIGN, "fullGateRecurrence", true,
                "cellClip", 5.0, "learnedInitialState", true, "direction", Direction.BIDIRECTIONAL,
                "projectionSize", 3);
        return new LstmFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected float learningRate() {
        return 0.5f;
    }
}
