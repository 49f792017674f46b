package dev.unroll.statistics;

import java.util.List;

/**
 * What a validation curve says of how fast a model learns.
 *
 * @param updates {@code [points]}: made so far, rising
 * @param values  {@code [points]}: the metric after them
 */
public record LearningCurve(double[] updates, double[] values) {

    /**
     * The mean height of the curve: the area under straight lines between its points over its length. Of two curves over
     * the same updates the one that was better for longer has the better mean. NaN for fewer than two points.
     */
    public double meanHeight() {
        double area = 0;
        for (int i = 1; i < updates.length; i++) {
            area += (updates[i] - updates[i - 1]) * (values[i] + values[i - 1]) / 2;
        }
        return updates.length < 2 ? Double.NaN : area / (updates[updates.length - 1] - updates[0]);
    }

    /**
     * The median over curves of the updates after which the metric was first at least as good as the threshold. A curve
     * that never came counts as later than all others; NaN if so many did not that there is no median.
     */
    public static double medianUpdatesTo(List<LearningCurve> curves, double threshold, boolean higherIsBetter) {
        double[] updates = curves.stream().mapToDouble(curve -> curve.updatesTo(threshold, higherIsBetter))
                .map(one -> Double.isNaN(one) ? Double.POSITIVE_INFINITY : one).sorted().toArray();
        int n = updates.length;
        double median = n == 0 ? Double.NaN : (updates[(n - 1) / 2] + updates[n / 2]) / 2;
        return Double.isFinite(median) ? median : Double.NaN;
    }

    /** How many of the curves were ever at least as good as the threshold. */
    public static int reached(List<LearningCurve> curves, double threshold, boolean higherIsBetter) {
        return (int) curves.stream().filter(curve -> !Double.isNaN(curve.updatesTo(threshold, higherIsBetter))).count();
    }

    /**
     * The updates after which the metric was first seen at least as good as the threshold; NaN if never. Nothing is read
     * into the stretch between two validations.
     */
    public double updatesTo(double threshold, boolean higherIsBetter) {
        for (int i = 0; i < values.length; i++) {
            if (higherIsBetter ? values[i] >= threshold : values[i] <= threshold) {
                return updates[i];
            }
        }
        return Double.NaN;
    }
}
