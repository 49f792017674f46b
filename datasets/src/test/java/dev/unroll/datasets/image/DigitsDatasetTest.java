package dev.unroll.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Scaling;
import dev.unroll.datasets.split.SplitKeys;
import dev.unroll.datasets.store.Spool;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsDatasetTest {

    private static SequenceDataset digits(String reading, long seed) {
        return new DigitsFactory().create(new DigitsSpec(reading, null), Randomness.of(seed, Purpose.SPLITTING));
    }

    private static SequenceBatch whole(SequenceDataset digits, Part part) {
        return digits.batch(part, IntStream.range(0, digits.size(part)).toArray());
    }

    @Test
    void aPictureIsReadInRowsFromTheTop() {
        SequenceDataset digits = digits("rows", 1);
        assertThat(digits.input()).isEqualTo(new Task.Features(8));
        assertThat(digits.target()).isEqualTo(new Task.Target(Task.TargetKind.CLASS, 10));
        // The file's first row, a zero, as it stands there.
        int[] zero = {
            0, 0, 5, 13, 9, 1, 0, 0,
            0, 0, 13, 15, 10, 15, 5, 0,
            0, 3, 15, 2, 0, 11, 8, 0,
            0, 4, 12, 0, 0, 8, 8, 0,
            0, 5, 8, 0, 0, 9, 8, 0,
            0, 4, 11, 0, 1, 12, 7, 0,
            0, 2, 14, 5, 10, 12, 0, 0,
            0, 0, 6, 13, 10, 0, 0, 0};
        float[] expected = new float[64];
        for (int p = 0; p < 64; p++) {
            expected[p] = zero[p] / 16f;
        }
        List<Integer> found = new ArrayList<>();
        for (Part part : Part.values()) {
            SequenceBatch batch = whole(digits, part);
            for (int b = 0; b < batch.size(); b++) {
                if (Arrays.equals(Arrays.copyOfRange(batch.features(), b * 64, b * 64 + 64), expected)) {
                    found.add(batch.classes()[b]);
                }
            }
            assertThat(batch.lengths()).containsOnly(8);
        }
        assertThat(found).containsExactly(0);
    }

    @Test
    void pixelsAreTheRowsOneAfterAnother() {
        SequenceBatch rows = whole(digits("rows", 1), Part.TEST);
        SequenceBatch pixels = whole(digits("pixels", 1), Part.TEST);
        assertThat(pixels.lengths()).containsOnly(64);
        assertThat(pixels.features()).isEqualTo(rows.features());
        assertThat(pixels.classes()).isEqualTo(rows.classes());
        assertThat(digits("pixels", 1).inputUnits().names()).containsExactly("pixel");
        assertThat(digits("pixels", 1).inputUnits().scale()).containsExactly(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "pixels", "permuted"})
    void lookedUpPixelsAreTheScaledOnes(String reading) {
        Spool bytes = new Spool(Spool.Form.BYTE);
        IntStream.range(0, 2 * 256).forEach(i -> bytes.append(i * 37 % 256));
        PictureInputs pictures = new PictureInputs(bytes, 16, 16, 255, reading, Randomness.of(1, Purpose.PROBE));
        int steps = reading.equals("rows") ? 7 : 113;
        double[] pixels = new double[256];
        float[] scaled = new float[260];
        Scaling[] scalings = new Scaling[pictures.names().size()];
        Arrays.fill(scalings, pictures.knownScaling());
        pictures.readScaled(1, 3, steps, scalings, new double[256], scaled, 2);
        pictures.read(1, 3, steps, pixels);
        for (int i = 0; i < steps * scalings.length; i++) {
            assertThat(scaled[2 + i]).isEqualTo((float) (pixels[i] / 255));
        }
        assertThat(scaled[1]).isZero();
        assertThat(scaled[2 + steps * scalings.length]).isZero();
    }

    @Test
    void everyExampleIsInExactlyOnePart() {
        SequenceDataset digits = digits("rows", 1);
        assertThat(IntStream.of(digits.size(Part.TRAIN), digits.size(Part.VALIDATION), digits.size(Part.TEST)).sum())
                .isEqualTo(1_797);
    }

    @Test
    void everyPartHasTheMixtureOfTheWhole() {
        SequenceDataset digits = digits("rows", 3);
        assertThat(digits.size(Part.TRAIN)).isBetween(1_253, 1_263);
        assertThat(digits.size(Part.VALIDATION)).isBetween(265, 275);
        for (Part part : Part.values()) {
            int[] counts = new int[10];
            for (int k : whole(digits, part).classes()) {
                counts[k]++;
            }
            for (int count : counts) {
                assertThat(count / (double) digits.size(part)).isCloseTo(0.1, within(0.006));
            }
        }
    }

    @Test
    void theSeedDecidesTheSplit() {
        assertThat(whole(digits("rows", 1), Part.TEST).features())
                .isEqualTo(whole(digits("rows", 1), Part.TEST).features())
                .isNotEqualTo(whole(digits("rows", 2), Part.TEST).features());
    }

    @Test
    void theBaselineKnowsTheFrequenciesOfTheTrainingPart() {
        SequenceDataset digits = digits("rows", 1);
        int[] counts = new int[10];
        for (int k : whole(digits, Part.TRAIN).classes()) {
            counts[k]++;
        }
        float[] scores = digits.baselines().get(0).predict(Part.TEST, new int[] {4, 4});
        assertThat(scores).hasSize(20);
        for (int k = 0; k < 10; k++) {
            assertThat(Math.exp(scores[10 + k])).isCloseTo(counts[k] / (double) digits.size(Part.TRAIN), within(1e-6));
        }
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> new DigitsSpec("columns", null))
                .hasMessage("reading must be one of rows, pixels, permuted; got columns");
        assertThatThrownBy(() -> new DigitsSpec(null, new SplitKeys(null, 0.9, 0.1, null, null, null)))
                .hasMessageContaining("leave some for the test");
        assertThatThrownBy(() -> digits("rows", 1).batch(Part.TEST, new int[] {-1}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
