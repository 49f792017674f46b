package dev.unroll.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Multiplication and the versions of adding but the first, which has a test of its own. */
class MarkedNumbersTest {

    private static List<Integer> marked(Sample sample) {
        List<Integer> marked = new ArrayList<>();
        for (int t = 0; t < sample.features().length; t++) {
            if (sample.features()[t][1] == 1f) {
                marked.add(t);
            }
        }
        return marked;
    }

    @Test
    void anywhereMarksTwoStepsOfAllAlike() {
        SequenceDataset dataset = Samples.dataset(new AddingFactory(), "{'version': 'anywhere', 'length': 5}");
        int[] pairs = new int[25];
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 10_000)) {
            List<Integer> marked = marked(sample);
            assertThat(marked).hasSize(2);
            float sum = sample.features()[marked.get(0)][0] + sample.features()[marked.get(1)][0];
            assertThat(sample.values()).containsExactly(sum);
            assertThat(dataset.slices().get(sample.slice())).isEqualTo("gap " + (marked.get(1) - marked.get(0)));
            pairs[marked.get(0) * 5 + marked.get(1)]++;
        }
        for (int i = 0; i < 5; i++) {
            for (int j = i + 1; j < 5; j++) {
                assertThat(pairs[i * 5 + j] / 10_000.0).isCloseTo(0.1, within(Samples.spread(0.1, 10_000)));
            }
        }
        assertThat(Samples.baselineError(dataset, Part.TEST, 10_000)).isCloseTo(1 / 6.0, within(0.008));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theOriginalMarksEarlyStepsAndTheEnds(boolean adding) {
        DatasetFactory<?> factory = adding ? new AddingFactory() : new MultiplicationFactory();
        SequenceDataset dataset = Samples.dataset(factory, adding ? "{'version': 'original', 'length': 40}"
                : "{'length': 40}");
        Set<Integer> lengths = new HashSet<>();
        int firstStep = 0;
        int n = 20_000;
        for (Sample sample : Samples.of(dataset, Part.TRAIN, n)) {
            int last = sample.features().length - 1;
            List<Integer> marked = marked(sample);
            assertThat(sample.features()[0][1]).isEqualTo(-1f);
            assertThat(sample.features()[last][1]).isEqualTo(-1f);
            // A marked first step shows no marker of 1.
            assertThat(marked.size()).isBetween(1, 2);
            assertThat(marked).allMatch(t -> t > 0 && t < 20);
            assertThat(marked.get(0) < 10 || marked.size() == 1).isTrue();
            double expected = marked.stream().mapToDouble(t -> sample.features()[t][0])
                    .reduce(adding ? 0 : 1, (a, b) -> adding ? a + b : a * b);
            assertThat((double) sample.values()[0]).isCloseTo(adding ? 0.5 + expected / 4 : expected, within(1e-6));
            for (float[] step : sample.features()) {
                assertThat(step[0]).isBetween(adding ? -1f : 0f, 1f);
            }
            lengths.add(last + 1);
            firstStep += marked.size() == 1 ? 1 : 0;
        }
        assertThat(lengths).containsExactlyInAnyOrder(40, 41, 42, 43, 44);
        double p = MarkedSteps.firstStepMarked(40);
        assertThat((double) firstStep / n).isCloseTo(p, within(Samples.spread(p, n)));
    }

    @Test
    void theMeanScoresItsVariance() {
        double p = MarkedSteps.firstStepMarked(100);
        assertThat(Samples.baselineError(Samples.dataset(new AddingFactory(), "{'version': 'original'}"), Part.TEST,
                10_000)).isCloseTo(((1 - p) * 2 / 3 + p / 3) / 16, within(0.002));
        double mean = p / 2 + (1 - p) / 4;
        double variance = p / 3 + (1 - p) / 9 - mean * mean;
        assertThat(variance).isCloseTo(0.0592, within(0.0001));
        assertThat(Samples.baselineError(Samples.dataset(new MultiplicationFactory(), "{}"), Part.TEST, 10_000))
                .isCloseTo(variance, within(0.004));
    }

    @Test
    void noExampleIsInTwoParts() {
        for (String keys : List.of("{'version': 'anywhere'}", "{'version': 'original'}")) {
            SequenceDataset dataset = Samples.dataset(new AddingFactory(), keys);
            Set<String> examples = new HashSet<>();
            for (Part part : Part.values()) {
                Samples.of(dataset, part, 500).forEach(s -> examples.add(Arrays.deepToString(s.features())));
            }
            assertThat(examples).hasSize(1_500);
        }
    }

    @Test
    void versionsHaveFingerprintsOfTheirOwn() {
        assertThat(List.of("one-per-half", "anywhere", "original").stream().map(version ->
                Samples.dataset(new AddingFactory(), "{'version': '" + version + "'}").fingerprint()))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> new AddingSpec("original", 19, null, null, null))
                .hasMessage("length must be at least 20; got 19");
        assertThatThrownBy(() -> new AddingSpec("tcn", null, null, null, null))
                .hasMessage("version must be one of one-per-half, anywhere, original; got tcn");
    }
}
