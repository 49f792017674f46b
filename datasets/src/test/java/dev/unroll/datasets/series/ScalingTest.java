package dev.unroll.datasets.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 1_000})
    void aConstantIsOnlyShiftedWhateverItsMeanRoundsTo(int rows) {
        double[] values = new double[rows];
        Arrays.fill(values, 0.1);
        Scaling scaling = Scaling.fit("standard", values, 0, rows);
        assertThat(scaling.scale()).isEqualTo(1);
        assertThat(scaling.scaled(0.6)).isEqualTo(0.5f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "min-max"})
    void theChangesOfAStraightLineAreConstant(String kind) {
        double[] line = new double[500];
        for (int i = 0; i < line.length; i++) {
            line[i] = 2_000 + i / 365.0;
        }
        assertThat(Scaling.fit(kind, ForecastTargets.changes(line, 1), 1, 400).scale()).isEqualTo(1);
    }

    @Test
    void aSmallSpreadOnALargeValueStillCounts() {
        double[] values = {1e6, 1e6 + 1, 1e6, 1e6 + 1};
        assertThat(Scaling.fit("standard", values, 0, 4)).isEqualTo(new Scaling(0.5, 1e6 + 0.5));
    }
}
