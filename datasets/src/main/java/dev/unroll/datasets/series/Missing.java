package dev.unroll.datasets.series;

import dev.unroll.dataset.DataException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What is done about values that are missing. No policy lets a model see what comes after: only a gap that ends within
 * the training rows is filled from both of its sides, and a value that was filled is never asked for.
 */
enum Missing {
    /** An error, with the line. */
    REFUSE,
    /** Rows with a missing value are left out, as if their neighbours were next to each other. */
    DROP,
    /** The last known value. */
    FORWARD_FILL,
    /** A straight line between the known neighbours within the training rows; elsewhere the last known value. */
    INTERPOLATE,
    /** The mean of the column's known training values. */
    MEAN;

    /** The words by which experiments name the policies. */
    static String[] words() {
        return Arrays.stream(values()).map(Missing::word).toArray(String[]::new);
    }

    /** The policy of a word, which must be one. */
    static Missing of(String word) {
        return Arrays.stream(values()).filter(policy -> policy.word().equals(word)).findFirst().orElseThrow();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Fills what is NaN in a column of one series.
     *
     * @param column   filled from {@code from} up to {@code to}
     * @param trainEnd the first row after the training rows
     * @param place    what messages call the column
     */
    void fill(double[] column, int from, int trainEnd, int to, String place) {
        double mean = mean(column, from, trainEnd);
        int known = -1;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(column[i])) {
                if (this == INTERPOLATE && known >= 0 && i - known > 1 && i < trainEnd) {
                    for (int j = known + 1; j < i; j++) {
                        double share = (double) (j - known) / (i - known);
                        column[j] = column[known] + share * (column[i] - column[known]);
                    }
                }
                known = i;
            } else if (this == MEAN) {
                column[i] = require(mean, place, "hold a training value to take the mean of");
            } else if (this != INTERPOLATE || !endsInTraining(column, i, trainEnd)) {
                column[i] = require(i == from ? Double.NaN : column[i - 1], place,
                        "begin with a value, which a gap can be filled from");
                known = this == INTERPOLATE ? -1 : known;
            } else if (known < 0) {
                require(Double.NaN, place, "begin with a value, which a gap can be filled from");
            }
        }
    }

    private static boolean endsInTraining(double[] column, int gap, int trainEnd) {
        for (int i = gap; i < trainEnd; i++) {
            if (!Double.isNaN(column[i])) {
                return true;
            }
        }
        return false;
    }

    private static double require(double value, String place, String need) {
        if (Double.isNaN(value)) {
            throw new DataException(place + " must " + need + "; it has none; cut the rows before the first value, or "
                    + "choose another policy for missing values");
        }
        return value;
    }

    private static double mean(double[] column, int from, int to) {
        double sum = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(column[i])) {
                sum += column[i];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
