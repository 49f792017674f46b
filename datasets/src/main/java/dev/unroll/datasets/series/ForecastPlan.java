package dev.unroll.datasets.series;

import dev.unroll.datasets.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How examples are cut from a table: what every forecasting spec comes down to. Refuses impossible values.
 *
 * @param inputs  columns that a model sees up to the present, distinct
 * @param targets J columns to be forecast, distinct
 * @param keys    complete
 * @param seasons periods of the naive forecasts; may be empty
 * @param unit    unit of the targets; may be empty
 * @param missing what is done about missing values
 */
record ForecastPlan(List<String> inputs, List<String> targets, ForecastKeys keys, List<Season> seasons, String unit,
        Missing missing) {

    ForecastPlan {
        inputs = columns("inputs", inputs);
        targets = columns("targets", targets);
        for (String column : keys.future()) {
            if (targets.contains(column)) {
                throw new IllegalArgumentException("future must not name a target, whose future is what is asked for; "
                        + "got " + column + "; remove it there");
            }
        }
        for (Season season : seasons) {
            Check.atLeast(1, "season", season.steps());
        }
    }

    ForecastPlan(List<String> inputs, List<String> targets, ForecastKeys keys, List<Season> seasons, String unit) {
        this(inputs, targets, keys, seasons, unit, Missing.REFUSE);
    }

    /** Rows that must be known before the first target: the window, and for differences the row before it. */
    int history() {
        return keys.differences() ? keys.window() + 1 : keys.window();
    }

    /** F, features of a step: the inputs, then the future columns. */
    int numFeatures() {
        return inputs.size() + keys.future().size();
    }

    /** All columns that are read, each once. */
    List<String> columns() {
        List<String> all = new ArrayList<>(inputs);
        for (List<String> more : List.of(targets, keys.future())) {
            more.stream().filter(column -> !all.contains(column)).forEach(all::add);
        }
        return all;
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
