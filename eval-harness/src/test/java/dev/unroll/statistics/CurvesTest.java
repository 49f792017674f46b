package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {

    private static final double[] SIZES = {50, 100, 200, 400, 800};

    /** SciPy 1.17: {@code linregress} of the logarithms, interval by {@code t.ppf(0.975, 3)}. */
    @Test
    void scalingIsALineThroughLogarithms() {
        ScalingFit fit = ScalingFit.of(SIZES, new double[] {1.1, 2.3, 4.3, 9.2, 17.9});

        assertThat(fit.exponent().estimate()).isCloseTo(1.0048768317253918, within(1e-9));
        assertThat(fit.exponent().lower()).isCloseTo(0.9568679424028516, within(1e-9));
        assertThat(fit.exponent().upper()).isCloseTo(1.052885721047932, within(1e-9));
        assertThat(fit.logFactor()).isCloseTo(-3.8259886643042824, within(1e-9));
    }

    @Test
    void linearAndQuadraticCostsCrossWhereTheyAreEqual() {
        ScalingFit linear = ScalingFit.of(SIZES, new double[] {5, 10, 20, 40, 80});
        ScalingFit quadratic = ScalingFit.of(SIZES, new double[] {2.5, 10, 40, 160, 640});

        assertThat(quadratic.exponent().estimate()).isCloseTo(2, within(1e-12));
        assertThat(quadratic.cost(1000)).isCloseTo(1000, within(1e-9));
        assertThat(linear.crossing(quadratic)).isCloseTo(100, within(1e-9));
        assertThat(quadratic.crossing(linear)).isCloseTo(100, within(1e-9));
        assertThat(linear.crossing(linear)).isNaN();
    }

    @Test
    void twoSizesHaveAnExponentWithoutInterval() {
        ScalingFit fit = ScalingFit.of(new double[] {10, 100}, new double[] {1, 10});

        assertThat(fit.exponent().estimate()).isCloseTo(1, within(1e-12));
        assertThat(fit.exponent().upper()).isInfinite();
        assertThatThrownBy(() -> ScalingFit.of(new double[] {7, 7}, new double[] {1, 2})).hasMessageContaining("different");
        assertThatThrownBy(() -> ScalingFit.of(new double[] {0, 7}, new double[] {1, 2})).hasMessageContaining("above 0");
    }

    @Test
    void meanHeightIsTheAreaUnderStraightLines() {
        LearningCurve curve = new LearningCurve(new double[] {0, 10, 40}, new double[] {1, 0.5, 0.1});

        assertThat(curve.meanHeight()).isCloseTo((7.5 + 9) / 40, within(1e-12));
        assertThat(new LearningCurve(new double[] {0}, new double[] {1}).meanHeight()).isNaN();
    }

    @Test
    void aThresholdIsReachedAtAValidationOrNever() {
        LearningCurve curve = new LearningCurve(new double[] {0, 10, 40}, new double[] {1, 0.5, 0.1});

        assertThat(curve.updatesTo(0.5, false)).isEqualTo(10);
        assertThat(curve.updatesTo(0.2, false)).isEqualTo(40);
        assertThat(curve.updatesTo(0.01, false)).isNaN();
        assertThat(curve.updatesTo(0.9, true)).isZero();
    }

    @Test
    void curveThatNeverCameIsLaterThanAllOthersInTheMedian() {
        List<LearningCurve> curves = new ArrayList<>();
        for (double[] seen : new double[][] {{1, 0.5, 0.1}, {1, 0.1, 0.1}, {1, 0.9, 0.8}}) {
            curves.add(new LearningCurve(new double[] {0, 10, 40}, seen));
        }
        assertThat(LearningCurve.medianUpdatesTo(curves, 0.2, false)).isEqualTo(40);
        assertThat(LearningCurve.reached(curves, 0.2, false)).isEqualTo(2);
        assertThat(LearningCurve.medianUpdatesTo(curves.subList(0, 2), 0.2, false)).isEqualTo(25);
        assertThat(LearningCurve.medianUpdatesTo(curves.subList(1, 3), 0.2, false)).as("half never came").isNaN();
        assertThat(LearningCurve.medianUpdatesTo(List.of(), 0.2, false)).isNaN();
    }
}
