package dev.unroll.gradient;

import java.math.BigDecimal;
import java.math.MathContext;

/** Six digits: more than any figure shows, and they keep the results of long sequences small. */
final class Rounding {

    private static final MathContext DIGITS = new MathContext(6);

    private Rounding() {
    }

    static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
