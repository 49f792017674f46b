package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.run.TrialResult.GradientReach;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientTextTest {

    @Test
    void weakestIsComparedWithStrongestAtTheFarthestLag() {
        String text = GradientText.html(List.of(profile("RNN", 1, 1e-3, 1e-6), profile("LSTM", 1, 0.5, 0.1)),
                List.of());

        assertThat(text).isEqualTo("At initialization the RNN’s gradient at lag 2 is 10<sup>−5.0</sup> of the LSTM’s.");
    }

    @Test
    void gradientsWithinAFactorOfTenAreAlike() {
        String text = GradientText.html(List.of(), List.of(profile("RNN", 1, 1, 0.2), profile("LSTM", 1, 1, 1)));

        assertThat(text).isEqualTo("After training all gradients at lag 2 are within a factor of ten of each other.");
    }

    @Test
    void exactZerosAreNamedAndNotCompared() {
        String text = GradientText.html(List.of(profile("<b>", 1, 0, 0), profile("LSTM", 1, 0.1, 0.01)), List.of());

        assertThat(text).isEqualTo("At initialization the LSTM’s gradient at lag 2 is 10<sup>−2.0</sup> of that at lag "
                + "0. At initialization the &lt;b&gt;’s gradient is below what a float holds (10<sup>−45</sup>)"
                + " in 1 of 1 seeds at lag 2, the first of them from lag 1 on.");
    }

    @Test
    void modelsAreComparedBeforeOneVanishes() {
        String text = GradientText.html(List.of(profile("RNN", 1, 1e-3, 0), profile("LSTM", 1, 1, 0.1)), List.of());

        assertThat(text).isEqualTo("At initialization the RNN’s gradient at lag 1 is 10<sup>−3.0</sup> of the LSTM’s. "
                + "At initialization the RNN’s gradient is below what a float holds (10<sup>−45</sup>) in 1 of 1"
                + " seeds at lag 2, the first of them from lag 2 on.");
    }

    @Test
    void profileIsTheGeometricMeanOverSeeds() {
        ReachProfile profile = ReachProfile.of("a", List.of(reach(1, 1e-2), reach(1, 1e-4)));

        assertThat(profile.median()).containsExactly(0, -3);
    }

    @Test
    void aSeedThatUnderflowsIsCountedAndLeavesTheModelIn() {
        ReachProfile lstm = ReachProfile.of("LSTM", List.of(reach(1, 1e-2), reach(1, 1e-4), reach(1, 0)));

        assertThat(lstm.median()).containsExactly(0, -3);
        assertThat(GradientText.html(List.of(lstm, profile("RNN", 1, 1e-5)), List.of())).isEqualTo("At initialization the"
                + " RNN’s gradient at lag 1 is 10<sup>−2.0</sup> of the LSTM’s. At initialization the LSTM’s gradient is"
                + " below what a float holds (10<sup>−45</sup>) in 1 of 3 seeds at lag 1, the first of them from lag 1 on.");
    }

    private static ReachProfile profile(String model, double... median) {
        return ReachProfile.of(model, List.of(reach(median)));
    }

    private static GradientReach reach(double... median) {
        return new GradientReach(median, median, median, median);
    }
}
