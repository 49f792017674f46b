package dev.unroll.metric;

import dev.unroll.dataset.TargetUnits;
import dev.unroll.model.Task.Target;
import java.util.Optional;

/**
 * A measure of how well outputs meet their targets. None is below 0.
 *
 * @param name           what results and reports call it
 * @param higherIsBetter its direction
 */
public record Metric(String name, boolean higherIsBetter) {

    /** Mean squared error. */
    public static final Metric MSE = new Metric("MSE", false);
    /** Root of {@link #MSE}. */
    public static final Metric RMSE = new Metric("RMSE", false);
    /** Mean absolute error. */
    public static final Metric MAE = new Metric("MAE", false);
    /** {@link #MAE} over that of the naive forecast on the training part (Hyndman &amp; Koehler 2006). */
    public static final Metric MASE = new Metric("MASE", false);
    /** Pinball loss over all levels, twice the usual, so that a median's alone is its absolute error. */
    public static final Metric QUANTILE_LOSS = new Metric("quantile loss", false);
    /** Mean {@link dev.unroll.dataset.ValidTime} of the forecasts, in Lyapunov times; at most the whole target's. */
    public static final Metric VALID_TIME = new Metric("valid time", true);
    /** Share of targets whose class has the greatest score; the lowest class among equals. */
    public static final Metric ACCURACY = new Metric("accuracy", true);
    /** Mean negative log-likelihood of the true class in nats. */
    public static final Metric CROSS_ENTROPY = new Metric("cross-entropy", false);

    /**
     * The metric that decides: accuracy for classes, the mean absolute error for values that have units, and for others
     * the mean squared error, which papers on synthetic tasks report.
     */
    public static Metric primary(Target target, Optional<TargetUnits> units) {
        if (target.classification()) {
            return ACCURACY;
        }
        return units.isPresent() ? MAE : MSE;
    }

    /** What no value of the metric of this name exceeds: 1 for a share, infinity for an error. */
    public static double greatest(String name) {
        return name.equals(ACCURACY.name()) ? 1 : Double.POSITIVE_INFINITY;
    }
}
