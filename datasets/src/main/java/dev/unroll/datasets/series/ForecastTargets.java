package dev.unroll.datasets.series;

import dev.unroll.dataset.TargetUnits;

/**
 * What a model is asked for: the levels of J columns at each of the horizon's steps or, with differences, by how much
 * each has changed by then since the last known row. Component {@code h * J + j} is column j at step h, with a scaling
 * of its own where it is a change, since changes grow with the steps they span.
 */
final class ForecastTargets {

    private final ForecastPlan plan;
    private final int trainRows;
    private final double[][] columns;
    private final Scaling[] scalings;

    /**
     * @param columns   {@code [J][rows]}; kept
     * @param trainRows rows, from the first on, that scalings and naive errors are computed on
     */
    ForecastTargets(ForecastPlan plan, double[][] columns, int trainRows) {
        this.plan = plan;
        this.trainRows = trainRows;
        this.columns = columns;
        scalings = new Scaling[plan.horizon() * columns.length];
        for (int j = 0; j < columns.length; j++) {
            Scaling level = Scaling.fit(plan.scaling(), columns[j], 0, trainRows);
            for (int h = 0; h < plan.horizon(); h++) {
                scalings[h * columns.length + j] = plan.differences()
                        ? Scaling.fit(plan.scaling(), changes(columns[j], h + 1), h + 1, trainRows) : level;
            }
        }
    }

    /** The change of each row from {@code steps} rows before; NaN for the first {@code steps} rows, which have none. */
    static double[] changes(double[] column, int steps) {
        double[] changes = new double[column.length];
        for (int i = 0; i < column.length; i++) {
            changes[i] = i < steps ? Double.NaN : column[i] - column[i - steps];
        }
        return changes;
    }

    /** Components of a target, K. */
    int size() {
        return scalings.length;
    }

    /**
     * Writes what an example puts out for one step of the horizon when each column then has the value of {@code row}:
     * the truth if that is the step's own row, a naive forecast if it is an earlier one.
     *
     * @param first  row of the example's first target
     * @param values the J components of the step are overwritten, those of step 0 being at {@code at}
     */
    void write(int first, int step, int row, float[] values, int at) {
        for (int j = 0; j < columns.length; j++) {
            int component = step * columns.length + j;
            double value = plan.differences() ? columns[j][row] - columns[j][first - 1] : columns[j][row];
            values[at + component] = scalings[component].scaled(value);
        }
    }

    TargetUnits units() {
        double[] scale = new double[size()];
        double[] offset = new double[size()];
        double[] naiveError = new double[size()];
        for (int k = 0; k < size(); k++) {
            scale[k] = scalings[k].scale();
            offset[k] = scalings[k].offset();
            naiveError[k] = k < columns.length ? naiveError(columns[k]) : naiveError[k - columns.length];
        }
        return new TargetUnits(plan.unit(), scale, offset, naiveError);
    }

    // The same on levels and on changes: the errors of both are in the data's own units.
    private double naiveError(double[] column) {
        double least = NaiveForecast.meanAbsoluteError(column, trainRows, 1);
        for (Season season : plan.seasons()) {
            double error = NaiveForecast.meanAbsoluteError(column, trainRows, season.steps());
            least = error < least ? error : least;
        }
        return least > 0 ? least : Double.NaN;
    }
}
