package dev.unroll.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyingDatasetTest {

    private static SequenceDataset copying(int lag, int copyLength, int alphabet, String lossOn) {
        return new CopyingFactory().create(new CopyingSpec(lag, copyLength, alphabet, lossOn, 3_000, 10, 10),
                Randomness.of(1, Purpose.TRAINING_DATA));
    }

    @Test
    void aSequenceIsSymbolsBlanksDelimiterBlanksAndItsTargetEndsInTheSymbols() {
        SequenceBatch batch = copying(4, 3, 8, "recall").batch(Part.TRAIN, new int[] {5});
        int[] x = Arrays.copyOf(batch.tokens(), 3);
        assertThat(x).doesNotContain(8, 9);
        assertThat(batch.tokens()).containsExactly(x[0], x[1], x[2], 8, 8, 8, 9, 8, 8, 8);
        assertThat(batch.classes()).containsExactly(8, 8, 8, 8, 8, 8, 8, x[0], x[1], x[2]);
        assertThat(batch.weights()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1);
        assertThat(copying(4, 3, 8, "all").batch(Part.TRAIN, new int[] {5}).weights()).containsOnly(1f).hasSize(10);
    }

    @Test
    void theDefaultIsThePapersSetting() {
        SequenceDataset copying = new CopyingFactory().create(
                new CopyingSpec(null, null, null, null, null, null, null), Randomness.of(1, Purpose.TRAINING_DATA));
        assertThat(copying.batch(Part.TEST, new int[] {0}).lengths()).containsExactly(70);
        assertThat(copying.input()).isEqualTo(new Task.Tokens(10));
        assertThat(copying.target()).isEqualTo(new Task.Target(Task.TargetKind.CLASS_PER_STEP, 9));
        assertThat(copying.classNames()).hasSize(9).endsWith("symbol7", "blank");
        assertThat(copying.inputUnits().names()).hasSize(10).endsWith("blank", "delimiter");
    }

    @Test
    void symbolsAreUniform() {
        int[] counts = new int[10];
        int[] indices = IntStream.range(0, 3_000).toArray();
        for (int token : copying(1, 10, 8, "recall").batch(Part.TRAIN, indices).tokens()) {
            counts[token]++;
        }
        for (int symbol = 0; symbol < 8; symbol++) {
            // Five standard deviations of a binomial count with p = 1/8 among 30,000.
            assertThat((double) counts[symbol]).isCloseTo(3_750, within(5 * Math.sqrt(3_750 * 7 / 8.0)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, all, 0.020387", "50, all, 0.297063", "50, recall, 2.079442"})
    void withoutMemoryTheLossIsThePapersFigure(int lag, String lossOn, double expected) {
        SequenceDataset copying = copying(lag, 10, 8, lossOn);
        int[] indices = {0, 1, 1};
        SequenceBatch batch = copying.batch(Part.TEST, indices);
        float[] scores = copying.baselines().get(0).predict(Part.TEST, indices);
        double loss = 0;
        double weight = 0;
        for (int i = 0; i < batch.classes().length; i++) {
            double sum = 0;
            for (int k = 0; k < 9; k++) {
                sum += Math.exp(scores[i * 9 + k]);
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
            loss -= batch.weights()[i] * scores[i * 9 + batch.classes()[i]];
            weight += batch.weights()[i];
        }
        assertThat(loss / weight).isCloseTo(expected, within(1e-6));
    }

    @Test
    void partsAndSeedsDifferAndRepeatedIndicesAgree() {
        SequenceDataset copying = copying(2, 10, 8, "recall");
        int[] twice = copying.batch(Part.TRAIN, new int[] {3, 3}).tokens();
        assertThat(Arrays.copyOf(twice, 22)).isEqualTo(Arrays.copyOfRange(twice, 22, 44));
        assertThat(copying.batch(Part.TEST, new int[] {3}).tokens()).isNotEqualTo(Arrays.copyOf(twice, 22));
        assertThat(copying.batch(Part.TRAIN, new int[] {4}).tokens()).isNotEqualTo(Arrays.copyOf(twice, 22));
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> new CopyingSpec(null, null, null, "some", null, null, null))
                .hasMessage("lossOn must be one of recall, all; got some");
        assertThatThrownBy(() -> new CopyingSpec(0, null, null, null, null, null, null))
                .hasMessage("lag must be at least 1; got 0");
        assertThatThrownBy(() -> new CopyingSpec(Integer.MAX_VALUE, null, null, null, null, null, null))
                .hasMessage("lag must be at most 1000000; got 2147483647");
        assertThatThrownBy(() -> new CopyingSpec(null, null, 1, null, null, null, null))
                .hasMessage("alphabet must be at least 2; got 1");
    }
}
