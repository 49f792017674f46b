package dev.unroll.testing;

/** Comparisons that name the worst place. */
public final class Closeness {

    private Closeness() {
    }

    /**
     * Every |actual - expected| is at most {@code absolute + relative * |expected|}; else fails, naming the worst index. Only
     * the first {@code expected.length} actual values count.
     */
    public static void assertClose(String what, float[] actual, double[] expected, double relative, double absolute) {
        if (actual.length < expected.length) {
            throw new AssertionError(what + ": " + expected.length + " values expected, got " + actual.length);
        }
        int worst = -1;
        double worstExcess = 0;
        for (int i = 0; i < expected.length; i++) {
            double excess = Math.abs(actual[i] - expected[i]) / (absolute + relative * Math.abs(expected[i]));
            if (!(excess <= 1) && !(excess <= worstExcess)) {
                worst = i;
                worstExcess = excess;
            }
        }
        if (worst >= 0) {
            throw new AssertionError(what + "[" + worst + "]: expected " + expected[worst] + ", got " + actual[worst]
                    + " (" + worstExcess + " times the tolerance)");
        }
    }

    /**
     * The Euclidean distance between a gradient and its reference is at most {@code relative} times the reference's norm (plus
     * 1e-7, for gradients that are zero).
     */
    public static void assertGradientClose(String what, float[] actual, double[] expected, double relative) {
        double distance = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            distance += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        if (!(Math.sqrt(distance) <= relative * Math.sqrt(norm) + 1e-7)) {
            throw new AssertionError(what + ": gradient differs from its reference by " + Math.sqrt(distance)
                    + " with a reference norm of " + Math.sqrt(norm));
        }
    }

    /** Equal bits, the first {@code length} values; else fails, naming the first difference. */
    public static void assertSameBits(String what, float[] actual, float[] expected, int length) {
        for (int i = 0; i < length; i++) {
            if (Float.floatToRawIntBits(actual[i]) != Float.floatToRawIntBits(expected[i])) {
                throw new AssertionError(what + "[" + i + "]: expected " + expected[i] + ", got " + actual[i]);
            }
        }
    }
}
