package dev.unroll.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether the mean of paired differences is other than 0: Student's t (1908) on the differences. Of the tests in this
 * package the only one that can find anything with three to five seeds, at the price of differences that are about
 * normal; the tests of {@code HonestTest} show how it holds where they are not.
 *
 * @param n         differences
 * @param mean      their mean
 * @param deviation their standard deviation as used, no less than the floor; NaN for one difference
 * @param lower     end of the 95 % interval of the mean; without end for fewer than two
 * @param upper     the other end
 * @param p         two-sided; 1 for fewer than {@link #FEWEST}
 */
public record PairedStudent(int n, double mean, double deviation, double lower, double upper, double p) {

    /**
     * With two differences there is one degree of freedom and the assumption of normality carries everything: scores
     * that are either solved or not make two agree by chance in one case of eight.
     */
    public static final int FEWEST = 3;

    /**
     * Tests differences.
     *
     * @param differences of pairs, such as one for each seed; at least one
     * @param floor       the least standard deviation that the resolution of the scores lets one believe in: scores that
     *                    are counts of a few items agree by rounding, which says nothing of how they spread. 0 for none
     */
    public static PairedStudent of(double[] differences, double floor) {
        int n = differences.length;
        if (n == 0) {
            throw new IllegalArgumentException("a paired test needs at least one pair; got none");
        }
        double sum = 0;
        for (double difference : differences) {
            sum += difference;
        }
        double mean = sum / n;
        if (n == 1) {
            return new PairedStudent(1, mean, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
        }
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        double deviation = Math.max(floor, Math.sqrt(squares / (n - 1)));
        double half = Intervals.half(deviation, n);
        return new PairedStudent(n, mean, deviation, mean - half, mean + half,
                n < FEWEST ? 1 : p(mean, deviation / Math.sqrt(n), n - 1));
    }

    private static double p(double mean, double error, int degreesOfFreedom) {
        if (mean == 0) {
            return 1;
        }
        return error == 0 ? 0 : twoSided(mean / error, degreesOfFreedom);
    }

    /** How probable a t at least as far from 0 is, either way. */
    static double twoSided(double t, double degreesOfFreedom) {
        return Math.min(1, 2 * new TDistribution(null, degreesOfFreedom).cumulativeProbability(-Math.abs(t)));
    }
}
