package dev.unroll.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddingDatasetTest {

    private static final Randomness SEED_1 = Randomness.of(1, Purpose.TRAINING_DATA);

    private static SequenceDataset adding(int length) {
        return new AddingFactory().create(new AddingSpec(null, length, 20_000, 100, 100), SEED_1);
    }

    private static int[] range(int n) {
        return IntStream.range(0, n).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 100})
    void oneMarkerStandsInEachHalfAndTheTargetIsTheMarkedSum(int length) {
        SequenceBatch batch = adding(length).batch(Part.TRAIN, range(300));
        assertThat(batch.lengths()).hasSize(300).containsOnly(length);
        for (int b = 0; b < 300; b++) {
            float sum = 0f;
            int markersInFirstHalf = 0;
            int markers = 0;
            for (int t = 0; t < length; t++) {
                float number = batch.features()[(b * length + t) * 2];
                float marker = batch.features()[(b * length + t) * 2 + 1];
                assertThat(number).isBetween(0f, Math.nextDown(1f));
                assertThat(marker == 0f || marker == 1f).isTrue();
                sum += marker * number;
                markers += (int) marker;
                markersInFirstHalf += t < length / 2 ? (int) marker : 0;
            }
            assertThat(markers).isEqualTo(2);
            assertThat(markersInFirstHalf).isEqualTo(1);
            assertThat(batch.values()[b]).isEqualTo(sum);
        }
    }

    @Test
    void markersAreUniformWithinTheirHalves() {
        int length = 10;
        int n = 20_000;
        SequenceBatch batch = adding(length).batch(Part.TRAIN, range(n));
        int[] counts = new int[length];
        for (int i = 0; i < n * length; i++) {
            counts[i % length] += (int) batch.features()[i * 2 + 1];
        }
        for (int count : counts) {
            // Five standard deviations of a binomial count with p = 1/5.
            assertThat((double) count).isCloseTo(n / 5.0, within(5 * Math.sqrt(n * 0.2 * 0.8)));
        }
    }

    @Test
    void theMeanScoresASixth() {
        SequenceDataset adding = adding(4);
        float[] sums = adding.batch(Part.TRAIN, range(20_000)).values();
        float[] answers = adding.baselines().get(0).predict(Part.TRAIN, range(20_000));
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            squares += (sums[i] - answers[i]) * (sums[i] - answers[i]);
        }
        assertThat(squares / sums.length).isCloseTo(1 / 6.0, within(0.006));
    }

    @Test
    void anExampleDependsOnSeedPartAndIndexAlone() {
        SequenceDataset small = new AddingFactory().create(new AddingSpec(null, 50, 10, 10, 10), SEED_1);
        SequenceDataset large = new AddingFactory().create(new AddingSpec(null, 50, 900, 10, 10), SEED_1);
        SequenceBatch one = small.batch(Part.TRAIN, new int[] {7});
        SequenceBatch among = large.batch(Part.TRAIN, new int[] {800, 7, 7, 0});
        for (int i = 0; i < 100; i++) {
            assertThat(among.features()[100 + i]).isEqualTo(one.features()[i]);
            assertThat(among.features()[200 + i]).isEqualTo(one.features()[i]);
        }
        assertThat(among.values()[1]).isEqualTo(one.values()[0]);
        assertThat(small.batch(Part.TEST, new int[] {7}).features()).isNotEqualTo(one.features());
        assertThat(small.batch(Part.VALIDATION, new int[] {7}).features()).isNotEqualTo(one.features());
        assertThat(new AddingFactory().create(new AddingSpec(null, 50, 10, 10, 10),
                Randomness.of(2, Purpose.TRAINING_DATA))
                .batch(Part.TRAIN, new int[] {7}).features()).isNotEqualTo(one.features());
    }

    @Test
    void anIndexOutsideThePartIsRefused() {
        assertThatThrownBy(() -> adding(4).batch(Part.TEST, new int[] {100}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> new AddingSpec(null, 1, null, null, null))
                .hasMessage("length must be at least 2, one step for the marker of each half; got 1");
        assertThatThrownBy(() -> new AddingSpec(null, 2_000_000_000, null, null, null))
                .hasMessage("length must be at most 1000000; got 2000000000");
        assertThatThrownBy(() -> new AddingSpec(null, null, null, 0, null))
                .hasMessage("validationSize must be at least 1; got 0");
    }

    @Test
    void theFingerprintMovesWithTheParameters() {
        assertThat(adding(4).fingerprint()).matches("[0-9a-f]{64}").isEqualTo(adding(4).fingerprint())
                .isNotEqualTo(adding(5).fingerprint());
    }
}
