package dev.unroll.statistics;

import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Intervals of what is computed from runs × tasks: each resample draws runs with replacement, for every task apart, so
 * that tasks stay what they are and only seeds could have been others (Agarwal et al. 2021, arXiv 2108.13264).
 *
 * <p>{@link #percentile} is their interval. With few runs it is too narrow: resamples of n spread as if n were n - 1, and
 * a normal's tails are taken for a Student's. {@link #expanded} makes up for both by reaching out to the quantiles
 * {@code Φ(-sqrt(n / (n - 1)) t)} with t that of {@code tasks (n - 1)} degrees of freedom (Hesterberg 2015, "What
 * teachers should know about the bootstrap", arXiv 1411.5279, section 5.3, there for one sample). With fewer than
 * {@link #FEWEST_DEGREES} degrees of freedom even that covers too seldom, and there is none.
 *
 * <p>Legend: R resamples, n runs. Scores are {@code [runs][tasks]}; every model may have a number of runs of its own.
 */
public final class StratifiedBootstrap {

    /** Degrees of freedom, {@code tasks (runs - 1)}, from which on an interval covers what it says: 4 tasks x 3 runs. */
    public static final int FEWEST_DEGREES = 8;

    private static final double TAIL = 0.025;

    private StratifiedBootstrap() {
    }

    /** The 95 % interval from the 0.025 to the 0.975 quantile of the resamples. */
    public static Interval percentile(double[][] scores, ToDoubleFunction<double[][]> statistic, int resamples,
            Randomness randomness) {
        return interval(statistic.applyAsDouble(scores), resampled(scores, statistic, resamples, randomness), TAIL);
    }

    /** The 95 % interval that holds what it says with few runs, too; without end for too few. */
    public static Interval expanded(double[][] scores, ToDoubleFunction<double[][]> statistic, int resamples,
            Randomness randomness) {
        return interval(statistic.applyAsDouble(scores), resampled(scores, statistic, resamples, randomness),
                enough(scores.length, scores[0].length));
    }

    /** The same of what is computed from two models, whose runs are drawn apart. */
    public static Interval expanded(double[][] first, double[][] second,
            ToDoubleBiFunction<double[][], double[][]> statistic, int resamples, Randomness randomness) {
        RandomStream stream = randomness.stream();
        double[] values = new double[resamples];
        double[][] one = new double[first.length][first[0].length];
        double[][] other = new double[second.length][second[0].length];
        for (int i = 0; i < resamples; i++) {
            draw(first, one, stream);
            draw(second, other, stream);
            values[i] = statistic.applyAsDouble(one, other);
        }
        return interval(statistic.applyAsDouble(first, second), values,
                enough(Math.min(first.length, second.length), first[0].length));
    }

    private static double enough(int runs, int tasks) {
        return tasks * (runs - 1) < FEWEST_DEGREES ? Double.NaN : tail(runs, tasks);
    }

    private static double[] resampled(double[][] scores, ToDoubleFunction<double[][]> statistic, int resamples,
            Randomness randomness) {
        RandomStream stream = randomness.stream();
        double[] values = new double[resamples];
        double[][] drawn = new double[scores.length][scores[0].length];
        for (int i = 0; i < resamples; i++) {
            draw(scores, drawn, stream);
            values[i] = statistic.applyAsDouble(drawn);
        }
        return values;
    }

    private static void draw(double[][] scores, double[][] drawn, RandomStream stream) {
        for (double[] run : drawn) {
            for (int t = 0; t < run.length; t++) {
                run[t] = scores[stream.nextInt(scores.length)][t];
            }
        }
    }

    private static Interval interval(double estimate, double[] values, double tail) {
        if (Double.isNaN(tail)) {
            return new Interval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        Arrays.sort(values);
        return new Interval(estimate, Quantiles.of(values, tail), Quantiles.of(values, 1 - tail));
    }

    /** The share of resamples left out at either end; NaN for one run. */
    static double tail(int runs, int tasks) {
        if (runs < 2) {
            return Double.NaN;
        }
        double t = -new TDistribution(null, tasks * (runs - 1)).inverseCumulativeProbability(TAIL);
        return new NormalDistribution(null, 0, 1).cumulativeProbability(-Math.sqrt(runs / (runs - 1.0)) * t);
    }
}
