package dev.unroll.datasets.series;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import java.util.Objects;

/**
 * Where the parts of a series lie and which row each example forecasts first. The n rows are
 * cut at {@code trainFraction * n} and {@code (trainFraction + validationFraction) * n}, rounded down.
 */
final class TimeSplit {

    private final ForecastPlan plan;
    private final int rows;
    private final int trainEnd;
    private final int validationEnd;

    /** @throws DataException if a part would hold no example */
    TimeSplit(ForecastPlan plan, int rows, String source) {
        this.plan = plan;
        this.rows = rows;
        trainEnd = cut(plan.trainFraction(), rows);
        validationEnd = cut(plan.trainFraction() + plan.validationFraction(), rows);
        for (Part part : Part.values()) {
            if (size(part) < 1) {
                throw new DataException("the " + word(part) + " part of " + source + " must hold at least one example, "
                        + "horizon " + plan.horizon() + " after window " + plan.window() + "; rows " + start(part)
                        + " to " + end(part) + " of " + rows + " hold none; shorten the window or horizon, change the "
                        + "fractions, or bring a longer series");
            }
        }
    }

    private static int cut(double fraction, int rows) {
        // 0.7 + 0.1 is a little below 0.8 in double; the allowance keeps that from costing a row.
        return (int) (fraction * rows + 1e-9);
    }

    /** Rows that the training part takes, from the first on: all that scaling and naive errors are fitted on. */
    int trainRows() {
        return trainEnd;
    }

    /** Number of examples in a part. */
    int size(Part part) {
        int last = end(part) - plan.horizon();
        int first = firstTarget(part);
        return last < first ? 0 : (last - first) / plan.stride() + 1;
    }

    /** The first row that an example forecasts; its window is the rows right before. */
    int targetRow(Part part, int index) {
        return firstTarget(part) + Objects.checkIndex(index, size(part)) * plan.stride();
    }

    private int firstTarget(Part part) {
        return Math.max(start(part), plan.history());
    }

    private int start(Part part) {
        return switch (part) {
            case TRAIN -> 0;
            case VALIDATION -> validationIsTest() ? validationEnd : trainEnd;
            case TEST -> validationEnd;
        };
    }

    private int end(Part part) {
        return switch (part) {
            case TRAIN -> trainEnd;
            case VALIDATION -> validationIsTest() ? rows : validationEnd;
            case TEST -> rows;
        };
    }

    /** Whether there is no validation part but the test part. */
    boolean validationIsTest() {
        return plan.validationFraction() == 0;
    }

    private static String word(Part part) {
        return switch (part) {
            case TRAIN -> "training";
            case VALIDATION -> "validation";
            case TEST -> "test";
        };
    }
}
