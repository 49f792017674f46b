package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.gradient.UpdateNorms;
import org.junit.jupiter.api.Test;

class NormCounterTest {

    @Test
    void countsWhatIsClippedAndKeepsTheGreatest() {
        NormCounter counter = new NormCounter(1);
        for (double norm : new double[] {0.5, 1, 1.001, 1e-30, 300}) {
            counter.add(norm);
        }

        UpdateNorms norms = counter.norms();
        assertThat(norms.updates()).isEqualTo(5);
        assertThat(norms.clipped()).isEqualTo(2);
        assertThat(norms.clippedShare()).isEqualTo(0.4);
        assertThat(norms.max()).isEqualTo(300);
    }

    @Test
    void aBinIsAnEighthOfAnOctave() {
        NormCounter counter = new NormCounter(1);
        counter.add(1.0);
        counter.add(1.12);
        counter.add(1.13);

        UpdateNorms norms = counter.norms();
        assertThat(norms.counts()).containsExactly(2, 1);
        assertThat(norms.edge(0)).isEqualTo(1);
        assertThat(norms.edge(1)).isEqualTo(1.125);
    }

    @Test
    void theMedianIsThatOfTheValuesToWithinABin() {
        NormCounter counter = new NormCounter(1);
        for (int i = 1; i <= 999; i++) {
            counter.add(i / 100.0);
        }

        assertThat(counter.norms().median()).isCloseTo(5.0, within(0.03));
        assertThat(UpdateNorms.NONE.median()).isNaN();
    }

    @Test
    void goesOnFromWhatWasCountedBefore() {
        NormCounter whole = new NormCounter(2);
        NormCounter first = new NormCounter(2);
        for (double norm : new double[] {0, 3, 0.1}) {
            whole.add(norm);
            first.add(norm);
        }
        NormCounter second = new NormCounter(2);
        second.add(7);
        second.restore(first.norms());
        for (double norm : new double[] {5, 1e9}) {
            whole.add(norm);
            second.add(norm);
        }

        assertThat(second.norms()).usingRecursiveComparison().isEqualTo(whole.norms());
    }
}
