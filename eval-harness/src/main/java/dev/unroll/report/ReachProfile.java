package dev.unroll.report;

import dev.unroll.run.TrialResult.GradientReach;
import java.util.List;
import java.util.function.Function;

/**
 * A model's gradient by steps back, over seeds: entries are mean log₁₀ of the norm over the seeds where it is not 0, −∞
 * where it is 0 for all of them, NaN where it was not measured. A norm of 0 is one below what a float holds.
 *
 * @param median {@code [lags]}, of the median over the probe batch
 * @param lower  {@code [lags]}, of the 0.1 quantile
 * @param upper  {@code [lags]}, of the 0.9 quantile
 * @param zeros  {@code [lags]}, seeds whose median is 0
 * @param seeds  how many there are
 */
record ReachProfile(String model, double[] median, double[] lower, double[] upper, int[] zeros, int seeds) {

    /**
     * The profile over these seeds.
     *
     * @param seeds at least one
     */
    static ReachProfile of(String model, List<GradientReach> seeds) {
        return new ReachProfile(model, meanLog(seeds, GradientReach::median), meanLog(seeds, GradientReach::lower),
                meanLog(seeds, GradientReach::upper), zeros(seeds), seeds.size());
    }

    private static double[] meanLog(List<GradientReach> seeds, Function<GradientReach, double[]> which) {
        int lags = seeds.stream().mapToInt(seed -> which.apply(seed).length).min().orElse(0);
        double[] mean = new double[lags];
        for (int lag = 0; lag < lags; lag++) {
            int n = 0;
            for (GradientReach seed : seeds) {
                n += which.apply(seed)[lag] != 0 ? 1 : 0;
            }
            for (GradientReach seed : seeds) {
                double norm = which.apply(seed)[lag];
                mean[lag] += norm != 0 ? StrictMath.log10(norm) / n : 0;
            }
            mean[lag] = n == 0 ? Double.NEGATIVE_INFINITY : mean[lag];
        }
        return mean;
    }

    private static int[] zeros(List<GradientReach> seeds) {
        int[] zeros = new int[seeds.stream().mapToInt(seed -> seed.median().length).min().orElse(0)];
        for (GradientReach seed : seeds) {
            for (int lag = 0; lag < zeros.length; lag++) {
                zeros[lag] += seed.median()[lag] == 0 ? 1 : 0;
            }
        }
        return zeros;
    }

    /** The lag from which on the gradient of one seed or more is 0, to the end; −1 if it is of none at the farthest step. */
    int underflowFrom() {
        int lag = farthest();
        int from = -1;
        while (lag >= 0 && zeros[lag] > 0) {
            from = lag--;
        }
        return from;
    }

    /** The farthest step back that was measured; −1 if none. */
    int farthest() {
        int lag = median.length - 1;
        while (lag >= 0 && Double.isNaN(median[lag])) {
            lag--;
        }
        return lag;
    }

    /** The lag from which on the gradient of all seeds is 0 to the end; −1 if it is not at the farthest step. */
    int zeroFrom() {
        int lag = farthest();
        int from = -1;
        while (lag >= 0 && median[lag] == Double.NEGATIVE_INFINITY) {
            from = lag--;
        }
        return from;
    }
}
