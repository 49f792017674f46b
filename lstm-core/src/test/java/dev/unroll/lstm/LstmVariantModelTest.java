package dev.unroll.lstm;

import dev.unroll.engine.Engine;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.SequenceModelContract;
import java.util.List;

/** A model with many of the variants at once. */
class LstmVariantModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        LstmSpec spec = new LstmSpec(List.of(11, 7), dropout, null, null, null, true, true, null, null, null, null,
                CellActivation.SOFTSIGN, true, null, 5.0, null, null, true, Direction.BIDIRECTIONAL, 3, null,
                null, null);
        return new LstmFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected float learningRate() {
        return 0.5f;
    }
}
