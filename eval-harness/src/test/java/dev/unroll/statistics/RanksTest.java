package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RanksTest {

    /** Tasks x models. */
    private static final double[][] SCORES = {{.9, .8, .7, .7}, {.6, .7, .5, .4}, {.8, .8, .6, .9}, {.95, .9, .8, .85},
        {.5, .45, .4, .3}, {.7, .75, .72, .6}};

    /** SciPy 1.17: {@code friedmanchisquare}, which corrects for ties, and its F distribution. */
    @Test
    void friedmanIsSciPys() {
        Friedman test = Friedman.of(SCORES);

        assertThat(test.meanRanks()).containsExactly(1.75, 1.75, 3.25, 3.25);
        assertThat(test.chiSquare()).isCloseTo(8.379310344827594, within(1e-9));
        assertThat(test.chiSquareP()).isCloseTo(0.038789686964484, within(1e-9));
        assertThat(test.f()).isCloseTo(4.354838709677427, within(1e-9));
        assertThat(test.p()).isCloseTo(0.021438438136071675, within(1e-9));
    }

    /** Demšar (2006), table 5(a): critical values of the two-tailed Nemenyi test at 0.05. */
    @ParameterizedTest
    @CsvSource({"2, 1.960", "3, 2.343", "4, 2.569", "5, 2.728", "6, 2.850", "7, 2.949", "8, 3.031", "9, 3.102",
        "10, 3.164"})
    void nemenyisCriticalValuesAreDemsars(int models, double table) {
        double q = Friedman.criticalDifference(models, 1) / Math.sqrt(models * (models + 1) / 6.0);

        assertThat(q).isCloseTo(table, within(1.1e-3));
    }

    /** Demšar (2006), section 3.2.2: 4 classifiers on 14 data sets, at 0.05. */
    @Test
    void criticalDifferenceIsThatOfDemsarsExample() {
        assertThat(Friedman.criticalDifference(4, 14)).isCloseTo(1.25, within(5e-3));
    }

    @Test
    void groupsAreNeighboursThatAreNotShownToDiffer() {
        Friedman ranks = new Friedman(9, new double[] {1, 4, 2, 2.5, 3.9}, 0, 1, 0, 1, 1.6);

        assertThat(ranks.groups()).containsExactly(List.of(0, 2, 3), List.of(3, 4, 1));
        assertThat(new Friedman(9, new double[] {1, 4}, 0, 1, 0, 1, 1.6).groups()).isEmpty();
    }

    @Test
    void unanimousTasksAndTiesHaveAnEnd() {
        // Counted by hand: of the ways to rank within the other tasks, one agrees and one is its reverse (two models).
        assertThat(Friedman.of(new double[][] {{2, 1}, {2, 1}, {2, 1}}).p()).isEqualTo(0.25);
        assertThat(Friedman.of(new double[][] {{3, 2, 1}, {3, 2, 1}}).p()).isCloseTo(1 / 6.0, within(1e-15));
        assertThat(Friedman.of(new double[][] {{3, 2, 1}, {3, 2, 1}, {9, 5, 4}}).p()).isCloseTo(1 / 36.0, within(1e-15));
        assertThat(Friedman.of(new double[][] {{1, 1}, {1, 1}}).p()).isEqualTo(1);
        assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2}})).hasMessageContaining("got 1 and 2");
    }

    /** 200,000 posterior draws of the paper's equations in NumPy: 0.0166, 0.1017, 0.8818 and 0.038, 0.002, 0.960. */
    @Test
    void bayesianSignedRankIsThatOfAnotherImplementation() {
        double[] differences = {0.02, 0.05, -0.01, 0.03, 0.04, -0.03, 0.00, 0.06};
        Randomness randomness = Randomness.of(7, Purpose.RESAMPLING);
        BayesianSignedRank withRope = BayesianSignedRank.of(differences, 0.01, 20_000, randomness);
        BayesianSignedRank without = BayesianSignedRank.of(differences, 0, 20_000, randomness);

        assertThat(withRope.worse()).isCloseTo(0.0166, within(0.004));
        assertThat(withRope.same()).isCloseTo(0.1017, within(0.008));
        assertThat(withRope.better()).isCloseTo(0.8818, within(0.008));
        assertThat(without.worse()).isCloseTo(0.038, within(0.005));
        assertThat(without.better()).isCloseTo(0.960, within(0.005));
        assertThat(withRope.worse() + withRope.same() + withRope.better()).isCloseTo(1, within(1e-12));
    }
}
