package dev.unroll.datasets.speech;

import dev.unroll.random.RandomStream;

/**
 * A speaker: of one of three types, with a pitch and a length of the vocal tract of their own.
 *
 * @param type       0 for a man, 1 for a woman, 2 for a child
 * @param pitch      factor of the type's fundamental frequency
 * @param tract      factor of the type's formants
 * @param tempo      factor of durations
 * @param loudness   peak amplitude, about
 */
record Voice(int type, double pitch, double tract, double tempo, double loudness) {

    static final int TYPES = 3;

    /** A random speaker: pitch within 20 %, formants within 8 %, tempo within 30 % of the average. */
    static Voice random(RandomStream random) {
        int type = random.nextInt(TYPES);
        return new Voice(type, about(1, 0.2, random), about(1, 0.08, random), about(1, 0.3, random),
                0.1 + 0.4 * random.nextDouble());
    }

    /** Uniform within this share of a value. */
    static double about(double value, double share, RandomStream random) {
        return value * (1 + share * (2 * random.nextDouble() - 1));
    }
}
