package dev.unroll.datasets.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.datasets.Fingerprint;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MelFeaturesTest {

    private static final int RATE = 16_000;

    private static float[] tone(double hertz, int samples) {
        float[] tone = new float[samples];
        for (int n = 0; n < samples; n++) {
            tone[n] = (float) (0.5 * StrictMath.sin(2 * Math.PI * hertz * n / RATE));
        }
        return tone;
    }

    private static MelSpec spec(String features, int coefficients, int deltas) {
        return new MelSpec(features, coefficients, null, null, null, 0.0, 8_000.0, deltas);
    }

    /** The definition in the class comment, summed directly, without a fast transform. */
    private static double[] bands(float[] samples, int start, int frame, int transform, int numBands) {
        double[] power = new double[transform / 2 + 1];
        for (int k = 0; k < power.length; k++) {
            double real = 0;
            double imaginary = 0;
            for (int n = 0; n < frame; n++) {
                double before = start + n == 0 ? 0 : samples[start + n - 1];
                double value = (samples[start + n] - 0.97 * before)
                        * (0.54 - 0.46 * StrictMath.cos(2 * Math.PI * n / (frame - 1)));
                real += value * StrictMath.cos(2 * Math.PI * k * n / transform);
                imaginary -= value * StrictMath.sin(2 * Math.PI * k * n / transform);
            }
            power[k] = real * real + imaginary * imaginary;
        }
        double[] energies = new double[numBands];
        double top = 2595 * StrictMath.log10(1 + 8_000 / 700.0);
        for (int b = 0; b < numBands; b++) {
            double[] edges = new double[3];
            for (int e = 0; e < 3; e++) {
                edges[e] = 700 * (StrictMath.pow(10, top * (b + e) / (numBands + 1) / 2595) - 1);
            }
            for (int k = 0; k < power.length; k++) {
                double hertz = (double) k * RATE / transform;
                double weight = Math.min((hertz - edges[0]) / (edges[1] - edges[0]),
                        (edges[2] - hertz) / (edges[2] - edges[1]));
                energies[b] += Math.max(0, weight) * power[k];
            }
            energies[b] = StrictMath.log(Math.max(1e-10, energies[b]));
        }
        return energies;
    }

    @Test
    void bandsAndCepstraAreThoseOfTheDefinition() {
        float[] sound = tone(440, 1_000);
        for (int n = 0; n < sound.length; n++) {
            sound[n] += 0.2f * ((n * 7919) % 101 - 50) / 50f;
        }
        float[] logMel = new MelFeatures(spec("log-mel", 20, 0), RATE).of(sound);
        float[] cepstra = new MelFeatures(new MelSpec("mfcc", 13, 20, null, null, 0.0, null, null), RATE).of(sound);
        assertThat(logMel).hasSize(4 * 20);
        for (int t = 0; t < 4; t++) {
            double[] bands = bands(sound, 160 * t, 400, 512, 20);
            for (int b = 0; b < 20; b++) {
                assertThat(logMel[t * 20 + b]).isCloseTo((float) bands[b], within(1e-4f));
            }
            for (int i = 0; i < 13; i++) {
                double sum = 0;
                for (int b = 0; b < 20; b++) {
                    sum += bands[b] * StrictMath.cos(Math.PI * i * (b + 0.5) / 20);
                }
                assertThat(cepstra[t * 13 + i]).isCloseTo((float) (Math.sqrt(0.1) * sum), within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"250, 2", "1000, 8", "4000, 18"})
    void aToneIsLoudestInItsBand(double hertz, int band) {
        float[] bands = new MelFeatures(spec("log-mel", 24, 0), RATE).of(tone(hertz, 400));
        int loudest = 0;
        for (int b = 1; b < 24; b++) {
            loudest = bands[b] > bands[loudest] ? b : loudest;
        }
        assertThat(loudest).isEqualTo(band);
    }

    @Test
    void derivativesAreThoseOfTheRegressionOverFiveFrames() {
        float[] features = new MelFeatures(spec("mfcc", 2, 2), RATE).of(tone(300, 2_400));
        int frames = features.length / 6;
        assertThat(frames).isEqualTo(13);
        int t = 6;
        for (int order = 1; order <= 2; order++) {
            int from = 2 * (order - 1);
            float expected = (features[(t + 1) * 6 + from] - features[(t - 1) * 6 + from]
                    + 2 * (features[(t + 2) * 6 + from] - features[(t - 2) * 6 + from])) / 10;
            assertThat(features[t * 6 + 2 * order]).isCloseTo(expected, within(1e-5f));
        }
    }

    @Test
    void onlyWholeFramesCountAndAShortSoundIsOneFrame() {
        MelFeatures features = new MelFeatures(MelSpec.standard(), RATE);
        assertThat(features.frames(1)).isEqualTo(1);
        assertThat(features.frames(400)).isEqualTo(1);
        assertThat(features.frames(559)).isEqualTo(1);
        assertThat(features.frames(560)).isEqualTo(2);
        assertThat(features.of(new float[0])).hasSize(13);
        assertThat(features.of(new float[600])).hasSize(26).doesNotContain(Float.NaN);
    }

    @Test
    void theBitsAreTheSameEverywhere() {
        float[] features = new MelFeatures(new MelSpec(null, null, null, null, null, null, null, 2), RATE)
                .of(tone(440, 4_000));
        ByteBuffer bytes = ByteBuffer.allocate(4 * features.length);
        bytes.asFloatBuffer().put(features);
        assertThat(Fingerprint.of(bytes.array()))
                .isEqualTo("78cbf7dc9a9799267c0b85ee26b5c34126f3e7d45be06f3131638abf117962ac");
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> spec("spectrogram", 13, 0))
                .hasMessage("features must be one of mfcc, log-mel; got spectrogram");
        assertThatThrownBy(() -> new MelSpec("mfcc", 20, 10, null, null, null, null, null))
                .hasMessage("bands must be at least 20; got 10");
        assertThatThrownBy(() -> new MelFeatures(spec("mfcc", 13, 0), 8_000))
                .hasMessageStartingWith("highHz must be above lowHz and at most half the sampling rate; got 8000.0");
    }
}
