package dev.unroll.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as a reader wants them: few significant digits, a point for decimals, a narrow space between thousands. Goes
 * through
 * {@link BigDecimal}, so a number reads the same on every JDK and in every locale.
 */
final class Numbers {

    static final String MINUS = "\u2212";
    private static final char NARROW_SPACE = '\u202f';

    private Numbers() {
    }

    /** Three significant digits: {@code 0.167}, {@code 2.1e-4}, {@code 38 000}. */
    static String significant(double value) {
        return significant(value, 3);
    }

    /** That many significant digits; scientific below 0.001 and from ten million. */
    static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "–" : value > 0 ? "∞" : MINUS + "∞";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = exponent(rounded);
        if (exponent < -3 || exponent >= 7) {
            return scientific(rounded, exponent);
        }
        return plain(rounded.setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN));
    }

    /**
     * A mean and half of its interval, the half with two significant digits and the mean with as many decimals:
     * {@code 0.1670 ± 0.0012}, {@code (2.10 ± 0.31)e-4}.
     */
    static String plusMinus(double mean, double half) {
        if (!(half > 0) || !Double.isFinite(half) || !Double.isFinite(mean)) {
            return significant(mean) + (half == 0 ? " ± 0" : "");
        }
        BigDecimal h = new BigDecimal(half).round(new MathContext(2));
        BigDecimal m = new BigDecimal(mean);
        int greatest = Math.max(exponent(h), m.signum() == 0 ? Integer.MIN_VALUE : exponent(m));
        if (greatest < -3 || greatest >= 7) {
            return "(" + decimals(m.scaleByPowerOfTen(-greatest), h.scaleByPowerOfTen(-greatest)) + ")e"
                    + sign(greatest);
        }
        return decimals(m, h);
    }

    /** A number known to about this uncertainty, with its digits only: the mean of {@link #plusMinus}. */
    static String at(double value, double half) {
        String both = plusMinus(value, half);
        int end = both.indexOf(" ±");
        return end < 0 || both.startsWith("(") ? significant(value) : both.substring(0, end);
    }

    /** A whole number with a narrow space between thousands. */
    static String count(long value) {
        return plain(BigDecimal.valueOf(value));
    }

    /** Parameters and the like in three digits: {@code 950}, {@code 12.4k}, {@code 1.05M}. */
    static String compact(long value) {
        if (value < 1000) {
            return Long.toString(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3));
        boolean millions = exponent(rounded) >= 6;
        return rounded.movePointLeft(millions ? 6 : 3).stripTrailingZeros().toPlainString() + (millions ? "M" : "k");
    }

    /** Seconds as {@code 0.45 s}, {@code 12 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "–";
        }
        if (seconds < 60) {
            return significant(seconds, 2) + " s";
        }
        long whole = Math.round(seconds);
        long small = whole < 3600 ? whole % 60 : whole / 60 % 60;
        String rest = (small < 10 ? "0" : "") + small;
        return whole < 3600 ? whole / 60 + " min " + rest + " s" : whole / 3600 + " h " + rest + " min";
    }

    /** A setting as a person would write it, every digit kept: {@code 0.001}, {@code 3e-4}, {@code 32}. */
    static String setting(BigDecimal value) {
        BigDecimal plainest = value.stripTrailingZeros();
        int exponent = exponent(plainest);
        return plainest.signum() != 0 && exponent < -3
                ? plainest.scaleByPowerOfTen(-exponent).toPlainString() + "e" + sign(exponent)
                : plainest.toPlainString();
    }

    /** One decimal, for exponents and ratios: {@code −4.2}. */
    static String oneDecimal(double value) {
        return plain(new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN));
    }

    private static String decimals(BigDecimal mean, BigDecimal half) {
        int scale = Math.max(0, 1 - exponent(half));
        BigDecimal h = half.setScale(scale, RoundingMode.HALF_EVEN);
        return plain(mean.setScale(scale, RoundingMode.HALF_EVEN)) + " ± " + plain(h);
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    private static String scientific(BigDecimal value, int exponent) {
        return plain(value.scaleByPowerOfTen(-exponent)) + "e" + sign(exponent);
    }

    private static String sign(int exponent) {
        return exponent < 0 ? "-" + -exponent : "+" + exponent;
    }

    private static String plain(BigDecimal value) {
        String digits = value.abs().toPlainString();
        int point = digits.indexOf('.');
        int end = point < 0 ? digits.length() : point;
        StringBuilder text = new StringBuilder(value.signum() < 0 ? MINUS : "");
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && i < end && end > 4 && (end - i) % 3 == 0) {
                text.append(NARROW_SPACE);
            }
            text.append(digits.charAt(i));
        }
        return text.toString();
    }
}
