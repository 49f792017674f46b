package dev.unroll.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
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
        double[] changes = new double[500];
        for (int i = 1; i < changes.length; i++) {
            changes[i] = (2_000 + i / 365.0) - (2_000 + (i - 1) / 365.0);
        }
        assertThat(Scaling.fit(kind, changes, 1, 400).scale()).isEqualTo(1);
    }

    @Test
    void robustScalingIsThatOfTheQuartilesWhateverTheExtremes() {
        double[] values = {9, 1, 5, 3, 1e9};
        assertThat(Scaling.fit("robust", values, 0, 5)).isEqualTo(new Scaling(6, 5));
        assertThat(Scaling.fit("robust", values, 0, 4)).isEqualTo(new Scaling(3.5, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "min-max", "robust", "none"})
    void everyScalingInverts(String kind) {
        RandomStream random = Randomness.of(5, Purpose.TEST_DATA).stream();
        for (int n : new int[] {1, 2, 7, 33, 129}) {
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = 40 + 7 * random.nextGaussian();
            }
            Scaling scaling = Scaling.fit(kind, values, 0, n);
            for (double value : values) {
                assertThat(scaling.scaled(value) * scaling.scale() + scaling.offset()).isCloseTo(value, within(1e-4));
            }
        }
    }

    @Test
    void aSmallSpreadOnALargeValueStillCounts() {
        double[] values = {1e6, 1e6 + 1, 1e6, 1e6 + 1};
        assertThat(Scaling.fit("standard", values, 0, 4)).isEqualTo(new Scaling(0.5, 1e6 + 0.5));
    }
}
