package dev.unroll.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalOrderDatasetTest {

    private static final String LETTERS = "EBabcdXY";

    @ParameterizedTest
    @CsvSource({"2, 10 20 50 60", "3, 10 20 33 43 66 76"})
    void theClassIsWhatTheRelevantSymbolsSpell(int symbols, String bounds) {
        SequenceDataset dataset = Samples.dataset(new TemporalOrderFactory(), "{'symbols': " + symbols + "}");
        int[] classes = new int[dataset.target().size()];
        Set<Integer> lengths = new HashSet<>();
        List<Set<Integer>> places = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 8_000)) {
            String word = sample.word(LETTERS);
            assertThat(word).matches("E[abcdXY]*B");
            String spelled = word.replaceAll("[^XY]", "");
            assertThat(dataset.classNames().get(sample.label())).isEqualTo(spelled).hasSize(symbols);
            int found = 0;
            for (int t = 0; t < word.length(); t++) {
                if ("XY".indexOf(word.charAt(t)) >= 0) {
                    places.get(found++).add(t);
                }
            }
            lengths.add(word.length());
            classes[sample.label()]++;
        }
        String[] ends = bounds.split(" ");
        for (int i = 0; i < symbols; i++) {
            assertThat(places.get(i)).hasSize(11).contains(Integer.parseInt(ends[2 * i]),
                    Integer.parseInt(ends[2 * i + 1]));
        }
        assertThat(lengths).hasSize(11).contains(100, 110);
        double share = 1.0 / classes.length;
        for (int count : classes) {
            assertThat(count / 8_000.0).isCloseTo(share, within(Samples.spread(share, 8_000)));
        }
        assertThat(Samples.baselineAccuracy(dataset, Part.TEST, 2_560))
                .isCloseTo(share, within(Samples.spread(share, 2_560)));
    }

    @Test
    void slicesAreByTheLagToTheEnd() {
        SequenceDataset dataset = Samples.dataset(new TemporalOrderFactory(), "{}");
        for (Sample sample : Samples.of(dataset, Part.TEST, 500)) {
            String word = sample.word(LETTERS);
            int lag = word.length() - 1 - word.replace('Y', 'X').indexOf('X');
            String[] ends = dataset.slices().get(sample.slice()).replace("lag ", "").split("–");
            assertThat(lag).isBetween(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        }
        assertThat(dataset.slices()).hasSize(3);
    }

    @Test
    void noiseHasItsDeviationAndWithoutItTheSymbolStandsClear() {
        SequenceDataset noisy = Samples.dataset(new NoisyTemporalOrderFactory(), "{'noise': 0.1}");
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (Sample sample : Samples.of(noisy, Part.TRAIN, 300)) {
            for (float[] step : sample.features()) {
                int best = 0;
                for (int f = 1; f < 8; f++) {
                    best = step[f] > step[best] ? f : best;
                }
                for (int f = 0; f < 8; f++) {
                    // Noise reaches no further than the root of 3 times 0.1, so the greatest feature is the symbol's.
                    double noise = f == best ? step[f] - 1.0 : step[f];
                    sum += noise;
                    squares += noise * noise;
                    n++;
                }
            }
        }
        assertThat(sum / n).isCloseTo(0, within(0.001));
        assertThat(Math.sqrt(squares / n)).isCloseTo(0.1, within(0.001));

        SequenceDataset clear = Samples.dataset(new NoisyTemporalOrderFactory(), "{'noise': 0}");
        for (Sample sample : Samples.of(clear, Part.TRAIN, 50)) {
            StringBuilder word = new StringBuilder();
            for (float[] step : sample.features()) {
                int symbol = -1;
                for (int f = 0; f < 8; f++) {
                    assertThat(step[f] == 0f || step[f] == 1f).isTrue();
                    symbol = step[f] == 1f ? f : symbol;
                }
                word.append(LETTERS.charAt(symbol));
            }
            assertThat(clear.classNames().get(sample.label())).isEqualTo(word.toString().replaceAll("[^XY]", ""));
        }
    }
}
