package dev.unroll.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * One number for the scores of a model on several tasks (Agarwal, Schwarzer, Castro, Courville &amp; Bellemare 2021,
 * "Deep reinforcement learning at the edge of the statistical precipice", arXiv 2108.13264).
 *
 * <p>Scores are {@code [runs][tasks]} and comparable between tasks: 1 is perfect, higher is better.
 */
public enum Aggregate implements ToDoubleFunction<double[][]> {

    /** Mean over tasks of the mean over runs; one bad task moves it far. */
    MEAN("mean") {
        @Override
        public double applyAsDouble(double[][] scores) {
            double sum = 0;
            for (double mean : taskMeans(scores)) {
                sum += mean;
            }
            return sum / scores[0].length;
        }
    },
    /** Median over tasks of the mean over runs; of many tasks it sees one or two. */
    MEDIAN("median") {
        @Override
        public double applyAsDouble(double[][] scores) {
            double[] means = taskMeans(scores);
            Arrays.sort(means);
            return Quantiles.of(means, 0.5);
        }
    },
    /** Mean of the middle half of all runs of all tasks: a quarter of them is cut off at either end, rounded down. */
    INTERQUARTILE_MEAN("interquartile mean") {
        @Override
        public double applyAsDouble(double[][] scores) {
            int tasks = scores[0].length;
            double[] all = new double[scores.length * tasks];
            for (int r = 0; r < scores.length; r++) {
                System.arraycopy(scores[r], 0, all, r * tasks, tasks);
            }
            Arrays.sort(all);
            int cut = all.length / 4;
            double sum = 0;
            for (int i = cut; i < all.length - cut; i++) {
                sum += all[i];
            }
            return sum / (all.length - 2 * cut);
        }
    },
    /** By how much runs fall short of 1 on average; what is above 1 makes up for nothing. Lower is better. */
    OPTIMALITY_GAP("optimality gap") {
        @Override
        public double applyAsDouble(double[][] scores) {
            double sum = 0;
            for (double[] run : scores) {
                for (double score : run) {
                    sum += Math.min(score, 1);
                }
            }
            return 1 - sum / (scores.length * scores[0].length);
        }
    };

    private final String title;

    Aggregate(String title) {
        this.title = title;
    }

    /** What tables call it. */
    public String title() {
        return title;
    }

    private static double[] taskMeans(double[][] scores) {
        double[] means = new double[scores[0].length];
        for (double[] run : scores) {
            for (int t = 0; t < means.length; t++) {
                means[t] += run[t] / scores.length;
            }
        }
        return means;
    }
}
