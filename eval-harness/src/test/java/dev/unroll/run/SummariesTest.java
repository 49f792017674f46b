package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.statistics.Intervals;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SummariesTest {

    private static Estimate estimate(String metric, double... bySeed) {
        List<Long> seeds = LongStream.range(0, bySeed.length).boxed().toList();
        List<TrialResult> trials = seeds.stream().map(seed -> new TrialResult("d/m/" + seed, "d", "m", seed,
                Status.COMPLETED, "", 1, 1, 1, false, List.of(), Map.of(metric, bySeed[seed.intValue()]),
                Map.of("all", Map.of(metric, bySeed[seed.intValue()])), Map.of(), null, null, null, "", "")).toList();
        RunResults.Summary summary = Summaries.of(List.of("d"), List.of("m"), trials).get(0);
        assertThat(summary.slices().get("all")).isEqualTo(summary.metric());
        return summary.metric().get(metric);
    }

    @Test
    void noIntervalLeavesTheRangeOfItsMetric() {
        Estimate error = estimate("MSE", 0.001, 0.9, 0.002);
        assertThat(error.lower()).isZero();
        assertThat(error.upper()).isCloseTo(0.301 + Intervals.half(error.deviation(), 3), within(1e-12))
                .isGreaterThan(1);

        Estimate accuracy = estimate("accuracy", 1, 0.9, 1);
        assertThat(accuracy.upper()).isEqualTo(1);
        assertThat(accuracy.lower()).isCloseTo(2.9 / 3 - Intervals.half(accuracy.deviation(), 3), within(1e-12));
        assertThat(estimate("accuracy", 0, 0.1, 0).lower()).isZero();
    }

    @Test
    void anIntervalInsideTheRangeIsLeftWhole() {
        double[] scores = {0.5, 0.51, 0.49};
        assertThat(estimate("accuracy", scores)).isEqualTo(Intervals.meanWithStudentInterval(scores));
    }
}
