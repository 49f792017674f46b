package dev.unroll.statistics;

/**
 * How a cost grows with a size: {@code cost = factor * size^exponent}, a straight line by least squares through the
 * logarithms of both.
 *
 * @param n        sizes
 * @param exponent with its 95 % interval (Student's t, n - 2 degrees of freedom); without end for two sizes
 * @param logFactor natural logarithm of the factor
 */
public record ScalingFit(int n, Interval exponent, double logFactor) {

    /**
     * Fits.
     *
     * @param sizes above 0, at least two different ones
     * @param costs above 0, one for each size
     */
    public static ScalingFit of(double[] sizes, double[] costs) {
        int n = sizes.length;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            if (!(sizes[i] > 0) || !(costs[i] > 0)) {
                throw new IllegalArgumentException("sizes and costs must be above 0 for a fit of their logarithms; got "
                        + sizes[i] + " and " + costs[i]);
            }
            meanX += StrictMath.log(sizes[i]) / n;
            meanY += StrictMath.log(costs[i]) / n;
        }
        double squares = 0;
        double products = 0;
        for (int i = 0; i < n; i++) {
            double x = StrictMath.log(sizes[i]) - meanX;
            squares += x * x;
            products += x * (StrictMath.log(costs[i]) - meanY);
        }
        if (!(squares > 0)) {
            throw new IllegalArgumentException("a fit needs at least two different sizes; got one");
        }
        double slope = products / squares;
        double residual = 0;
        for (int i = 0; i < n; i++) {
            double error = StrictMath.log(costs[i]) - meanY - slope * (StrictMath.log(sizes[i]) - meanX);
            residual += error * error;
        }
        double half = n < 3 ? Double.POSITIVE_INFINITY
                : Intervals.studentQuantile(n - 2) * Math.sqrt(residual / (n - 2) / squares);
        return new ScalingFit(n, new Interval(slope, slope - half, slope + half), meanY - slope * meanX);
    }

    /** The cost of a size by the fit. */
    public double cost(double size) {
        return StrictMath.exp(logFactor + exponent.estimate() * StrictMath.log(size));
    }

    /** The size at which both cost the same; NaN if the two grow alike. */
    public double crossing(ScalingFit other) {
        double growth = exponent.estimate() - other.exponent.estimate();
        return growth == 0 ? Double.NaN : StrictMath.exp((other.logFactor - logFactor) / growth);
    }
}
