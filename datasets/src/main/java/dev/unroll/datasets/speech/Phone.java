package dev.unroll.datasets.speech;

import dev.unroll.random.RandomStream;

/**
 * A speech sound as targets for the synthesizer.
 *
 * @param formants  {@code [type][3]} in Hz, of a man, a woman and a child
 * @param millis    duration at average tempo
 * @param voicing   amplitude of the vibrating voice, 0 to 1
 * @param noise     amplitude of the noise of friction, 0 to 1
 * @param noiseHz   centre of the noise
 * @param noiseBand bandwidth of the noise, in Hz
 */
record Phone(double[][] formants, double millis, double voicing, double noise, double noiseHz,
        double noiseBand) {

    /** Ratios of the formants of women and children to those of men, on average over Peterson &amp; Barney's vowels. */
    private static final double[] TRACTS = {1, 1.17, 1.35};

    static Phone vowel(Vowel vowel, double millis) {
        double[][] formants = new double[Voice.TYPES][3];
        for (int type = 0; type < Voice.TYPES; type++) {
            for (int f = 0; f < 3; f++) {
                formants[type][f] = vowel.formant(type, f);
            }
        }
        return new Phone(formants, millis, 1, 0, 1_000, 1_000);
    }

    /** A glide, liquid or nasal of a man with these formants: voiced, without noise. */
    static Phone voiced(double millis, double voicing, double f1, double f2, double f3) {
        return new Phone(tracts(f1, f2, f3), millis, voicing, 0, 1_000, 1_000);
    }

    /** A fricative or the burst of a stop, of a man with this second formant. */
    static Phone noise(double millis, double voicing, double noise, double hertz, double band, double f2) {
        return new Phone(tracts(320, f2, 2_540), millis, voicing, noise, hertz, band);
    }

    /** The closure of a stop. */
    static Phone silence(double millis, double f2) {
        return new Phone(tracts(320, f2, 2_540), millis, 0, 0, 1_000, 1_000);
    }

    private static double[][] tracts(double f1, double f2, double f3) {
        double[][] formants = new double[Voice.TYPES][];
        for (int type = 0; type < Voice.TYPES; type++) {
            formants[type] = new double[] {f1 * TRACTS[type], f2 * TRACTS[type], f3 * TRACTS[type]};
        }
        return formants;
    }

    /** The same with each formant within this share of what it was. */
    Phone varied(double share, RandomStream random) {
        double[][] others = new double[Voice.TYPES][3];
        for (int f = 0; f < 3; f++) {
            double factor = Voice.about(1, share, random);
            for (int type = 0; type < Voice.TYPES; type++) {
                others[type][f] = formants[type][f] * factor;
            }
        }
        return new Phone(others, millis, voicing, noise, noiseHz, noiseBand);
    }

    double formant(int type, int formant) {
        return formants[type][formant];
    }
}
