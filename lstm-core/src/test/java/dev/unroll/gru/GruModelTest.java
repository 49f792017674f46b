package dev.unroll.gru;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.SequenceModelContract;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GruModelTest {

    private abstract static class Contract extends SequenceModelContract {

        private final Direction direction;
        private final boolean resetAfter;

        Contract(Direction direction, boolean resetAfter) {
            this.direction = direction;
            this.resetAfter = resetAfter;
        }

        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            GruSpec spec = new GruSpec(List.of(11, 7), dropout, null, null, direction, resetAfter);
            return new GruFactory().create(spec, task, initialization, engine);
        }

        @Override
        protected Set<Ability> abilities() {
            return direction == Direction.FORWARD ? EnumSet.allOf(Ability.class) : super.abilities();
        }

        @Override
        protected float learningRate() {
            return 0.3f;
        }
    }

    @Nested
    class WithTheResetAfterTheProduct extends Contract {
        WithTheResetAfterTheProduct() {
            super(Direction.FORWARD, true);
        }
    }

    @Nested
    class BothWaysWithTheResetBeforeTheProduct extends Contract {
        BothWaysWithTheResetBeforeTheProduct() {
            super(Direction.BIDIRECTIONAL, false);
        }
    }

    @Test
    void theKindIsFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(ModelFactory.class)).extracting(ModelFactory::kind).contains("gru");
    }
}
