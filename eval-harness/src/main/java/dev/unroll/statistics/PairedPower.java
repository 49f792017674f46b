package dev.unroll.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * What {@link PairedStudent} can find: the noncentral t distribution (Johnson &amp; Welch 1940, "Applications of the
 * non-central t-distribution"), by integrating the normal over the deviation that the sample may show.
 *
 * <p>With effect δ (true mean over true standard deviation of the differences), n pairs and c the two-sided critical
 * value: {@code power = ∫ f(s) [Φ(δ √n - c s) + Φ(-δ √n - c s)] ds}, f being the density of the sample's standard
 * deviation over the true one.
 */
public final class PairedPower {

    /** The usual power to plan for (Cohen 1988). */
    public static final double USUAL = 0.8;
    /** No number of seeds above this is looked for. */
    public static final int MOST_SEEDS = 1_000;

    private static final int STEPS = 400;
    /** What is below has a probability of less than 1e-18. */
    private static final double FARTHEST = -9;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private PairedPower() {
    }

    /**
     * The probability that a difference is found.
     *
     * @param effect true mean of the differences over their true standard deviation
     * @param n      pairs, at least 2
     * @param level  two-sided, such as 0.05
     */
    public static double power(double effect, int n, double level) {
        int degrees = n - 1;
        double critical = -new TDistribution(null, degrees).inverseCumulativeProbability(level / 2);
        double shift = Math.abs(effect) * Math.sqrt(n);
        double half = degrees / 2.0;
        double constant = StrictMath.log(2) + half * StrictMath.log(half) - Gamma.logGamma(half);
        double from = Math.max(0, 1 - 9 / Math.sqrt(2.0 * degrees));
        double step = (1 + 9 / Math.sqrt(2.0 * degrees) - from) / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double s = from + i * step;
            double density = s == 0 ? degrees == 1 ? StrictMath.exp(constant) : 0
                    : StrictMath.exp(constant + (degrees - 1) * StrictMath.log(s) - half * s * s);
            double found = normal(shift - critical * s) + normal(-shift - critical * s);
            // Simpson's rule.
            sum += density * found * (i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return Math.min(1, sum * step / 3);
    }

    private static double normal(double x) {
        return x < FARTHEST ? 0 : NORMAL.cumulativeProbability(x);
    }

    /**
     * The fewest pairs with which an effect is found with {@link #USUAL} power.
     *
     * @return from {@link PairedStudent#FEWEST} to {@link #MOST_SEEDS}; -1 if more are needed
     */
    public static int pairsNeeded(double effect, double level) {
        int low = PairedStudent.FEWEST;
        int high = MOST_SEEDS;
        if (!(power(effect, high, level) >= USUAL)) {
            return -1;
        }
        while (low < high) {
            int middle = (low + high) / 2;
            if (power(effect, middle, level) >= USUAL) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * The smallest effect that n pairs find with {@link #USUAL} power: the minimum detectable effect (Bloom 1995,
     * "Minimum detectable effects"), in standard deviations of the differences.
     *
     * @param n at least 2
     */
    public static double detectable(int n, double level) {
        double low = 0;
        double high = 1;
        while (power(high, n, level) < USUAL) {
            high *= 2;
        }
        for (int i = 0; i < 20; i++) {
            double middle = (low + high) / 2;
            if (power(middle, n, level) >= USUAL) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
