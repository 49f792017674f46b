package dev.unroll.datasets.series;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;

/**
 * Simple exponential smoothing (Brown 1956, "Exponential smoothing for predicting demand"): a level that moves by a share
 * of each new value's distance from it is the forecast of every step of the horizon. With a share of 1 it is the last
 * value. The share, one of 0.05, 0.1 … 1 for each column, is the one with the least squared error one step ahead on the
 * training rows.
 */
final class SmoothedForecast implements Baseline {

    private static final int SHARES = 20;

    private final SeriesSplit split;
    private final SeriesFrame frame;
    private final int horizon;
    private final ForecastTargets targets;
    private final double[][] columns;
    /** {@code [J][rows]}: the level once a row is known; made when first asked for. */
    private double[][] levels;

    /** @param columns {@code [J][rows]} */
    SmoothedForecast(SeriesSplit split, SeriesFrame frame, int horizon, ForecastTargets targets, double[][] columns) {
        this.split = split;
        this.frame = frame;
        this.horizon = horizon;
        this.targets = targets;
        this.columns = columns;
    }

    @Override
    public String name() {
        return "exponential smoothing";
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        fit();
        float[] values = new float[indices.length * targets.size()];
        double[] level = new double[columns.length];
        for (int b = 0; b < indices.length; b++) {
            int row = split.targetRow(part, indices[b]);
            for (int j = 0; j < level.length; j++) {
                level[j] = levels[j][row - 1];
            }
            for (int h = 0; h < horizon; h++) {
                targets.write(row, h, level, values, b * targets.size());
            }
        }
        return values;
    }

    private synchronized void fit() {
        if (levels != null) {
            return;
        }
        double[][] fitted = new double[columns.length][];
        for (int j = 0; j < columns.length; j++) {
            double least = Double.POSITIVE_INFINITY;
            for (int share = 1; share <= SHARES; share++) {
                double[] smoothed = smoothed(columns[j], (double) share / SHARES);
                double error = error(columns[j], smoothed);
                if (error <= least || fitted[j] == null) {
                    least = error;
                    fitted[j] = smoothed;
                }
            }
        }
        levels = fitted;
    }

    private double[] smoothed(double[] column, double share) {
        double[] level = new double[column.length];
        for (int s = 0; s < frame.numSeries(); s++) {
            for (int row = frame.start(s); row < frame.end(s); row++) {
                double before = row == frame.start(s) ? Double.NaN : level[row - 1];
                level[row] = Double.isNaN(before) ? column[row]
                        : Double.isNaN(column[row]) ? before : before + share * (column[row] - before);
            }
        }
        return level;
    }

    /** Of one step ahead, over the training rows. */
    private double error(double[] column, double[] level) {
        double sum = 0;
        for (int[] range : split.trainRanges()) {
            for (int row = range[0] + 1; row < range[1]; row++) {
                double error = column[row] - level[row - 1];
                sum += Double.isNaN(error) ? 0 : error * error;
            }
        }
        return sum;
    }
}
