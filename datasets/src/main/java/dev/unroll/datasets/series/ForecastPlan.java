package dev.unroll.datasets.series;

import dev.unroll.datasets.Check;
import java.util.List;
import java.util.Objects;

/**
 * How examples are cut from a table: what every forecasting spec comes down to. Refuses impossible values.
 *
 * @param inputs             F columns that a model sees, distinct
 * @param targets            J columns to be forecast, distinct
 * @param window             rows of input, at least 1
 * @param horizon            rows to be forecast, at least 1: those right after the window
 * @param stride             rows from one example of a part to the next, at least 1
 * @param trainFraction      share of the rows, from the first on, whose values are training targets; above 0, below 1
 * @param validationFraction share of the rows after those; what is left is for the test
 * @param scaling            {@code standard}, {@code min-max} or {@code none}
 * @param differences        whether inputs and targets are changes rather than levels
 * @param seasons            periods of the naive forecasts; may be empty
 * @param unit               unit of the targets; may be empty
 */
record ForecastPlan(List<String> inputs, List<String> targets, int window, int horizon, int stride,
        double trainFraction, double validationFraction, String scaling, boolean differences, List<Season> seasons,
        String unit) {

    ForecastPlan {
        inputs = columns("inputs", inputs);
        targets = columns("targets", targets);
        Check.atLeast(1, "window", window);
        Check.atLeast(1, "horizon", horizon);
        Check.atLeast(1, "stride", stride);
        if (!(trainFraction > 0 && trainFraction < 1)) {
            throw new IllegalArgumentException("trainFraction must be above 0 and below 1; got " + trainFraction);
        }
        if (!(validationFraction >= 0 && trainFraction + validationFraction < 1)) {
            throw new IllegalArgumentException("validationFraction must be at least 0 and leave rows for the test, "
                    + "below 1 together with trainFraction; got " + validationFraction + " with trainFraction "
                    + trainFraction);
        }
        Check.oneOf("scaling", scaling, "standard", "min-max", "none");
        for (Season season : seasons) {
            Check.atLeast(1, "season", season.steps());
        }
    }

    /** Rows that must be known before the first target: the window, and for differences the row before it. */
    int history() {
        return differences ? window + 1 : window;
    }

    /** These names, checked, in a list that cannot change; {@code key} is what an experiment calls them. */
    static List<String> columns(String key, List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException(key + " must name at least one column; got none");
        }
        if (names.stream().filter(Objects::nonNull).distinct().count() < names.size()) {
            throw new IllegalArgumentException(key + " must name each column once; got " + names);
        }
        return List.copyOf(names);
    }
}
