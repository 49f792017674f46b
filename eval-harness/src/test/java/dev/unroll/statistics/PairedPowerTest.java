package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden numbers are those of SciPy 1.17's noncentral t; the first is G*Power's worked example of the matched-pairs test. */
class PairedPowerTest {

    @ParameterizedTest
    @CsvSource({"0.5, 34, 0.05, 0.8077775012792738", "2, 5, 0.05, 0.9088848681009404", "1, 3, 0.05, 0.1792553937765518",
        "0.8, 15, 0.01, 0.5619286627667655", "0.2, 200, 0.05, 0.8036666605857853", "4, 3, 0.005, 0.2168355204924876"})
    void powerIsThatOfTheNoncentralT(double effect, int n, double level, double expected) {
        assertThat(PairedPower.power(effect, n, level)).isCloseTo(expected, within(1e-6));
        assertThat(PairedPower.power(-effect, n, level)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"3, 0.05, 3.264043549700051", "5, 0.05, 1.6819969659555547",
        "10, 0.005555555555555556, 1.4605542332840444"})
    void detectableEffectIsWhereThePowerReachesEightyPercent(int n, double level, double expected) {
        assertThat(PairedPower.detectable(n, level)).isCloseTo(expected, within(1e-5));
    }

    @Test
    void pairsNeededAreTheFewestThatDo() {
        assertThat(PairedPower.pairsNeeded(0.5, 0.05)).isEqualTo(34);
        assertThat(PairedPower.pairsNeeded(2, 0.05)).isEqualTo(5);
        assertThat(PairedPower.pairsNeeded(1, 0.05 / 3)).isEqualTo(14);
        assertThat(PairedPower.pairsNeeded(100, 0.05)).isEqualTo(3);
        assertThat(PairedPower.pairsNeeded(0.01, 0.05)).isEqualTo(-1);
        assertThat(PairedPower.pairsNeeded(0, 0.05)).isEqualTo(-1);
    }

    @Test
    void withoutADifferenceThePowerIsTheLevel() {
        assertThat(PairedPower.power(0, 2, 0.05)).isCloseTo(0.05, within(1e-4));
        assertThat(PairedPower.power(0, 9, 0.01)).isCloseTo(0.01, within(1e-6));
    }
}
