package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TiesTest {

    @Test
    void numbersThatDifferByRoundingAloneAreEqual() {
        assertThat(0.3 - 0.2).isNotEqualTo(0.2 - 0.1);
        assertThat(Ties.settled(0.3 - 0.2)).isEqualTo(Ties.settled(0.2 - 0.1)).isEqualTo(0.1);
        assertThat(Ties.settled((0.9 + 0.8 + 0.7) / 3)).isEqualTo(Ties.settled((0.7 + 0.8 + 0.9) / 3));
        assertThat(Ties.settled(0.3 - 0.1 - 0.2)).isZero();
        assertThat(Ties.settled(new double[] {1e-9, Double.POSITIVE_INFINITY})).containsExactly(1e-9,
                Double.POSITIVE_INFINITY);
    }

    @Test
    void signedRanksOfEqualGainsAreTied() {
        WilcoxonSignedRank test = WilcoxonSignedRank.of(new double[] {0.3 - 0.2, 0.2 - 0.1, -(0.9 - 0.8)});

        assertThat(test.positive()).isEqualTo(4);
    }
}
