package dev.unroll.datasets.series;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where the parts of series lie and which row each example forecasts first. Each series of n rows is cut at
 * {@code trainFraction * n} and {@code (trainFraction + validationFraction) * n}, rounded down; with origins, the rows
 * after the second cut are divided into blocks, one of which is the test part with all parts before it moved along.
 */
final class SeriesSplit {

    private final ForecastPlan plan;
    private final SeriesFrame frame;
    private final int[][] trainRanges;
    private final int[] train;
    private final int[] validation;
    private final int[] test;

    /** @throws DataException if a part would hold no example */
    SeriesSplit(ForecastPlan plan, SeriesFrame frame) {
        this.plan = plan;
        this.frame = frame;
        int[][][] ranges = new int[Part.values().length][frame.numSeries()][];
        for (int s = 0; s < frame.numSeries(); s++) {
            cut(frame.start(s), frame.end(s), ranges, s);
        }
        trainRanges = ranges[Part.TRAIN.ordinal()];
        train = targetRows(Part.TRAIN, ranges);
        validation = targetRows(Part.VALIDATION, ranges);
        test = targetRows(Part.TEST, ranges);
    }

    private void cut(int start, int end, int[][][] ranges, int series) {
        ForecastKeys keys = plan.keys();
        int rows = end - start;
        int trainEnd = share(keys.trainFraction(), rows);
        int validationEnd = share(keys.trainFraction() + keys.validationFraction(), rows);
        int blocks = rows - validationEnd;
        int testStart = validationEnd + (int) ((long) blocks * (keys.origin() - 1) / keys.origins());
        int testEnd = validationEnd + (int) ((long) blocks * keys.origin() / keys.origins());
        trainEnd += testStart - validationEnd;
        int kept = keys.dataFraction() == 1 ? trainEnd : Math.max(1, share(keys.dataFraction(), trainEnd));
        ranges[Part.TRAIN.ordinal()][series] = new int[] {start + trainEnd - kept, start + trainEnd};
        ranges[Part.VALIDATION.ordinal()][series] = validationIsTest() ? new int[] {start + testStart, start + testEnd}
                : new int[] {start + trainEnd, start + testStart};
        ranges[Part.TEST.ordinal()][series] = new int[] {start + testStart, start + testEnd};
    }

    private static int share(double fraction, int rows) {
        // 0.7 + 0.1 is a little below 0.8 in double; the allowance keeps that from costing a row.
        return (int) (fraction * rows + 1e-9);
    }

    private int[] targetRows(Part part, int[][][] ranges) {
        int[] rows = new int[16];
        int count = 0;
        for (int s = 0; s < frame.numSeries(); s++) {
            int[] range = ranges[part.ordinal()][s];
            int first = Math.max(range[0] + (part == Part.TRAIN && plan.keys().dataFraction() < 1 ? plan.history() : 0),
                    frame.start(s) + plan.history());
            for (int row = first; row + plan.keys().horizon() <= range[1]; row += plan.keys().stride()) {
                if (frame.isKnown(row, row + plan.keys().horizon())) {
                    rows = count == rows.length ? Arrays.copyOf(rows, 2 * count) : rows;
                    rows[count++] = row;
                }
            }
        }
        if (count == 0) {
            int[] range = ranges[part.ordinal()][0];
            int offset = frame.start(0);
            throw new DataException("the " + word(part) + " part of " + frame.source() + " must hold at least one "
                    + "example, horizon " + plan.keys().horizon() + " after window " + plan.keys().window() + "; rows "
                    + (range[0] - offset) + " to " + (range[1] - offset) + " of " + (frame.end(0) - offset)
                    + " hold none; shorten the window or horizon, change the fractions, or bring a longer series");
        }
        return Arrays.copyOf(rows, count);
    }

    /** Of each series, the rows from the first to before the second that scaling and naive errors are fitted on. */
    int[][] trainRanges() {
        return trainRanges;
    }

    /** Number of examples in a part. */
    int size(Part part) {
        return rows(part).length;
    }

    /** The first row that an example forecasts; its window is the rows right before. */
    int targetRow(Part part, int index) {
        int[] rows = rows(part);
        return rows[Objects.checkIndex(index, rows.length)];
    }

    private int[] rows(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** Whether there is no validation part but the test part. */
    boolean validationIsTest() {
        return plan.keys().validationFraction() == 0;
    }

    private static String word(Part part) {
        return part == Part.TRAIN ? "training" : part == Part.VALIDATION ? "validation" : "test";
    }
}
