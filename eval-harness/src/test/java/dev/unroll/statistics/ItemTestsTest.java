package dev.unroll.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.statistics.DieboldMariano.Kernel;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ItemTestsTest {

    private static final Offset<Double> CLOSE = within(1e-9);
    private static final double[] DIFFERENCES = IntStream.range(0, 60)
            .mapToDouble(i -> StrictMath.sin(i * 0.7) + 0.3 + 0.5 * StrictMath.cos(i * 1.9)).toArray();

    /** Fagerland, Lydersen and Laake (2013), table 5: airway hyper-responsiveness, 1 against 7: p .070, mid-p .039. */
    @Test
    void mcNemarIsThatOfThePaper() {
        McNemar test = McNemar.of(1, 7);

        assertThat(test.exact()).isCloseTo(0.0703125, CLOSE);
        assertThat(test.mid()).isCloseTo(0.0390625, CLOSE);
        assertThat(McNemar.of(7, 1).mid()).isEqualTo(test.mid());
    }

    /** SciPy: {@code binomtest(40, 110).pvalue} and half of what {@code binom.pmf(40, 110, 0.5)} has on either side. */
    @Test
    void mcNemarHoldsForManyItems() {
        assertThat(McNemar.of(40, 70).exact()).isCloseTo(0.005447429511444476, CLOSE);
        assertThat(McNemar.of(40, 70).mid()).isCloseTo(0.005447429511444476 - 0.0012518953260496307, CLOSE);
        assertThat(McNemar.of(0, 0).mid()).isEqualTo(1);
        assertThat(McNemar.of(5, 5).exact()).isEqualTo(1);
        // By the definition: all that can be observed, 252 of 1024 of it counted half.
        assertThat(McNemar.of(5, 5).mid()).isCloseTo(1 - 126 / 1024.0, CLOSE);
        assertThat(McNemar.of(1, 1).mid()).isCloseTo(0.75, CLOSE);
    }

    /** Computed from the two papers' equations in NumPy, p by SciPy's t distribution. */
    @Test
    void dieboldMarianoIsThatOfThePapers() {
        assertThat(DieboldMariano.of(DIFFERENCES, 1, Kernel.TRUNCATED).t()).isCloseTo(3.3873999049741075, CLOSE);
        assertThat(DieboldMariano.of(DIFFERENCES, 1, Kernel.TRUNCATED).p()).isCloseTo(0.0012615759260439794, CLOSE);
        assertThat(DieboldMariano.of(DIFFERENCES, 3, Kernel.TRUNCATED).p()).isCloseTo(0.02631497192081794, CLOSE);
        assertThat(DieboldMariano.of(DIFFERENCES, 1, Kernel.BARTLETT).p()).isCloseTo(0.011767587168902747, CLOSE);
        assertThat(DieboldMariano.of(DIFFERENCES, 6, Kernel.BARTLETT).t()).isCloseTo(3.174277946108144, CLOSE);
    }

    /** Computed from the papers' equations in NumPy: 6 cosines of 60 differences. */
    @Test
    void dieboldMarianoByCosinesIsThatOfThePapers() {
        assertThat(DieboldMariano.of(DIFFERENCES, 1, Kernel.COSINES).t()).isCloseTo(6.901980881909878, CLOSE);
        assertThat(DieboldMariano.of(DIFFERENCES, 1, Kernel.COSINES).p()).isCloseTo(0.00045710869826401883, CLOSE);
        assertThat(DieboldMariano.enough(40, 4)).isTrue();
        assertThat(DieboldMariano.enough(40, 24)).isFalse();
        assertThatThrownBy(() -> DieboldMariano.of(DIFFERENCES, 24, Kernel.COSINES)).hasMessageContaining("got 24 and 60");
    }

    @Test
    void dieboldMarianoOfEqualForecastsFindsNothing() {
        assertThat(DieboldMariano.of(new double[30], 1, Kernel.BARTLETT).p()).isEqualTo(1);
        assertThatThrownBy(() -> DieboldMariano.of(new double[3], 3, Kernel.BARTLETT))
                .hasMessageContaining("more forecasts than that").hasMessageEndingWith("got 3 and 3");
    }

    /** A variance that the truncated kernel makes negative is replaced, not taken the root of. */
    @Test
    void dieboldMarianoSurvivesANegativeVariance() {
        double[] alternating = IntStream.range(0, 40).mapToDouble(i -> i % 2 == 0 ? 1.01 : -1).toArray();

        assertThat(DieboldMariano.of(alternating, 2, Kernel.TRUNCATED))
                .isEqualTo(DieboldMariano.of(alternating, 2, Kernel.BARTLETT));
        assertThat(DieboldMariano.of(alternating, 2, Kernel.TRUNCATED).p()).isBetween(0.0, 1.0);
    }

    /** Holm by hand; Benjamini and Hochberg by SciPy's {@code false_discovery_control}. */
    @Test
    void correctionsKeepTheOrderOfTheTests() {
        double[] p = {0.01, 0.04, 0.03, 0.005, 0.8};

        assertThat(Corrections.holm(p)).containsExactly(new double[] {0.04, 0.09, 0.09, 0.025, 0.8}, CLOSE);
        assertThat(Corrections.benjaminiHochberg(p)).containsExactly(new double[] {0.025, 0.05, 0.05, 0.025, 0.8}, CLOSE);
        assertThat(Corrections.holm(new double[] {0.6, 0.7})).containsExactly(1, 1);
        assertThat(Corrections.holm(new double[0])).isEmpty();
    }
}
