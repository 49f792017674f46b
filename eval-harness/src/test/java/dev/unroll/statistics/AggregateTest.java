package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Golden numbers are of NumPy 2.4 and SciPy 1.17: {@code trim_mean(scores, 0.25, axis=None)}, {@code mannwhitneyu}. */
class AggregateTest {

    private static final Offset<Double> ROUNDING = within(1e-12);
    /** Runs x tasks. */
    private static final double[][] SCORES = {{0.91, 0.42, -0.10}, {0.88, 0.55, 0.05}, {0.95, 0.40, 0.12},
        {0.90, 0.61, -0.30}, {0.99, 0.48, 0.02}};
    private static final Randomness RANDOMNESS = Randomness.of(7, Purpose.RESAMPLING);

    @Test
    void aggregatesAreThoseOfThePaper() {
        assertThat(Aggregate.MEAN.applyAsDouble(SCORES)).isCloseTo(0.4586666666666666, ROUNDING);
        assertThat(Aggregate.MEDIAN.applyAsDouble(SCORES)).isCloseTo(0.492, ROUNDING);
        assertThat(Aggregate.INTERQUARTILE_MEAN.applyAsDouble(SCORES)).isCloseTo(0.49, ROUNDING);
        assertThat(Aggregate.OPTIMALITY_GAP.applyAsDouble(SCORES)).isCloseTo(0.5413333333333332, ROUNDING);
    }

    @Test
    void scoresAboveOneDoNotMakeUpForOthersInTheOptimalityGap() {
        assertThat(Aggregate.OPTIMALITY_GAP.applyAsDouble(new double[][] {{3, 0.5}, {1, 0.5}})).isEqualTo(0.25);
    }

    /** Quantiles of 20,000 resamples by NumPy: 0.4444 and 0.53; at Hesterberg's tails of 0.00743, 0.4333 and 0.54. */
    @Test
    void bootstrapIntervalsAreThoseOfAnotherImplementation() {
        Interval percentile = StratifiedBootstrap.percentile(SCORES, Aggregate.INTERQUARTILE_MEAN, 20_000, RANDOMNESS);
        Interval expanded = StratifiedBootstrap.expanded(SCORES, Aggregate.INTERQUARTILE_MEAN, 20_000, RANDOMNESS);

        assertThat(percentile.estimate()).isCloseTo(0.49, ROUNDING);
        assertThat(percentile.lower()).isCloseTo(0.4444, within(0.003));
        assertThat(percentile.upper()).isCloseTo(0.53, within(0.003));
        assertThat(StratifiedBootstrap.tail(5, 3)).isCloseTo(0.007425613258580393, within(1e-9));
        assertThat(expanded.lower()).isCloseTo(0.4333, within(0.004));
        assertThat(expanded.upper()).isCloseTo(0.54, within(0.004));
    }

    @Test
    void resamplesDependOnTheKeyAlone() {
        assertThat(StratifiedBootstrap.percentile(SCORES, Aggregate.MEAN, 200, RANDOMNESS))
                .isEqualTo(StratifiedBootstrap.percentile(SCORES, Aggregate.MEAN, 200, RANDOMNESS))
                .isNotEqualTo(StratifiedBootstrap.percentile(SCORES, Aggregate.MEAN, 200, RANDOMNESS.derive(1)));
    }

    @Test
    void oneRunHasNoInterval() {
        Interval interval = StratifiedBootstrap.expanded(new double[][] {{1, 2}}, Aggregate.MEAN, 10, RANDOMNESS);

        assertThat(interval.estimate()).isEqualTo(1.5);
        assertThat(interval.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(interval.clearOfZero()).isFalse();
    }

    @Test
    void probabilityOfImprovementIsMannWhitneysOverTasks() {
        double[][] other = new double[SCORES.length][];
        for (int r = 0; r < other.length; r++) {
            other[r] = new double[] {SCORES[r][0] - 0.02, SCORES[r][1] + 0.04, SCORES[r][2] - 0.1};
        }

        assertThat(ProbabilityOfImprovement.of(SCORES, other)).isCloseTo(0.58, ROUNDING);
        assertThat(ProbabilityOfImprovement.of(other, SCORES)).isCloseTo(0.42, ROUNDING);
        assertThat(ProbabilityOfImprovement.of(SCORES, SCORES)).isEqualTo(0.5);
        Interval interval = ProbabilityOfImprovement.interval(SCORES, other, 500, RANDOMNESS);
        assertThat(interval.lower()).isBetween(0.2, 0.5);
        assertThat(interval.upper()).isBetween(0.65, 0.95);
    }

    @Test
    void aProfileFallsFromAllRunsToNone() {
        assertThat(PerformanceProfile.share(SCORES, 0.5)).isEqualTo(7 / 15.0);
        Interval[] profile = PerformanceProfile.of(SCORES, new double[] {-1, 0.5, 2}, 200, RANDOMNESS);

        assertThat(profile[0]).isEqualTo(new Interval(1, 1, 1));
        assertThat(profile[1].lower()).isLessThan(7 / 15.0);
        assertThat(profile[1].upper()).isGreaterThan(7 / 15.0);
        assertThat(profile[2]).isEqualTo(new Interval(0, 0, 0));
    }
}
