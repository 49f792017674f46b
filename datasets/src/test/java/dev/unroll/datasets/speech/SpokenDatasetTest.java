package dev.unroll.datasets.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.DatasetFactory;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpokenDatasetTest {

    private static final int RATE = FormantSynthesizer.SAMPLE_RATE;

    private static double amplitude(float[] x, int from, int to, double hertz) {
        double real = 0;
        double imaginary = 0;
        for (int n = from; n < to; n++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (n - from) / (to - from));
            real += window * x[n] * Math.cos(2 * Math.PI * hertz * n / RATE);
            imaginary += window * x[n] * Math.sin(2 * Math.PI * hertz * n / RATE);
        }
        return Math.hypot(real, imaginary);
    }

    @ParameterizedTest
    @ValueSource(doubles = {300, 1_000, 2_500})
    void aResonatorRingsAtItsFrequency(double hertz) {
        Resonator resonator = new Resonator();
        resonator.tune(hertz, 60, RATE);
        float[] ringing = new float[1_000];
        for (int n = 0; n < ringing.length; n++) {
            ringing[n] = (float) resonator.next(n == 0 ? 1 : 0);
        }
        double best = 0;
        for (double f = 100; f < 3_900; f += 10) {
            best = amplitude(ringing, 0, 1_000, f) > amplitude(ringing, 0, 1_000, best) ? f : best;
        }
        assertThat(best).isCloseTo(hertz, within(20.0));
        // Its amplitude falls by exp(-pi W / rate) a sample: to 0.31 in the first 50 samples.
        double early = amplitude(ringing, 0, 50, hertz);
        double late = amplitude(ringing, 50, 100, hertz);
        assertThat(late / early).isCloseTo(Math.exp(-Math.PI * 60 * 50 / RATE), within(0.06));
    }

    /** Peterson &amp; Barney's table II once more, formant by formant, in the order of {@link Vowel}. */
    @Test
    void vowelsHaveThePublishedAverages() {
        String[][] table = {
            {"136 135 130 127 124 129 137 141 130 133", "270 390 530 660 730 570 440 300 640 490",
                "2290 1990 1840 1720 1090 840 1020 870 1190 1350", "3010 2550 2480 2410 2440 2410 2240 2240 2390 1690"},
            {"235 232 223 210 212 216 232 231 221 218", "310 430 610 860 850 590 470 370 760 500",
                "2790 2480 2330 2050 1220 920 1160 950 1400 1640", "3310 3070 2990 2850 2810 2710 2680 2670 2780 1960"},
            {"272 269 260 251 256 263 276 274 261 261", "370 530 690 1010 1030 680 560 430 850 560",
                "3200 2730 2610 2320 1370 1060 1410 1170 1590 1820",
                "3730 3600 3570 3320 3170 3180 3310 3260 3360 2160"}};
        for (int type = 0; type < Voice.TYPES; type++) {
            for (Vowel vowel : Vowel.values()) {
                assertThat(vowel.pitch(type)).isEqualTo(number(table[type][0], vowel));
                for (int f = 0; f < 3; f++) {
                    assertThat(vowel.formant(type, f)).isEqualTo(number(table[type][1 + f], vowel));
                }
            }
        }
    }

    private static double number(String row, Vowel vowel) {
        return Double.parseDouble(row.split(" ")[vowel.ordinal()]);
    }

    /** Power near a formant of the vowel, summed over the harmonics of the voice, exceeds that between formants. */
    @ParameterizedTest
    @EnumSource(value = Vowel.class, names = {"IY", "EH", "AE"})
    void aVowelHasItsFormants(Vowel vowel) {
        Voice voice = new Voice(0, 1, 1, 2, 0.5);
        float[] sound = new FormantSynthesizer(voice, Randomness.of(1, Purpose.PROBE).stream())
                .speak(List.of(Phone.vowel(vowel, 400)), vowel.pitch(0));
        assertThat(sound.length).isBetween(RATE * 680 / 1000, RATE * 920 / 1000);
        double between = (vowel.formant(0, 0) + vowel.formant(0, 1)) / 2;
        assertThat(band(sound, vowel.formant(0, 1))).isGreaterThan(2 * band(sound, between + 100));
        assertThat(band(sound, vowel.formant(0, 0))).isGreaterThan(2 * band(sound, between));
        float loudest = 0;
        for (float sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        assertThat(loudest).isCloseTo(0.5f, within(0.01f));
    }

    private static double band(float[] sound, double hertz) {
        double power = 0;
        for (double f = hertz - 70; f <= hertz + 70; f += 10) {
            power += Math.pow(amplitude(sound, 1_000, 5_000, f), 2);
        }
        return power;
    }

    private static double[] mean(Sample sample) {
        double[] mean = new double[13];
        for (float[] frame : sample.features()) {
            for (int c = 0; c < 13; c++) {
                mean[c] += frame[c] / sample.features().length;
            }
        }
        return mean;
    }

    /** The nearest mean of a class in the training part, from the mean cepstra without the loudness. */
    private static double nearestMean(SequenceDataset dataset) {
        double[][] centres = new double[10][13];
        int[] counts = new int[10];
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 400)) {
            double[] mean = mean(sample);
            counts[sample.label()]++;
            for (int c = 0; c < 13; c++) {
                centres[sample.label()][c] += mean[c];
            }
        }
        int right = 0;
        for (Sample sample : Samples.of(dataset, Part.TEST, 200)) {
            double[] mean = mean(sample);
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < 10; k++) {
                double distance = 0;
                for (int c = 1; c < 13; c++) {
                    distance += Math.pow(mean[c] - centres[k][c] / counts[k], 2);
                }
                if (distance < least) {
                    least = distance;
                    best = k;
                }
            }
            right += best == sample.label() ? 1 : 0;
        }
        return right / 200.0;
    }

    @Test
    void theSoundsCanBeToldApartBetterThanByChance() {
        assertThat(nearestMean(Samples.dataset(new SpokenVowelsFactory(), "{}"))).isBetween(0.4, 0.95);
        assertThat(nearestMean(Samples.dataset(new SpokenDigitsFactory(), "{}"))).isBetween(0.4, 0.999);
    }

    @Test
    void classesAndSpeakersAreUniformAndNoUtteranceIsInTwoParts() {
        for (DatasetFactory<?> factory : List.of(new SpokenVowelsFactory(), new SpokenDigitsFactory())) {
            SequenceDataset dataset = Samples.dataset(factory, "{}");
            int[] classes = new int[10];
            int[] types = new int[3];
            Set<String> sounds = new HashSet<>();
            for (Part part : Part.values()) {
                for (Sample sample : Samples.of(dataset, part, 300)) {
                    classes[sample.label()]++;
                    types[sample.slice()]++;
                    sounds.add(Arrays.toString(sample.features()[5]));
                    assertThat(sample.features().length).isBetween(8, 80);
                }
            }
            for (int count : classes) {
                assertThat(count / 900.0).isCloseTo(0.1, within(Samples.spread(0.1, 900)));
            }
            for (int count : types) {
                assertThat(count / 900.0).isCloseTo(1 / 3.0, within(Samples.spread(1 / 3.0, 900)));
            }
            assertThat(sounds).hasSize(900);
            assertThat(Samples.baselineAccuracy(dataset, Part.TEST, 600))
                    .isCloseTo(0.1, within(Samples.spread(0.1, 600)));
            assertThat(dataset.slices()).containsExactly("men", "women", "children");
        }
    }

    @Test
    void featuresAreScaledOnTheTrainingPart() {
        double[] sums = new double[13];
        double[] squares = new double[13];
        int frames = 0;
        for (Sample sample : Samples.of(Samples.dataset(new SpokenDigitsFactory(), "{}"), Part.TRAIN, 100)) {
            for (float[] frame : sample.features()) {
                frames++;
                for (int c = 0; c < 13; c++) {
                    sums[c] += frame[c];
                    squares[c] += frame[c] * frame[c];
                }
            }
        }
        for (int c = 0; c < 13; c++) {
            assertThat(sums[c] / frames).isCloseTo(0, within(1e-4));
            assertThat(squares[c] / frames).isCloseTo(1, within(1e-3));
        }
    }
}
