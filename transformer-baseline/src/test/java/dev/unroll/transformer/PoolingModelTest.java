package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.layer.Pooling;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SequenceModelContract;
import org.junit.jupiter.api.Nested;

/** Models that pool other than by the last step. */
class PoolingModelTest {

    private abstract static class Contract extends SequenceModelContract {

        private final Pooling pooling;

        Contract(Pooling pooling) {
            this.pooling = pooling;
        }

        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            TransformerSpec spec = new TransformerSpec(12, 2, 2, 20, null, null, false, null, dropout, pooling);
            return new TransformerFactory().create(spec, task, initialization, engine);
        }
    }

    @Nested
    class ByTheFirstStep extends Contract {
        ByTheFirstStep() {
            super(Pooling.FIRST);
        }
    }

    @Nested
    class ByAttention extends Contract {
        ByAttention() {
            super(Pooling.ATTENTION);
        }
    }
}
