package dev.unroll.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void linearAxesEndAtRoundNumbersThatHoldEveryValue() {
        Scale scale = Scale.of(0.13, 0.97, false, false);

        assertThat(scale.ticks()).containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
        assertThat(scale.at(0.5)).isEqualTo(0.5);
        assertThat(Scale.of(-3, 12, false, false).ticks()).containsExactly(-5.0, 0.0, 5.0, 10.0, 15.0);
        assertThat(Scale.of(7, 7, false, false).at(7)).isBetween(0.2, 0.8);
    }

    @Test
    void logarithmicAxesEndAtPowersOfTen() {
        Scale scale = Scale.of(0.0021, 0.6, true, false);

        assertThat(scale.ticks()).containsExactly(0.001, 0.01, 0.1, 1.0);
        assertThat(scale.at(0.01)).isEqualTo(1 / 3.0, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(scale.at(0)).isNaN();
    }

    @Test
    void labelsAreShort() {
        assertThat(Scale.label(0)).isEqualTo("0");
        assertThat(Scale.label(-2.5)).isEqualTo("−2.5");
        assertThat(Scale.label(36_000)).isEqualTo("36000");
        assertThat(Scale.label(1e-4)).isEqualTo("10⁻⁴");
        assertThat(Scale.label(2.5e7)).isEqualTo("2.5·10⁷");
    }
}
