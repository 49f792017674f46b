package dev.unroll.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.benchmark.Measurement.Ratio;
import dev.unroll.benchmark.Measurement.Times;
import dev.unroll.benchmark.contender.Side;
import dev.unroll.benchmark.contender.Side.EngineName;
import dev.unroll.benchmark.contender.Side.Tuning;
import dev.unroll.json.CanonicalJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static final Measurement MEASUREMENT = new Measurement("lstm-b32-t50-f8-h64", List.of(
            times(EngineName.UNROLL, 1, Tuning.STOCK, 2, 4, 8), times(EngineName.UNROLL, 2, Tuning.STOCK, 1, 2, 4),
            times(EngineName.PYTORCH, 1, Tuning.STOCK, 9, 9, 9), times(EngineName.PYTORCH, 2, Tuning.MEMORY, 3, 4, 4)));

    private static Times times(EngineName engine, int threads, Tuning tuning, double... millis) {
        return new Times(new Side(engine, threads, tuning), millis, millis, 0, 0);
    }

    @Test
    void theBestSettingOfEachEngineIsComparedRoundByRound() {
        Ratio ratio = MEASUREMENT.ratio(EngineName.PYTORCH, Times::training).orElseThrow();
        assertThat(ratio).isEqualTo(new Ratio(2, 1, 3));
        assertThat(MEASUREMENT.best(EngineName.PYTORCH, Times::training).orElseThrow().side().setting())
                .isEqualTo("2 threads, tuned");
        assertThat(MEASUREMENT.ratio(EngineName.DL4J, Times::training)).isEmpty();
    }

    @Test
    void aRatioNearOneIsATie() {
        assertThat(new Ratio(1.14, 1, 1.3).tie()).isTrue();
        assertThat(new Ratio(0.9, 0.8, 1).tie()).isTrue();
        assertThat(new Ratio(1.16, 1, 1.3).tie()).isFalse();
        assertThat(new Ratio(0.8, 0.7, 0.9).tie()).isFalse();
    }

    @Test
    void numbersComeBackFromTheirFile() throws Exception {
        Measurement read = CanonicalJson.mapper().readValue(CanonicalJson.write(MEASUREMENT), Measurement.class);
        assertThat(CanonicalJson.write(read)).isEqualTo(CanonicalJson.write(MEASUREMENT));
    }

    @Test
    void tablesSayWhatWasMetAndWhatWasMissed() {
        Machine machine = new Machine("a processor", 2, "a system", "a JDK", "scalar",
                List.of(new Machine.Limit(1, 50, 1, 10), new Machine.Limit(2, 100, 0.5, 10)));
        Results results = Results.none(machine);
        results.add(MEASUREMENT, new Origin("./unroll bench", 3, "0123456789ab", false, Map.of("PyTorch", "2.7.1")));
        assertThat(new ResultTables(results).markdown()).contains("2.00 (1.00–3.00); target 3.00 **missed**")
                .contains("4.00 (2 threads, tuned)").contains("only 50 % of it")
                .contains("- `./unroll bench`: 3 rounds, at commit 0123456789ab **with changes that are not committed**,"
                        + " PyTorch 2.7.1\n");
    }

    @Test
    void whatHasNoPeersNeverReplacesWhatHas() {
        Results results = Results.none(new Machine("", 2, "", "", "", List.of()));
        Measurement alone = new Measurement(MEASUREMENT.workload(), MEASUREMENT.sides().subList(0, 2));
        Origin first = new Origin("first", 3, null, false, Map.of());
        Origin second = new Origin("second", 3, null, false, Map.of());
        assertThat(results.add(alone, first)).isTrue();
        assertThat(results.add(MEASUREMENT, second)).isTrue();
        assertThat(results.add(alone, first)).isFalse();
        assertThat(results.measurements()).containsOnly(Map.entry(MEASUREMENT.workload(), MEASUREMENT));
        assertThat(results.origins()).containsOnly(Map.entry(MEASUREMENT.workload(), second));
    }
}
