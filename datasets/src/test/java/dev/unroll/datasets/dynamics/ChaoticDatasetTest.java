package dev.unroll.datasets.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaoticDatasetTest {

    private static double[] after(ChaoticSystem system, double[] start, int intervals) {
        double[] state = start.clone();
        for (int i = 0; i < intervals; i++) {
            system.advance(state);
        }
        double[] seen = new double[system.variables().size()];
        system.observe(state, seen, 0);
        return seen;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void halvingTheStepOfLorenzDividesTheErrorBySixteen() {
        double[] start = {1, 2, 20};
        double[] exact = after(new LorenzSystem(28, 0.5, 20_000, true), start, 1);
        double coarse = distance(after(new LorenzSystem(28, 0.5, 50, true), start, 1), exact);
        double fine = distance(after(new LorenzSystem(28, 0.5, 100, true), start, 1), exact);
        assertThat(coarse / fine).isCloseTo(16, within(2.0));
        assertThat(coarse).isLessThan(1e-2);
    }

    @Test
    void lorenzFollowsItsEquations() {
        double[] start = {1, 2, 20};
        double[] soon = after(new LorenzSystem(28, 1e-6, 1, true), start, 1);
        assertThat((soon[0] - 1) / 1e-6).isCloseTo(10, within(1e-3));
        assertThat((soon[1] - 2) / 1e-6).isCloseTo(1 * (28 - 20) - 2, within(1e-3));
        assertThat((soon[2] - 20) / 1e-6).isCloseTo(1 * 2 - 20 * 8 / 3.0, within(1e-3));
    }

    /** The solution from a constant past as long as the delayed value is that past: a linear equation. */
    @Test
    void mackeyGlassFollowsItsEquationThroughTheFirstDelay() {
        double[] past = new double[172];
        Arrays.fill(past, 0.8);
        double production = 0.2 * 0.8 / (1 + Math.pow(0.8, 10)) / 0.1;
        double[] seen = after(new MackeyGlassSystem(17, 16), past, 1);
        assertThat(seen[0]).isCloseTo(production + (0.8 - production) * Math.exp(-1.6), within(1e-9));
    }

    @Test
    void finerStepsOfMackeyGlassAgree() {
        MackeyGlassSystem unit = new MackeyGlassSystem(17, 1, 40);
        double[] before = unit.settled(Randomness.of(1, Purpose.PROBE).stream());
        double[] fine = before.clone();
        unit.advance(fine);
        double[] coarse = new double[172];
        for (int i = 0; i < coarse.length; i++) {
            // Every fourth sample, counted back from the last; the farthest left the fine state 40 steps ago.
            int back = 4 * (coarse.length - 1 - i);
            coarse[i] = back < fine.length ? fine[fine.length - 1 - back] : before[before.length - 1 - (back - 40)];
        }
        assertThat(after(new MackeyGlassSystem(17, 100), coarse, 1)[0])
                .isCloseTo(after(new MackeyGlassSystem(17, 100, 40), fine, 1)[0], within(1e-6));
    }

    @Test
    void neighboursPartAsFastAsTheLiteratureSays() {
        // 0.9056: Sprott 2003, "Chaos and time-series analysis".
        assertThat(LyapunovExponent.greatest(new LorenzSystem(28, 0.04, true), 6_000)).isCloseTo(0.9056, within(0.02));
        // Delays up to about 16.8 are periodic, 17 is weakly chaotic (Farmer 1982 has 0.007 for 17 with these rates).
        assertThat(LyapunovExponent.greatest(new MackeyGlassSystem(17, 3), 6_000)).isBetween(0.004, 0.009);
        assertThat(LyapunovExponent.greatest(new LorenzSystem(14, 0.04, true), 1_000)).isNegative();
    }

    @Test
    void anExampleIsAStretchAndWhatFollowsIt() {
        SequenceDataset dataset = Samples.dataset(new LorenzFactory(),
                "{'window': 4, 'horizon': 6, 'stride': 5, 'trainSize': 20}");
        List<Sample> samples = Samples.of(dataset, Part.TRAIN, 20);
        for (int i = 0; i + 1 < samples.size(); i++) {
            assertThat(samples.get(i).features()).hasDimensions(4, 3);
            assertThat(samples.get(i).values()).hasSize(18);
            // The next example begins one sample into this one's target.
            for (int v = 0; v < 3; v++) {
                assertThat(samples.get(i + 1).features()[0][v]).isEqualTo(samples.get(i).values()[3 + v]);
                assertThat(samples.get(i + 1).features()[3][v]).isEqualTo(samples.get(i).values()[12 + v]);
                assertThat(samples.get(i + 1).values()[v]).isEqualTo(samples.get(i).values()[15 + v]);
            }
        }
        LorenzSystem system = new LorenzSystem(28, 0.04, true);
        double[] state = new double[3];
        for (int v = 0; v < 3; v++) {
            state[v] = samples.get(0).features()[0][v] * dataset.inputUnits().scale()[v]
                    + dataset.inputUnits().offset()[v];
        }
        double[] later = after(system, state, 4);
        for (int v = 0; v < 3; v++) {
            assertThat(samples.get(0).values()[v] * dataset.inputUnits().scale()[v] + dataset.inputUnits().offset()[v])
                    .isCloseTo(later[v], within(1e-4));
        }
    }

    @Test
    void trainingHasMeanZeroAndDeviationOneAndTheMeanScoresOne() {
        for (SequenceDataset dataset : List.of(Samples.dataset(new LorenzFactory(), "{}"),
                Samples.dataset(new MackeyGlassFactory(), "{}"))) {
            assertThat(Samples.baselineError(dataset, Part.TRAIN, dataset.size(Part.TRAIN))).isCloseTo(1, within(0.02));
            assertThat(Samples.baselineError(dataset, Part.TEST, dataset.size(Part.TEST))).isCloseTo(1, within(0.15));
            assertThat(dataset.validTime()).isPresent();
        }
        assertThat(Samples.dataset(new LorenzFactory(), "{}").validTime().get().timePerStep() * 50)
                .isCloseTo(1.81, within(0.05));
    }

    @Test
    void partsAreTrajectoriesOfTheirOwn() {
        SequenceDataset dataset = Samples.dataset(new MackeyGlassFactory(), "{}");
        Set<Float> values = new HashSet<>();
        int count = 0;
        for (Part part : Part.values()) {
            for (Sample sample : Samples.of(dataset, part, 100)) {
                values.add(sample.features()[0][0]);
                count++;
            }
        }
        assertThat(values).hasSize(count);
        assertThat(new MackeyGlassSystem(17, 3).settled(Randomness.of(1, Purpose.PROBE).stream()))
                .hasSize(172).doesNotContain(Double.NaN);
    }

    @Test
    void whatComesToRestHasNoValidTime() {
        assertThat(Samples.dataset(new LorenzFactory(), "{'rho': 0.5}").validTime()).isEmpty();
        assertThat(Samples.dataset(new MackeyGlassFactory(), "{'delay': 2}").validTime()).isEmpty();
    }

    @Test
    void oneVariableCanBeObservedAlone() {
        SequenceDataset dataset = Samples.dataset(new LorenzFactory(), "{'observed': 'x'}");
        assertThat(dataset.target().size()).isEqualTo(50);
        assertThat(dataset.inputUnits().names()).containsExactly("x");
    }
}
