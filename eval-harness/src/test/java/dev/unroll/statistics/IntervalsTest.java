package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.run.RunResults.Estimate;
import org.junit.jupiter.api.Test;

class IntervalsTest {

    @Test
    void givesTheTextbookInterval() {
        // Mean 3, deviation sqrt(2.5), half width 2.776445 * sqrt(2.5 / 5).
        Estimate estimate = Intervals.meanWithStudentInterval(new double[] {5, 1, 2, 3, 4});

        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.deviation()).isEqualTo(Math.sqrt(2.5));
        assertThat(estimate.lower()).isCloseTo(3 - 1.963243161, within(1e-8));
        assertThat(estimate.upper()).isCloseTo(3 + 1.963243161, within(1e-8));
        assertThat(estimate.min()).isEqualTo(1);
        assertThat(estimate.max()).isEqualTo(5);
    }

    @Test
    void oneValueHasNoSpread() {
        assertThat(Intervals.meanWithStudentInterval(new double[] {0.25}))
                .isEqualTo(new Estimate(0.25, 0.25, 0.25, Double.NaN, 0.25, 0.25));
        assertThatThrownBy(() -> Intervals.meanWithStudentInterval(new double[0]))
                .hasMessage("a mean needs at least one value; got none");
    }

    /** The tables' values (to three digits) as these exact bits, on every platform. */
    @Test
    void studentQuantilesHaveTheSameBitsEverywhere() {
        double[] table = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};
        long bits = 1;
        for (int degrees = 1; degrees <= 100; degrees++) {
            double quantile = Intervals.studentQuantile(degrees);
            if (degrees <= table.length) {
                assertThat(quantile).isCloseTo(table[degrees - 1], within(5e-4));
            }
            bits = 31 * bits + Double.doubleToLongBits(quantile);
        }
        assertThat(Long.toHexString(bits)).isEqualTo("756ab23af3332a2f");
    }

    @Test
    void quantilesInterpolateBetweenOrderStatistics() {
        double[] sorted = {1, 2, 4, 8};

        assertThat(Quantiles.of(sorted, 0)).isEqualTo(1);
        assertThat(Quantiles.of(sorted, 0.5)).isEqualTo(3);
        assertThat(Quantiles.of(sorted, 0.9)).isCloseTo(6.8, within(1e-12));
        assertThat(Quantiles.of(sorted, 1)).isEqualTo(8);
        assertThat(Quantiles.of(new double[0], 0.5)).isNaN();
    }
}
