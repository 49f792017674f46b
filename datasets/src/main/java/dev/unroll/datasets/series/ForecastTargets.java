package dev.unroll.datasets.series;

import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Scaling;

/**
 * What a model is asked for: the levels of J columns at each of the horizon's steps or, with differences, by how much
 * each has changed by then since the last known row. Component {@code h * J + j} is column j at step h, with a scaling
 * of its own where it is a change, since changes grow with the steps they span.
 */
final class ForecastTargets {

    private final ForecastPlan plan;
    private final int[][] trainRanges;
    private final double[][] columns;
    private final Scaling[] scalings;

    /**
     * @param columns     {@code [J][rows]}; kept
     * @param trainRanges rows that scalings and naive errors are computed on
     */
    ForecastTargets(ForecastPlan plan, double[][] columns, int[][] trainRanges) {
        this.plan = plan;
        this.trainRanges = trainRanges;
        this.columns = columns;
        String scaling = plan.keys().scaling();
        scalings = new Scaling[plan.keys().horizon() * columns.length];
        for (int j = 0; j < columns.length; j++) {
            Scaling level = Ranges.scaling(scaling, columns[j], trainRanges, 0);
            for (int h = 0; h < plan.keys().horizon(); h++) {
                scalings[h * columns.length + j] = plan.keys().differences()
                        ? Ranges.scaling(scaling, Ranges.changes(columns[j], h + 1), trainRanges, h + 1) : level;
            }
        }
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
            double value = plan.keys().differences() ? columns[j][row] - columns[j][first - 1] : columns[j][row];
            values[at + component] = scalings[component].scaled(value);
        }
    }

    /** The same where each column then has the level that is given, {@code [J]}. */
    void write(int first, int step, double[] levels, float[] values, int at) {
        for (int j = 0; j < columns.length; j++) {
            int component = step * columns.length + j;
            double value = plan.keys().differences() ? levels[j] - columns[j][first - 1] : levels[j];
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
        double least = Ranges.naiveError(column, trainRanges, 1);
        for (Season season : plan.seasons()) {
            double error = Ranges.naiveError(column, trainRanges, season.steps());
            least = error < least ? error : least;
        }
        return least > 0 ? least : Double.NaN;
    }
}
