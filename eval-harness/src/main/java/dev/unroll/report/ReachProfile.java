package dev.unroll.report;

import dev.unroll.run.TrialResult.GradientReach;
import java.util.List;
import java.util.function.Function;

/**
 * A model's gradient by steps back, over seeds: entries are mean log₁₀ of the norm, −∞ where a seed's norm is exactly
 * 0, NaN where it was not measured.
 *
 * @param median {@code [lags]}, of the median over the probe batch
 * @param lower  {@code [lags]}, of the 0.1 quantile
 * @param upper  {@code [lags]}, of the 0.9 quantile
 */
record ReachProfile(String model, double[] median, double[] lower, double[] upper) {

    /**
     * The profile over these seeds.
     *
     * @param seeds at least one
     */
    static ReachProfile of(String model, List<GradientReach> seeds) {
        return new ReachProfile(model, meanLog(seeds, GradientReach::median), meanLog(seeds, GradientReach::lower),
                meanLog(seeds, GradientReach::upper));
    }

    private static double[] meanLog(List<GradientReach> seeds, Function<GradientReach, double[]> which) {
        int lags = seeds.stream().mapToInt(seed -> which.apply(seed).length).min().orElse(0);
        double[] mean = new double[lags];
        for (GradientReach seed : seeds) {
            for (int lag = 0; lag < lags; lag++) {
                mean[lag] += StrictMath.log10(which.apply(seed)[lag]) / seeds.size();
            }
        }
        return mean;
    }

    /** The farthest step back that was measured; −1 if none. */
    int farthest() {
        int lag = median.length - 1;
        while (lag >= 0 && Double.isNaN(median[lag])) {
            lag--;
        }
        return lag;
    }

    /** The lag from which on the gradient is exactly 0 to the end; −1 if it is not 0 at the farthest step. */
    int zeroFrom() {
        int lag = farthest();
        int from = -1;
        while (lag >= 0 && median[lag] == Double.NEGATIVE_INFINITY) {
            from = lag--;
        }
        return from;
    }
}
