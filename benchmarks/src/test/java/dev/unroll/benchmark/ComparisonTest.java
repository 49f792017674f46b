package dev.unroll.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.benchmark.contender.BenchmarkException;
import dev.unroll.benchmark.contender.Contestant;
import dev.unroll.benchmark.contender.Side;
import dev.unroll.benchmark.contender.Side.EngineName;
import dev.unroll.benchmark.contender.Side.Tuning;
import dev.unroll.benchmark.contender.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be timed, and in what order, with contestants that compute what they are told. */
class ComparisonTest {

    private static final Side OURS = new Side(EngineName.UNROLL, 1, Tuning.STOCK);
    private static final Side TORCH = new Side(EngineName.PYTORCH, 1, Tuning.STOCK);
    private static final Side DL4J = new Side(EngineName.DL4J, 1, Tuning.STOCK);
    private static final double[] RIGHT = {0.5, -2, 0.25};

    private final List<String> turns = new ArrayList<>();
    private int closed;
    private int least;

    private final class Fake implements Contestant {

        private final Side side;
        private final double[] computed;
        private int counted;

        Fake(Side side, double[] computed) {
            this.side = side;
            this.computed = computed;
        }

        @Override
        public Side side() {
            return side;
        }

        @Override
        public double[] check(int steps) {
            return computed;
        }

        @Override
        public double train(long millis) {
            turns.add(side.engine().title());
            return 1;
        }

        @Override
        public double infer(long millis) {
            return 1;
        }

        @Override
        public long allocated(int steps, boolean inference) {
            return Math.max(least, 632 - 300 * counted++);
        }

        @Override
        public long memory() {
            return 0;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private Measurement run(int rounds, Map<Side, double[]> computed) {
        return new Comparison(Workload.named("lstm-b4-t6-f3-h17"), List.of(OURS, TORCH, DL4J),
                new Comparison.Effort(rounds, 1, 1), side -> new Fake(side, computed.getOrDefault(side, RIGHT)))
                .run(what -> { });
    }

    @Test
    void whatDiffersByRoundingIsTimed() {
        assertThat(run(2, Map.of(TORCH, new double[] {0.50019, -2, 0.25})).sides()).hasSize(3);
        assertThat(closed).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.50021, 0.49979, 2, Double.NaN, Double.POSITIVE_INFINITY})
    void aPeerThatComputesSomethingElseIsRefusedBeforeAnythingIsTimed(double first) {
        assertThatThrownBy(() -> run(2, Map.of(TORCH, new double[] {first, -2, 0.25})))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("PyTorch, 1 thread, must compute on lstm-b4-t6-f3-h17 what Unroll computes");
        assertThat(turns).isEmpty();
        assertThat(closed).isEqualTo(2);
    }

    @Test
    void aPeerThatComputesLessIsRefused() {
        assertThatThrownBy(() -> run(2, Map.of(DL4J, new double[] {0.5, -2}))).isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("Deeplearning4j, 1 thread, must compute");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 240})
    void whatIsAllocatedOnceIsNotWhatAStepAllocates(int bytes) {
        least = bytes;
        Measurement.Times ours = run(2, Map.of()).sides().stream().filter(times -> times.side().equals(OURS)).findFirst()
                .orElseThrow();
        assertThat(ours.allocated()).isEqualTo(bytes);
    }

    @Test
    void turnsAreTakenInAnOrderOfEachRoundsOwn() {
        run(12, Map.of());
        // The first three warmed up.
        List<String> timed = turns.subList(3, turns.size());
        Set<List<String>> orders = new LinkedHashSet<>();
        for (int round = 0; round < 12; round++) {
            List<String> order = List.copyOf(timed.subList(3 * round, 3 * round + 3));
            assertThat(order).containsExactlyInAnyOrder("Unroll", "PyTorch", "Deeplearning4j");
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(2);
        List<String> again = List.copyOf(turns);
        turns.clear();
        run(12, Map.of());
        assertThat(turns).isEqualTo(again);
    }
}
