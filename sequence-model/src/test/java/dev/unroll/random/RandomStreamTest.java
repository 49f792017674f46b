package dev.unroll.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of fixed draws: the bounds are those of chance (about 1 in 10 000), the outcomes never change. */
class RandomStreamTest {

    private final RandomStream stream = Randomness.of(42, Purpose.TEST_DATA).stream();

    @Test
    void theSameKeyDrawsTheSameNumbers() {
        RandomStream again = Randomness.of(42, Purpose.TEST_DATA).stream();
        for (int i = 0; i < 100; i++) {
            assertThat(again.nextInt()).isEqualTo(stream.nextInt());
        }
    }

    @Test
    void seedsAndPurposesDrawDifferentNumbers() {
        int first = stream.nextInt();
        assertThat(Randomness.of(43, Purpose.TEST_DATA).stream().nextInt()).isNotEqualTo(first);
        assertThat(Randomness.of(42, Purpose.TRAINING_DATA).stream().nextInt()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 64, 100})
    void boundedNumbersAreUniform(int bound) {
        int[] counts = new int[bound];
        int draws = 1000 * bound;
        for (int i = 0; i < draws; i++) {
            counts[stream.nextInt(bound)]++;
        }
        assertThat(chiSquare(counts, 1000)).isLessThan(chiSquareBound(bound - 1));
    }

    @Test
    void aBoundNearTheGreatestIsUniformToo() {
        // Without rejection, every third number would come up two times in eight, its neighbours three times.
        int bound = 3 << 29;
        int[] counts = new int[3];
        for (int i = 0; i < 30_000; i++) {
            int value = stream.nextInt(bound);
            assertThat(value).isBetween(0, bound - 1);
            counts[value % 3]++;
        }
        assertThat(chiSquare(counts, 10_000)).isLessThan(chiSquareBound(2));
    }

    @Test
    void floatsAndDoublesAreUniformBelowOne() {
        assertUniform(stream::nextFloat);
        assertUniform(stream::nextDouble);
        assertUniform(() -> (stream.nextUniform(-2f, 6f) + 2) / 8);
    }

    private static void assertUniform(DoubleSupplier draw) {
        int[] counts = new int[50];
        for (int i = 0; i < 50_000; i++) {
            double value = draw.getAsDouble();
            assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
            counts[(int) (value * 50)]++;
        }
        assertThat(chiSquare(counts, 1000)).isLessThan(chiSquareBound(49));
    }

    @Test
    void doublesUseAllTheirBits() {
        long seen = 0;
        for (int i = 0; i < 100; i++) {
            seen |= (long) (stream.nextDouble() * 0x1p53);
        }
        assertThat(seen).isEqualTo((1L << 53) - 1);
    }

    @Test
    void gaussiansHaveTheMomentsOfTheNormalDistribution() {
        int n = 100_000;
        double[] moments = new double[5];
        int beyondTwo = 0;
        for (int i = 0; i < n; i++) {
            double x = stream.nextGaussian();
            double power = 1;
            for (int k = 1; k <= 4; k++) {
                power *= x;
                moments[k] += power / n;
            }
            beyondTwo += Math.abs(x) > 2 ? 1 : 0;
        }
        // Four standard errors: √1, √2, √15, √96 over √n.
        double unit = 4 / Math.sqrt(n);
        assertThat(moments[1]).isCloseTo(0, within(unit));
        assertThat(moments[2]).isCloseTo(1, within(unit * Math.sqrt(2)));
        assertThat(moments[3]).isCloseTo(0, within(unit * Math.sqrt(15)));
        assertThat(moments[4]).isCloseTo(3, within(unit * Math.sqrt(96)));
        assertThat(beyondTwo / (double) n).isCloseTo(0.0455, within(unit * 0.21));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 1000})
    void permutationsHoldEveryNumberOnce(int n) {
        boolean[] seen = new boolean[n];
        for (int value : stream.permutation(n)) {
            assertThat(seen[value]).isFalse();
            seen[value] = true;
        }
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void everyOrderIsEquallyLikely() {
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            int[] order = stream.permutation(3);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        int[] possible = {counts[5], counts[7], counts[11], counts[15], counts[19], counts[21]};
        assertThat(chiSquare(possible, 1000)).isLessThan(chiSquareBound(5));
    }

    @Test
    void impossibleBoundsAreRefused() {
        assertThatThrownBy(() -> stream.nextInt(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the bound must be at least 1; got 0");
    }

    static double chiSquare(int[] counts, double expected) {
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    /** What chi-square exceeds with a chance of 1 in 10 000 (Wilson &amp; Hilferty 1931). */
    static double chiSquareBound(int degrees) {
        double spread = 2.0 / (9 * degrees);
        double root = 1 - spread + 3.719 * Math.sqrt(spread);
        return degrees * root * root * root;
    }
}
