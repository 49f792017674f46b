package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SequenceModelContract;
import java.util.EnumSet;
import java.util.Set;

class TransformerModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        TransformerSpec spec = new TransformerSpec(12, 2, 2, 20, null, null, null, null, dropout, null);
        return new TransformerFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.CARRIED_STEPS, Ability.CARRIED_SEQUENCES));
    }
}
