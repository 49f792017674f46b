package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.gru.GruFactory;
import dev.unroll.gru.GruSpec;
import dev.unroll.kernel.Kernels;
import dev.unroll.layer.Pass;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentStack;
import dev.unroll.testing.SequenceModelContract;
import dev.unroll.testing.Specs;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An LSTM and a GRU in residual blocks. */
class ResidualModelTest {

    private abstract static class Contract extends SequenceModelContract {
        @Override
        protected Set<Ability> abilities() {
            return EnumSet.allOf(Ability.class);
        }
    }

    @Nested
    class OfLstm extends Contract {
        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(9, 9), "dropout", dropout, "backbone",
                    new Backbone(true, 11));
            return new LstmFactory().create(spec, task, initialization, engine);
        }
    }

    @Nested
    class OfLstmWithoutFeedForward extends Contract {
        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(9), "dropout", dropout, "backbone",
                    new Backbone(true, 0), "learnedInitialState", true);
            return new LstmFactory().create(spec, task, initialization, engine);
        }
    }

    @Nested
    class OfGru extends Contract {
        @Override
        protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
            GruSpec spec = Specs.of(GruSpec.class, "hiddenSizes", List.of(8, 8), "dropout", dropout, "backbone",
                    new Backbone(true, null));
            return new GruFactory().create(spec, task, initialization, engine);
        }
    }

    @Test
    void hasTheParametersOfATransformersBlockAroundTheLayer() {
        Task task = new Task(new Task.Features(3), new Task.Target(Task.TargetKind.VALUE, 1), new ValueLoss.Squared());
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(8), "backbone", new Backbone(true, null));
        SequenceModel model = new LstmFactory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1));

        assertThat(model.parameters().list()).extracting(Parameter::name).contains("layer0.norm1.gain",
                "layer0.norm2.bias", "layer0.feedForward.weight1", "layer0.feedForward.bias2",
                "finalNorm.gain");
        assertThat(spec.backbone().feedForwardSize()).isEqualTo(32);
    }

    @Test
    void aTrainingStepInSteadyStateAllocatesNothing() {
        Engine engine = new Engine(Kernels.scalar(), new Workers(1));
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(8, 8), "backbone", new Backbone(true, null));
        RecurrentStack stack =
                LstmFactory.encoder(spec, 8, Randomness.of(1, Purpose.INITIALIZATION), engine);
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {20, 13, 1});
        float[] input = new float[layout.rows() * 8];
        float[] dOutput = new float[layout.rows() * 8];
        float[] dInput = new float[layout.rows() * 8];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = 0;
        for (int step = 0; step < 13; step++) {
            if (step == 3) {
                before = threads.getThreadAllocatedBytes(thread);
            }
            stack.forward(layout, input, Pass.EVALUATION);
            stack.backward(layout, dOutput, dInput);
            threads.getThreadAllocatedBytes(thread);
        }
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isZero();
    }

    @Test
    void refusesWhatDoesNotAddUp() {
        assertThatThrownBy(() -> Specs.of(LstmSpec.class, "hiddenSizes", List.of(8, 4), "backbone",
                new Backbone(true, null))).hasMessageStartingWith("residual needs hiddenSizes that are all alike");
        assertThatThrownBy(() -> Specs.of(LstmSpec.class, "hiddenSizes", List.of(8), "projectionSize", 4, "backbone",
                new Backbone(true, null))).hasMessageStartingWith("projectionSize must be left out with residual");
        assertThatThrownBy(() -> Specs.of(GruSpec.class, "hiddenSizes", List.of(8), "direction", Direction.BIDIRECTIONAL,
                "backbone", new Backbone(true, null))).hasMessageStartingWith("residual needs a direction");
        assertThatThrownBy(() -> new Backbone(null, 8)).hasMessageStartingWith("feedForwardSize needs residual blocks");
    }
}
