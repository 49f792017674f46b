package dev.unroll.statistics;

import org.apache.commons.math3.special.Gamma;

/** How large a difference is, apart from how surely it is known. */
public final class EffectSizes {

    private EffectSizes() {
    }

    /**
     * Cliff's delta (1993, "Dominance statistics"): how much likelier a value of the first is greater than one of the
     * second than the other way round.
     *
     * @return from -1 to 1
     */
    public static double cliffsDelta(double[] first, double[] second) {
        int sum = 0;
        for (double a : first) {
            for (double b : second) {
                sum += Double.compare(a, b) > 0 && a != b ? 1 : a == b ? 0 : -1;
            }
        }
        return (double) sum / (first.length * second.length);
    }

    /**
     * Hedges' g (1981, "Distribution theory for Glass's estimator of effect size"): the difference of the means in units
     * of the pooled standard deviation, times the exact factor that takes out the bias of few values.
     *
     * @return infinite if neither spreads, 0 if they are also equal; NaN for one value each
     */
    public static double hedgesG(double[] first, double[] second) {
        int degrees = first.length + second.length - 2;
        double difference = mean(first) - mean(second);
        double pooled = Math.sqrt((squares(first) + squares(second)) / degrees);
        if (degrees < 1) {
            return Double.NaN;
        }
        return difference == 0 ? 0 : difference / pooled * unbiasing(degrees);
    }

    /** {@code Γ(m/2) / (sqrt(m/2) Γ((m-1)/2))}; for one degree of freedom, where it is 0, the usual approximation. */
    private static double unbiasing(int degrees) {
        double half = degrees / 2.0;
        return degrees == 1 ? 1 - 3 / (4.0 * degrees - 1)
                : StrictMath.exp(Gamma.logGamma(half) - Gamma.logGamma(half - 0.5)) / Math.sqrt(half);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double squares(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }
}
