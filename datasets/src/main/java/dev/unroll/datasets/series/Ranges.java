package dev.unroll.datasets.series;

import dev.unroll.datasets.Scaling;

/** What is fitted on ranges of rows. */
final class Ranges {

    private Ranges() {
    }

    /** The scaling of the values in these ranges, without the first {@code skip} rows of each. */
    static Scaling scaling(String kind, double[] values, int[][] ranges, int skip) {
        int count = 0;
        for (int[] range : ranges) {
            count += Math.max(0, range[1] - range[0] - skip);
        }
        double[] gathered = new double[Math.max(1, count)];
        int at = 0;
        for (int[] range : ranges) {
            for (int i = range[0] + skip; i < range[1]; i++) {
                gathered[at++] = values[i];
            }
        }
        return Scaling.fit(kind, gathered, 0, gathered.length);
    }

    /**
     * Mean absolute error over ranges of a column of the forecast by the row {@code lag} steps before.
     *
     * @return NaN if there is none
     */
    static double naiveError(double[] column, int[][] ranges, int lag) {
        double sum = 0;
        int count = 0;
        for (int[] range : ranges) {
            for (int i = range[0] + lag; i < range[1]; i++) {
                sum += Math.abs(column[i] - column[i - lag]);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The change of each row from {@code steps} rows before; NaN for the first {@code steps} rows, which have none. */
    static double[] changes(double[] column, int steps) {
        double[] changes = new double[column.length];
        for (int i = 0; i < column.length; i++) {
            changes[i] = i < steps ? Double.NaN : column[i] - column[i - steps];
        }
        return changes;
    }
}
