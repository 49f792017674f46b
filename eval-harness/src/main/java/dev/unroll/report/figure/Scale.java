package dev.unroll.report.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis: from where to where, and what is written at it.
 *
 * @param from  value at its beginning
 * @param to    value at its end
 * @param ticks values that are marked, between the two
 */
record Scale(double from, double to, boolean log, List<Double> ticks) {

    private static final int MOST_TICKS = 6;
    private static final double[] NICE = {1, 2, 2.5, 5, 10};
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** An axis that holds all of these values, ends at marks, and begins at zero if it must. */
    static Scale of(double least, double greatest, boolean log, boolean zero) {
        if (!(least <= greatest)) {
            return of(0, 1, false, false);
        }
        if (log && least > 0) {
            return logarithmic(least, greatest);
        }
        double low = zero ? Math.min(0, least) : least;
        double high = zero ? Math.max(0, greatest) : greatest;
        if (low == high) {
            double room = low == 0 ? 1 : Math.abs(low) / 10;
            low -= room;
            high += room;
        }
        double step = step((high - low) / (MOST_TICKS - 1));
        long first = (long) StrictMath.floor(low / step + 1e-9);
        long last = (long) StrictMath.ceil(high / step - 1e-9);
        List<Double> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(rounded(i * step));
        }
        return new Scale(ticks.get(0), ticks.get(ticks.size() - 1), false, ticks);
    }

    private static Scale logarithmic(double least, double greatest) {
        int first = (int) StrictMath.floor(StrictMath.log10(least) + 1e-9);
        int last = (int) StrictMath.ceil(StrictMath.log10(greatest) - 1e-9);
        last = Math.max(last, first + 1);
        List<Double> ticks = new ArrayList<>();
        int every = (last - first + MOST_TICKS - 1) / MOST_TICKS;
        for (int i = first; i <= last; i += every) {
            ticks.add(rounded(StrictMath.pow(10, i)));
        }
        return new Scale(rounded(StrictMath.pow(10, first)), rounded(StrictMath.pow(10, last)), true, ticks);
    }

    private static double step(double least) {
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(least)));
        for (double nice : NICE) {
            if (nice * power >= least * (1 - 1e-9)) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(10)).doubleValue();
    }

    /** Where a value is, 0 at the beginning and 1 at the end; NaN if it has no place. */
    double at(double value) {
        if (log) {
            return value > 0 ? (StrictMath.log10(value) - StrictMath.log10(from))
                    / (StrictMath.log10(to) - StrictMath.log10(from)) : Double.NaN;
        }
        return (value - from) / (to - from);
    }

    /** What is written at a mark: few digits, and powers of ten for the very large and small. */
    static String label(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String sign = value < 0 ? "−" : "";
        if (exponent < -3 || exponent >= 6) {
            String digits = rounded.abs().scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
            return sign + (digits.equals("1") ? "" : digits + "·") + power(exponent);
        }
        return sign + rounded.abs().toPlainString();
    }

    /** Ten to a whole power. */
    static String power(long exponent) {
        StringBuilder out = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
        for (char digit : Long.toString(Math.abs(exponent)).toCharArray()) {
            out.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return out.toString();
    }
}
