package dev.unroll.gradient;

import java.util.Arrays;

/** The distances in time at which products of Jacobians are looked at: 1, 2, 3, 4, 6, 8, 12, 16, … and the greatest. */
final class Lags {

    private Lags() {
    }

    /** Rising, from 1 to the greatest, which is at least 1. */
    static int[] upTo(int greatest) {
        int[] lags = new int[2 * Integer.SIZE];
        int count = 0;
        for (long power = 1; power < greatest; power *= 2) {
            lags[count++] = (int) power;
            if (power > 1 && power + power / 2 < greatest) {
                lags[count++] = (int) (power + power / 2);
            }
        }
        lags[count++] = greatest;
        return Arrays.copyOf(lags, count);
    }

    /** The lags that at least one of these sequences is long enough for. */
    static int[] within(double[][][] inputs) {
        int longest = 0;
        for (double[][] sequence : inputs) {
            longest = Math.max(longest, sequence.length);
        }
        return upTo(longest);
    }
}
