package dev.unroll.statistics;

import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/**
 * Fisher's randomization test (1935, "The design of experiments", section 21) of the mean of paired differences: if the
 * two models are alike, each difference could as well have had the other sign. Exact whatever the distribution, but no
 * smaller than 2 / 2ⁿ: six pairs can come to 0.031, five to no less than 0.0625.
 */
public final class SignFlips {

    private static final int MOST_EXACT = 16;
    private static final int DRAWS = 9_999;
    /** Sums that are equal but for rounding count as equal. */
    private static final double TOLERANCE = 1e-12;

    private SignFlips() {
    }

    /**
     * The two-sided p: over all 2ⁿ patterns of signs up to 16 differences, else over 9,999 drawn ones and the observed
     * (Phipson &amp; Smyth 2010).
     *
     * @param randomness for more than 16 differences
     */
    public static double p(double[] differences, Randomness randomness) {
        int n = differences.length;
        double sum = 0;
        double size = 0;
        for (double difference : differences) {
            sum += difference;
            size += Math.abs(difference);
        }
        double least = Math.abs(sum) - TOLERANCE * size;
        return n <= MOST_EXACT ? exact(differences, least) : drawn(differences, least, randomness.stream());
    }

    // The first sign stays, for turning all signs changes no size.
    private static double exact(double[] differences, double least) {
        int patterns = 1 << differences.length - 1;
        int extreme = 0;
        for (int pattern = 0; pattern < patterns; pattern++) {
            double sum = differences[0];
            for (int i = 1; i < differences.length; i++) {
                sum += (pattern >> i - 1 & 1) == 0 ? differences[i] : -differences[i];
            }
            extreme += Math.abs(sum) >= least ? 1 : 0;
        }
        return (double) extreme / patterns;
    }

    private static double drawn(double[] differences, double least, RandomStream stream) {
        int extreme = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            int bits = 0;
            for (int i = 0; i < differences.length; i++) {
                bits = i % 32 == 0 ? stream.nextInt() : bits >>> 1;
                sum += (bits & 1) == 0 ? differences[i] : -differences[i];
            }
            extreme += Math.abs(sum) >= least ? 1 : 0;
        }
        return (double) extreme / (DRAWS + 1);
    }
}
