package dev.unroll.statistics;

/** Quantiles of a sample. */
public final class Quantiles {

    private Quantiles() {
    }

    /**
     * The quantile by linear interpolation between order statistics (type 7 of Hyndman &amp; Fan 1996, NumPy's
     * default).
     *
     * @param sorted      rising
     * @param probability from 0 to 1
     * @return NaN if there are no values
     */
    public static double of(double[] sorted, double probability) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
