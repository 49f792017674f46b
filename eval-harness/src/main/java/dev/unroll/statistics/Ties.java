package dev.unroll.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Numbers that are equal but for the rounding of their last digits, made equal: before they are ranked or held against a
 * threshold. 0.93 - 0.92 and 0.92 - 0.91 are two different numbers of type double.
 */
public final class Ties {

    private static final MathContext DIGITS = new MathContext(12);
    /** What is left over where numbers of the size of 1 cancel. */
    private static final double NOTHING = 1e-13;

    private Ties() {
    }

    /** The number with twelve digits; 0 for what is next to it. */
    public static double settled(double value) {
        if (Math.abs(value) < NOTHING) {
            return 0;
        }
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }

    /** The same for each; the argument is read. */
    public static double[] settled(double[] values) {
        return Arrays.stream(values).map(Ties::settled).toArray();
    }
}
