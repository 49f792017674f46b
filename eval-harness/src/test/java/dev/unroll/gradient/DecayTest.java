package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.run.TrialResult.GradientReach;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DecayTest {

    private static double[] geometric(double ratio, int lags) {
        double[] log10 = new double[lags];
        Arrays.setAll(log10, lag -> -2 + lag * Math.log10(ratio));
        return log10;
    }

    @Test
    void aGeometricDecayHasItsRateHalfLifeAndHorizon() {
        Decay decay = Decay.of(geometric(0.5, 40));

        assertThat(decay.rate()).isCloseTo(Math.log(0.5), within(1e-12));
        assertThat(decay.halfLife()).isCloseTo(1, within(1e-12));
        // 0.5^9 = 1/512 is above a thousandth, 0.5^10 = 1/1024 below.
        assertThat(decay.horizon()).isEqualTo(9);
    }

    @Test
    void whatGrowsHasNoHalfLifeAndReachesTheEnd() {
        Decay decay = Decay.of(geometric(1.25, 12));

        assertThat(decay.rate()).isCloseTo(Math.log(1.25), within(1e-12));
        assertThat(decay.halfLife()).isInfinite();
        assertThat(decay.horizon()).isEqualTo(11);
    }

    @Test
    void lagsWithoutGradientTakeNoPart() {
        double[] log10 = Arrays.copyOf(geometric(0.9, 10), 20);
        Arrays.fill(log10, 10, 20, Double.NEGATIVE_INFINITY);

        assertThat(Decay.of(log10)).isEqualTo(Decay.of(geometric(0.9, 10)));
    }

    @Test
    void aFewSequencesWithoutGradientChangeNothing() {
        double[] median = {1, 0.5, 0.25, 0.125};
        GradientReach reach = new GradientReach(new double[] {0, -15, -15, -15}, median, new double[4], median);

        assertThat(Decay.of(reach).rate()).isCloseTo(Math.log(0.5), within(1e-12));
    }

    @Test
    void withoutGradientAtTheLossThereIsNothingToCompareWith() {
        Decay decay = Decay.of(new double[] {Double.NEGATIVE_INFINITY, -1, -2});

        assertThat(decay.rate()).isNaN();
        assertThat(decay.halfLife()).isNaN();
        assertThat(decay.horizon()).isEqualTo(-1);
    }

    @Test
    void lagsNeedNotBeNeighbours() {
        Decay decay = Decay.of(new int[] {0, 10, 30}, new double[] {0, -1, -3});

        assertThat(decay.rate()).isCloseTo(-Math.log(10) / 10, within(1e-12));
        assertThat(decay.horizon()).isEqualTo(30);
    }

    @Test
    void oneLagHasNoRate() {
        assertThat(Decay.of(new double[] {-1}).rate()).isNaN();
        assertThat(Decay.of(new double[0]).horizon()).isEqualTo(-1);
    }
}
