package dev.unroll.rnn;

import dev.unroll.engine.Engine;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Backbone;
import dev.unroll.testing.SequenceModelContract;
import dev.unroll.testing.Specs;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An RNN in residual blocks. */
class ResidualModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        RnnSpec spec = Specs.of(RnnSpec.class, "hiddenSizes", List.of(6, 6), "dropout", dropout, "backbone",
                new Backbone(true, 9));
        return new RnnFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }
}
