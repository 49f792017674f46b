package dev.unroll.benchmark.contender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.benchmark.Comparison;
import dev.unroll.benchmark.Measurement;
import dev.unroll.benchmark.contender.Side.EngineName;
import dev.unroll.benchmark.contender.Side.Tuning;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver and its processes, without peers and without a look at any time. */
class UnrollContenderTest {

    /** Steps within which the compiler must have taken every vector off the heap. */
    private static final int WARM_STEPS = 40_000;
    private static final int BLOCK = 500;

    @Test
    void processesWithAnyNumberOfThreadsAnswerAlike(@TempDir File folder) {
        Workload workload = Workload.named("lstm-b4-t6-f3-h17");
        List<Side> sides = Side.all(workload, 2, false, false);
        assertThat(sides).extracting(Side::threads).containsExactly(1, 2);
        Comparison comparison = new Comparison(workload, sides, new Comparison.Effort(2, 1, 1),
                new File(folder, "log"));
        int[] ticks = {0};
        Measurement measurement = comparison.run(what -> ticks[0]++);
        assertThat(ticks[0]).isEqualTo(comparison.ticks());
        assertThat(measurement.sides()).hasSize(2).allSatisfy(times -> {
            assertThat(times.side().engine()).isEqualTo(EngineName.UNROLL);
            assertThat(times.training()).hasSize(2).doesNotContain(0.0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm-b8-t20-f3-h64", "gru-b8-t20-f3-h64", "rnn-b8-t20-f3-h64",
            "lstm-stream-b1-t20-f3-h64", "transformer-b2-t33-f3-h64", "transformer-causal-b2-t40-f3-h36",
            "transformer-causal-stream-b1-t20-f3-h64"})
    void aTrainingStepAllocatesNothingOnceCompiled(String name, @TempDir File folder) {
        try (RemoteContender contender = new RemoteContender(new Side(EngineName.UNROLL, 1, Tuning.STOCK),
                Workload.named(name), new File(folder, "log"))) {
            boolean streaming = Workload.named(name).streaming();
            long allocated = contender.allocated(BLOCK, streaming);
            for (int steps = BLOCK; steps < WARM_STEPS && allocated > 0; steps += BLOCK) {
                allocated = contender.allocated(BLOCK, streaming);
            }
            assertThat(allocated).as("bytes allocated by the last %d steps", BLOCK).isZero();
        }
    }
}
