package dev.unroll.statistics;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Wilcoxon's signed-rank test (1945, "Individual comparisons by ranking methods") of paired differences. Differences of 0
 * are left out, equal sizes share their mean rank.
 *
 * <p>Up to 200 differences the distribution of the sum of positive ranks is computed exactly for the very ranks there
 * are, ties and all, by adding one rank after another; above, it is a normal with the variance that ties leave and a
 * correction for continuity. Commons Math has a {@code WilcoxonSignedRankTest}; it keeps zeros, and its exact p takes the
 * ranks for 1 to n even where they are tied, so it is not used.
 *
 * @param n        differences that are not 0
 * @param positive sum of the ranks of the positive ones
 * @param p        two-sided; 1 if all are 0
 */
public record WilcoxonSignedRank(int n, double positive, double p) {

    private static final int MOST_EXACT = 200;

    /** Tests differences of pairs. */
    public static WilcoxonSignedRank of(double[] differences) {
        double[] nonzero = Arrays.stream(differences).map(Ties::settled).filter(difference -> difference != 0).toArray();
        int n = nonzero.length;
        if (n == 0) {
            return new WilcoxonSignedRank(0, 0, 1);
        }
        // Twice the ranks, which are whole numbers.
        int[] ranks = doubledRanks(nonzero);
        long positive = 0;
        for (int i = 0; i < n; i++) {
            positive += nonzero[i] > 0 ? ranks[i] : 0;
        }
        return new WilcoxonSignedRank(n, positive / 2.0,
                n <= MOST_EXACT ? exact(ranks, (int) positive) : normal(ranks, positive / 2.0));
    }

    private static int[] doubledRanks(double[] values) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            for (double other : values) {
                double difference = Math.abs(values[i]) - Math.abs(other);
                ranks[i] += difference > 0 ? 2 : difference == 0 ? 1 : 0;
            }
            ranks[i]++;
        }
        return ranks;
    }

    private static double exact(int[] ranks, int positive) {
        int total = Arrays.stream(ranks).sum();
        double[] probability = new double[total + 1];
        probability[0] = 1;
        for (int rank : ranks) {
            for (int sum = total; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        int smaller = Math.min(positive, total - positive);
        double tail = 0;
        for (int sum = 0; sum <= smaller; sum++) {
            tail += probability[sum];
        }
        return Math.min(1, 2 * tail);
    }

    private static double normal(int[] ranks, double positive) {
        double mean = 0;
        double variance = 0;
        for (int rank : ranks) {
            mean += rank / 4.0;
            variance += rank / 4.0 * (rank / 4.0);
        }
        double z = Math.max(0, Math.abs(positive - mean) - 0.5) / Math.sqrt(variance);
        return 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-z);
    }
}
