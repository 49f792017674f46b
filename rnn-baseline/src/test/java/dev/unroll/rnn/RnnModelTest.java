package dev.unroll.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SequenceModelContract;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RnnModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        RnnSpec spec = new RnnSpec(List.of(11, 7), null, dropout, null, null);
        return new RnnFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Test
    void theKindIsFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(ModelFactory.class)).extracting(ModelFactory::kind).contains("rnn");
    }
}
