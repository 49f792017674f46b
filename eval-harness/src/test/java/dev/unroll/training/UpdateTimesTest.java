package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpdateTimesTest {

    @Test
    void leavesTheFirstTenthOutOfQuantilesButNotOfTheTotal() {
        UpdateTimes times = new UpdateTimes();
        for (int i = 0; i < 100; i++) {
            times.add(i < 10 ? 1_000_000_000L : (i + 1) * 1_000_000L);
        }

        assertThat(times.count()).isEqualTo(100);
        assertThat(times.millis(0)).isEqualTo(11);
        assertThat(times.millis(0.5)).isEqualTo(55.5);
        assertThat(times.millis(1)).isEqualTo(100);
        assertThat(times.totalSeconds()).isEqualTo(14.995);
    }

    @Test
    void hasNoQuantileWithoutUpdates() {
        assertThat(new UpdateTimes().millis(0.5)).isNaN();
    }
}
