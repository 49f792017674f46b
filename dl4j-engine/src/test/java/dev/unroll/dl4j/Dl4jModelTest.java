package dev.unroll.dl4j;

import dev.unroll.engine.Engine;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.testing.SequenceModelContract;
import dev.unroll.transformer.TransformerFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** Each kind on Deeplearning4j does what every model must do; what it lacks counts as skipped. */
class Dl4jModelTest {

    private abstract static class Contract extends SequenceModelContract {

        @Override
        protected Set<Ability> abilities() {
            return EnumSet.noneOf(Ability.class);
        }
    }

    @Nested
    class Lstm extends Contract {
        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            return new LstmFactory().create(Specs.lstm(List.of(11, 7), dropout, false), task,
                    initialization, engine);
        }

        @Override
        protected float learningRate() {
            return 0.5f;
        }
    }

    @Nested
    class Rnn extends Contract {
        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            return new RnnFactory().create(Specs.rnn(List.of(11, 7), dropout), task, initialization,
                    engine);
        }
    }

    @Nested
    class Transformer extends Contract {
        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            return new TransformerFactory().create(Specs.transformer(dropout), task, initialization, engine);
        }
    }
}
