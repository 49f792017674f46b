package dev.unroll.datasets.speech;

import dev.unroll.random.RandomStream;
import java.util.List;

/**
 * Speaks sounds: a voice source through formant resonators in cascade, beside noise through a resonator of its own, as
 * in Klatt (1980, "Software for a cascade/parallel formant synthesizer"), much reduced.
 *
 * <p>The source is a train of pulses through a resonator at 0 Hz of 100 Hz bandwidth; lips radiate its first
 * difference. Targets are set every 5 ms, moving in a straight line over the last part of a sound to those of the next.
 * The pitch falls by a fifth from beginning to end and trembles by 2 %. Only sums, products and {@link StrictMath}: the
 * same bits on every machine.
 */
final class FormantSynthesizer {

    static final int SAMPLE_RATE = 8_000;

    private static final int BLOCK = SAMPLE_RATE / 200;
    private static final double[] BANDWIDTHS = {60, 90, 150, 250};
    private static final double FOURTH_FORMANT = 3_500;
    private static final double HIGHEST_FORMANT = 3_850;
    // The share of a sound after which it moves towards the next.
    private static final double STEADY = 0.6;
    private static final double BACKGROUND = 0.002;

    private final Voice voice;
    private final RandomStream random;
    private final Resonator glottis = new Resonator();
    private final Resonator friction = new Resonator();
    private final Resonator[] formants = new Resonator[BANDWIDTHS.length];
    private double sinceOpening;
    private double before;

    FormantSynthesizer(Voice voice, RandomStream random) {
        this.voice = voice;
        this.random = random;
        glottis.tune(0, 100, SAMPLE_RATE);
        for (int i = 0; i < formants.length; i++) {
            formants[i] = new Resonator();
        }
    }

    /**
     * The sound of these phones, one after another.
     *
     * @param pitch average fundamental frequency of the speaker's type in Hz
     * @return samples, the loudest at the voice's loudness; faint white noise lies under all
     */
    float[] speak(List<Phone> phones, double pitch) {
        int[] blocks = new int[phones.size()];
        int all = 0;
        for (int i = 0; i < blocks.length; i++) {
            double millis = Voice.about(phones.get(i).millis(), 0.15, random) * voice.tempo();
            blocks[i] = Math.max(2, (int) (millis / 5 + 0.5));
            all += blocks[i];
        }
        double[] sound = new double[all * BLOCK];
        int block = 0;
        for (int i = 0; i < blocks.length; i++) {
            Phone next = phones.get(Math.min(i + 1, blocks.length - 1));
            for (int j = 0; j < blocks[i]; j++, block++) {
                double share = Math.max(0, ((double) j / blocks[i] - STEADY) / (1 - STEADY));
                double fall = 1.1 - 0.2 * block / all;
                speak(phones.get(i), next, share, pitch * voice.pitch() * fall * Voice.about(1, 0.02, random), sound,
                        block * BLOCK);
            }
        }
        return normalized(sound);
    }

    private void speak(Phone from, Phone to, double share, double pitch, double[] sound, int offset) {
        for (int f = 0; f < formants.length; f++) {
            double hertz = f == 3 ? FOURTH_FORMANT
                    : between(from.formant(voice.type(), f), to.formant(voice.type(), f), share) * voice.tract();
            formants[f].tune(Math.min(hertz, HIGHEST_FORMANT), BANDWIDTHS[f], SAMPLE_RATE);
        }
        friction.tune(Math.min(from.noiseHz() * voice.tract(), HIGHEST_FORMANT), from.noiseBand(), SAMPLE_RATE);
        double voicing = between(from.voicing(), to.voicing(), share);
        double noise = between(from.noise(), from.noise() == 0 ? 0 : to.noise(), share);
        double period = SAMPLE_RATE / pitch;
        for (int n = 0; n < BLOCK; n++) {
            sinceOpening++;
            double pulse = 0;
            if (sinceOpening >= period) {
                sinceOpening -= period;
                pulse = voicing * period;
            }
            double y = glottis.next(pulse);
            for (Resonator formant : formants) {
                y = formant.next(y);
            }
            double radiated = y - before;
            before = y;
            sound[offset + n] = radiated + friction.next(noise * white());
        }
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * share;
    }

    private double white() {
        return 2 * random.nextFloat() - 1;
    }

    private float[] normalized(double[] sound) {
        double loudest = 0;
        for (double sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        float[] samples = new float[sound.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (voice.loudness() * sound[i] / loudest + BACKGROUND * white());
        }
        return samples;
    }
}
