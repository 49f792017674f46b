package dev.unroll.statistics;

/**
 * Whether two forecasts err alike (Diebold &amp; Mariano 1995, "Comparing predictive accuracy"): the mean of the
 * differences of their losses over its standard error, which takes into account that neighbours in time are alike, with
 * the correction for small samples and Student's t of Harvey, Leybourne &amp; Newbold (1997, "Testing the equality of
 * prediction mean squared errors").
 *
 * <p>With d the differences, n of them, γ_k their autocovariance at lag k and horizon h:
 * <pre>
 *   variance = (γ_0 + 2 Σ_k w_k γ_k) / n
 *   t        = mean(d) / sqrt(variance) * sqrt((n + 1 - 2h + h (h - 1) / n) / n)      n - 1 degrees of freedom
 * </pre>
 * With the kernel {@link Kernel#COSINES} neither correction is needed, for the variance comes with its own t.
 *
 * <p>It speaks of the two trained models and of other stretches of the same series, not of what other seeds would bring.
 *
 * @param n    differences
 * @param mean their mean, positive if the second errs less
 * @param t    the corrected statistic
 * @param p    two-sided
 */
public record DieboldMariano(int n, double mean, double t, double p) {

    /** What weights autocovariances have. */
    public enum Kernel {
        /**
         * 1 up to lag h - 1, as in the paper: forecasts h ahead are alike just as long if they are the best there are. Can
         * make the variance negative; {@link #BARTLETT} is used then.
         */
        TRUNCATED,
        /**
         * Falling to 0 at lag L + 1 with {@code L = max(h - 1, ⌊4 (n / 100)^(2/9)⌋)} (Newey &amp; West 1987, 1994): for
         * forecasts that are not the best there are, whose errors stay alike for longer.
         */
        BARTLETT,
        /**
         * The mean square of the first B cosine transforms of the differences, with Student's t of B degrees of freedom
         * and {@code B = ⌊min(0.4 n^(2/3), n / 2h)⌋} (Lazarus, Lewis, Stock &amp; Watson 2018, "HAR inference:
         * recommendations for practice"; Coroneo &amp; Iacone 2020, "Comparing predictive accuracy in small samples using
         * fixed-smoothing asymptotics"). Where errors stay alike for longer than the horizon, as those of trained models
         * do, only this one keeps to its level.
         */
        COSINES
    }

    private static final int FEWEST_COSINES = 4;

    /**
     * Tests differences of losses.
     *
     * @param differences loss of the first less that of the second, in order of time
     * @param horizon     steps forecast at once, at least 1
     */
    public static DieboldMariano of(double[] differences, int horizon, Kernel kernel) {
        int n = differences.length;
        if (horizon < 1 || n <= horizon || kernel == Kernel.COSINES && !enough(n, horizon)) {
            throw new IllegalArgumentException("the test needs a horizon of at least 1 and more forecasts than that, with "
                    + "cosines at least 32 and 8 times as many; got " + horizon + " and " + n);
        }
        double sum = 0;
        for (double difference : differences) {
            sum += difference;
        }
        double mean = sum / n;
        if (kernel == Kernel.COSINES) {
            return byCosines(differences, mean, cosines(n, horizon));
        }
        double variance = kernel == Kernel.TRUNCATED ? longRunVariance(differences, mean, horizon - 1, false) : -1;
        if (!(variance > 0)) {
            int lags = (int) Math.max(horizon - 1, 4 * StrictMath.pow(n / 100.0, 2.0 / 9));
            variance = longRunVariance(differences, mean, Math.min(n - 1, lags), true);
        }
        if (!(variance > 0)) {
            return new DieboldMariano(n, mean, mean == 0 ? 0 : mean * Double.POSITIVE_INFINITY, mean == 0 ? 1 : 0);
        }
        double h = horizon;
        double correction = (n + 1 - 2 * h + h * (h - 1) / n) / n;
        double t = mean / Math.sqrt(variance / n) * Math.sqrt(Math.max(0, correction));
        return new DieboldMariano(n, mean, t, PairedStudent.twoSided(t, n - 1));
    }

    /** Whether forecasts are enough for {@link Kernel#COSINES}: some eight times the horizon, at least 32. */
    public static boolean enough(int n, int horizon) {
        return cosines(n, horizon) >= FEWEST_COSINES;
    }

    private static int cosines(int n, int horizon) {
        return (int) Math.min(0.4 * StrictMath.pow(n, 2.0 / 3), n / (2.0 * horizon));
    }

    private static DieboldMariano byCosines(double[] d, double mean, int count) {
        int n = d.length;
        double squares = 0;
        for (int j = 1; j <= count; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += d[i] * StrictMath.cos(Math.PI * j * (i + 0.5) / n);
            }
            squares += 2.0 / n * sum * sum;
        }
        if (!(squares > 0)) {
            return new DieboldMariano(n, mean, mean == 0 ? 0 : mean * Double.POSITIVE_INFINITY, mean == 0 ? 1 : 0);
        }
        double t = mean * Math.sqrt(n) / Math.sqrt(squares / count);
        return new DieboldMariano(n, mean, t, PairedStudent.twoSided(t, count));
    }

    private static double longRunVariance(double[] d, double mean, int lags, boolean falling) {
        double variance = 0;
        for (int k = 0; k <= lags; k++) {
            double covariance = 0;
            for (int i = k; i < d.length; i++) {
                covariance += (d[i] - mean) * (d[i - k] - mean);
            }
            double weight = k == 0 ? 1 : falling ? 2 * (1 - k / (lags + 1.0)) : 2;
            variance += weight * covariance / d.length;
        }
        return variance;
    }
}
