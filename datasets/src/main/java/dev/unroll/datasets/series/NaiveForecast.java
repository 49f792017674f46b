package dev.unroll.datasets.series;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;

/**
 * Repeats the series: its last known value, or the value of the same time in the last known season. Where the series
 * does not reach back a season, the last value. Where changes are asked for, the change to that value: none for the
 * last.
 */
final class NaiveForecast implements Baseline {

    private final String name;
    private final int season;
    private final SeriesSplit split;
    private final SeriesFrame frame;
    private final int horizon;
    private final ForecastTargets targets;

    /** @param season steps back; 0 for the last value at every step of the horizon */
    NaiveForecast(String name, int season, SeriesSplit split, SeriesFrame frame, int horizon, ForecastTargets targets) {
        this.name = name;
        this.season = season;
        this.split = split;
        this.frame = frame;
        this.horizon = horizon;
        this.targets = targets;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        float[] values = new float[indices.length * targets.size()];
        for (int b = 0; b < indices.length; b++) {
            int row = split.targetRow(part, indices[b]);
            for (int h = 0; h < horizon; h++) {
                targets.write(row, h, source(row, h), values, b * targets.size());
            }
        }
        return values;
    }

    /** The row whose value stands in for row {@code first + h}, before {@code first}. */
    private int source(int first, int h) {
        if (season == 0) {
            return first - 1;
        }
        int row = first + h - season * (h / season + 1);
        return row < frame.startOf(first) ? first - 1 : row;
    }
}
