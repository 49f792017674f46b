package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.layer.Pooling;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.testing.SequenceModelContract;
import dev.unroll.testing.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model that reads both ways and weighs the steps itself. */
class AttentionPoolingModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(9, 5), "dropout", dropout, "pooling",
                Pooling.ATTENTION, "direction", Direction.BIDIRECTIONAL);
        return new LstmFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected float learningRate() {
        return 0.5f;
    }

    @Test
    void aTraceShowsHowMuchEachStepCounts() {
        Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        SequenceModel model = create(task, 0, Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1));
        SequenceBatch batch = new SequenceBatch(new int[] {3, 1}, new float[] {1, 2, 3, 4, 0, 0}, null,
                new float[] {1, 2}, null, null);
        StepValues attention = model.trace(batch, TraceRequest.STATES).states().get("pooling.attention");
        assertThat(attention.value(0, 0, 0) + attention.value(0, 1, 0) + attention.value(0, 2, 0))
                .isBetween(0.999999f, 1.000001f);
        assertThat(attention.value(1, 0, 0)).isEqualTo(1f);
        assertThat(attention.value(1, 1, 0)).isZero();
    }
}
