package dev.unroll.statistics;

import dev.unroll.run.RunResults.Estimate;
import org.apache.commons.math3.distribution.TDistribution;

/** How surely a mean is known. */
public final class Intervals {

    private static final double LEVEL = 0.95;

    private Intervals() {
    }

    /**
     * The mean of independent values with the interval of Student (1908, "The probable error of a mean"): over many
     * experiments, 95 % of such intervals hold the true mean if the values are about normal.
     *
     * <p>Commons Math computes the quantile with its own functions in plain Java, none of the platform's that may
     * differ, so the bits are the same everywhere.
     *
     * @param values at least one, such as a score for each seed
     */
    public static Estimate meanWithStudentInterval(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a mean needs at least one value; got none");
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        int n = values.length;
        double mean = sum / n;
        if (n == 1) {
            return new Estimate(mean, mean, mean, Double.NaN, min, max);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (n - 1));
        double half = half(deviation, n);
        return new Estimate(mean, mean - half, mean + half, deviation, min, max);
    }

    /** Half of the 95 % interval of the mean of n values, at least two, with this standard deviation. */
    public static double half(double deviation, int n) {
        return studentQuantile(n - 1) * deviation / Math.sqrt(n);
    }

    /** The value that Student's t with these degrees of freedom stays below with probability 0.975. */
    static double studentQuantile(int degreesOfFreedom) {
        // Without a random generator, which would be seeded from the clock and is not needed for quantiles.
        return new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(0.5 + LEVEL / 2);
    }
}
