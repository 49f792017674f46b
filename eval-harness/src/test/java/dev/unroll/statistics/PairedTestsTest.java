package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Golden numbers are SciPy 1.17's ({@code ttest_1samp}, {@code wilcoxon}) or those of a full enumeration, as noted. */
class PairedTestsTest {

    private static final Offset<Double> CLOSE = within(1e-9);
    private static final double[] DIFFERENCES = {1.2, -0.3, 0.8, 2.1, 0.5};
    private static final Randomness RANDOMNESS = Randomness.of(7, Purpose.RESAMPLING);

    @Test
    void studentsTestIsSciPys() {
        PairedStudent test = PairedStudent.of(DIFFERENCES, 0);

        assertThat(test.mean()).isCloseTo(0.86, CLOSE);
        assertThat(test.p()).isCloseTo(0.09546614192911845, CLOSE);
        assertThat(test.lower()).isCloseTo(-0.23871478842913774, CLOSE);
        assertThat(test.upper()).isCloseTo(1.9587147884291376, CLOSE);
    }

    @Test
    void twoDifferencesShowNothing() {
        assertThat(PairedStudent.of(new double[] {1, 1.0001}, 0).p()).isEqualTo(1);
        assertThat(PairedStudent.of(new double[] {1}, 0).p()).isEqualTo(1);
        assertThatThrownBy(() -> PairedStudent.of(new double[0], 0)).hasMessageContaining("at least one pair");
    }

    /** One item of 1,000 more on each of three seeds is no finding; two items more are. */
    @Test
    void agreementByRoundingIsNotTakenForCertainty() {
        double floor = 0.001 / Math.sqrt(6);

        assertThat(PairedStudent.of(new double[] {0.001, 0.001, 0.001}, floor).p()).isBetween(0.05, 0.06);
        assertThat(PairedStudent.of(new double[] {0.002, 0.002, 0.002}, floor).p()).isLessThan(0.02);
        assertThat(PairedStudent.of(new double[] {0.002, 0.002, 0.002}, 0).p()).isZero();
        assertThat(PairedStudent.of(new double[3], 0).p()).isEqualTo(1);
    }

    /** 4 of the 32 patterns of signs, and 4 of 64, are as far out: counted one by one by another program. */
    @Test
    void randomSignsAreCounted() {
        assertThat(SignFlips.p(DIFFERENCES, RANDOMNESS)).isEqualTo(0.125);
        assertThat(SignFlips.p(new double[] {0.1, 0.4, 0.3, -0.05, 0.2, 0.6}, RANDOMNESS)).isEqualTo(0.0625);
        assertThat(SignFlips.p(new double[] {1, 2, 3, 4, 5}, RANDOMNESS)).isEqualTo(2 / 32.0);
        assertThat(SignFlips.p(new double[4], RANDOMNESS)).isEqualTo(1);
    }

    @Test
    void drawnSignsComeNearTheTTestForManyDifferences() {
        double[] many = IntStream.range(0, 60).mapToDouble(i -> StrictMath.sin(i * 2.3) + 0.2).toArray();

        assertThat(SignFlips.p(many, RANDOMNESS)).isCloseTo(PairedStudent.of(many, 0).p(), within(0.01));
    }

    @Test
    void wilcoxonIsSciPysWithoutTies() {
        double[] forty = IntStream.rangeClosed(1, 40).mapToDouble(i -> i % 3 == 0 ? -i : i).toArray();

        assertThat(WilcoxonSignedRank.of(DIFFERENCES)).isEqualTo(new WilcoxonSignedRank(5, 14, 0.125));
        assertThat(WilcoxonSignedRank.of(forty).p()).isCloseTo(0.06616061626664305, CLOSE);
    }

    /** The differences of SciPy's and Wikipedia's example, with a zero and ties; p counted over all 512 patterns. */
    @Test
    void wilcoxonIsExactWithTiesAndZeros() {
        WilcoxonSignedRank test = WilcoxonSignedRank.of(new double[] {15, -7, 5, 20, 0, -9, 17, -12, 5, -10});

        assertThat(test.n()).isEqualTo(9);
        assertThat(test.positive()).isEqualTo(27);
        assertThat(test.p()).isEqualTo(0.6328125);
    }

    @Test
    void wilcoxonIsANormalForManyDifferences() {
        double[] many = IntStream.range(0, 450).mapToDouble(i -> i < 250 ? i + 1 : -(i - 249)).toArray();

        assertThat(WilcoxonSignedRank.of(many).p()).isCloseTo(0.00011638552298931863, CLOSE);
        assertThat(WilcoxonSignedRank.of(new double[3]).p()).isEqualTo(1);
    }

    @Test
    void theBootstrapOfAMeanComesNearStudentsIntervalForManyPairs() {
        double[] many = IntStream.range(0, 60).mapToDouble(i -> StrictMath.sin(i * 2.3) + 0.2).toArray();
        Interval interval = PairedBootstrap.mean(many, 10_000, RANDOMNESS);
        PairedStudent student = PairedStudent.of(many, 0);

        assertThat(interval.estimate()).isCloseTo(student.mean(), CLOSE);
        assertThat(interval.lower()).isCloseTo(student.lower(), within(0.01));
        assertThat(interval.upper()).isCloseTo(student.upper(), within(0.01));
        assertThat(PairedBootstrap.mean(new double[] {3}, 10, RANDOMNESS).upper()).isInfinite();
    }

    /** By the definition, with the factor from SciPy's {@code gammaln}. */
    @Test
    void effectSizesAreThoseOfTheirDefinitions() {
        double[] first = {3, 4, 5, 6, 9};
        double[] second = {2, 3, 3, 5, 4};

        assertThat(EffectSizes.hedgesG(first, second)).isCloseTo(0.9938436610364988, CLOSE);
        assertThat(EffectSizes.hedgesG(second, first)).isCloseTo(-0.9938436610364988, CLOSE);
        assertThat(EffectSizes.cliffsDelta(first, second)).isCloseTo(0.6, CLOSE);
        assertThat(EffectSizes.hedgesG(new double[] {1, 1}, new double[] {1, 1})).isZero();
    }
}
