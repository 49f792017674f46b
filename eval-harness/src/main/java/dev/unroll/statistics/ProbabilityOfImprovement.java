package dev.unroll.statistics;

import dev.unroll.random.Randomness;

/**
 * How likely a run of one model scores higher than a run of another on a task drawn at random (Agarwal et al. 2021,
 * arXiv 2108.13264): the mean over tasks of the Mann-Whitney U (1947) over the number of pairs, ties counting half. It
 * says how often, not by how much.
 */
public final class ProbabilityOfImprovement {

    private ProbabilityOfImprovement() {
    }

    /**
     * That of the first over the second.
     *
     * @param first  {@code [runs][tasks]}, higher is better
     * @param second the same tasks
     * @return from 0 to 1; 0.5 if neither is ahead
     */
    public static double of(double[][] first, double[][] second) {
        double sum = 0;
        for (int t = 0; t < first[0].length; t++) {
            double wins = 0;
            for (double[] a : first) {
                for (double[] b : second) {
                    wins += a[t] > b[t] ? 1 : a[t] == b[t] ? 0.5 : 0;
                }
            }
            sum += wins / (first.length * second.length);
        }
        return sum / first[0].length;
    }

    /** The same with its 95 % interval. */
    public static Interval interval(double[][] first, double[][] second, int resamples, Randomness randomness) {
        return StratifiedBootstrap.expanded(first, second, ProbabilityOfImprovement::of, resamples, randomness);
    }
}
