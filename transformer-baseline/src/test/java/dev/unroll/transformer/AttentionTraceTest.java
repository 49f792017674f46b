package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.model.Trace;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Specs;
import org.junit.jupiter.api.Test;

/** Traces show the weights of attention where they are asked for. */
class AttentionTraceTest {

    private static final SequenceBatch BATCH = new SequenceBatch(new int[] {4, 2}, null,
            new int[] {3, 1, 0, 4, 2, 2, 0, 0}, null, new int[] {1, 0, 2, 3, 4, 4, 0, 0}, null);

    private static SequenceModel model() {
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 12, "numHeads", 3);
        Task task = new Task(new Tokens(5), new Target(TargetKind.CLASS_PER_STEP, 5), new CrossEntropy());
        return new TransformerFactory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(2));
    }

    @Test
    void eachHeadHasItsWeightsOfStepsSeen() {
        Trace trace = model().trace(BATCH, TraceRequest.ATTENTION);
        assertThat(trace.states()).containsOnlyKeys("layer0.attention.head0", "layer0.attention.head1",
                "layer0.attention.head2", "layer1.attention.head0", "layer1.attention.head1", "layer1.attention.head2");
        trace.states().forEach((name, weights) -> {
            assertThat(weights.size()).isEqualTo(4);
            for (int b = 0; b < 2; b++) {
                for (int t = 0; t < 4; t++) {
                    double sum = 0;
                    for (int k = 0; k < 4; k++) {
                        boolean seen = t < BATCH.lengths()[b] && k <= t;
                        assertThat(weights.value(b, t, k) > 0).as("%s: %s sees %s", name, t, k).isEqualTo(seen);
                        sum += weights.value(b, t, k);
                    }
                    assertThat(sum).isCloseTo(t < BATCH.lengths()[b] ? 1 : 0, within(1e-6));
                }
            }
        });
    }

    @Test
    void nobodyGetsThemUnasked() {
        assertThat(model().trace(BATCH, TraceRequest.STATES).states()).doesNotContainKey("layer0.attention.head0");
    }
}
