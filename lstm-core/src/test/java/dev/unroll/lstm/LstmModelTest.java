package dev.unroll.lstm;

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

class LstmModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        LstmSpec spec = new LstmSpec(List.of(11, 7), dropout, null, null, null);
        return new LstmFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected float learningRate() {
        return 0.5f;
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Test
    void theKindIsFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(ModelFactory.class)).extracting(ModelFactory::kind).contains("lstm");
    }
}
