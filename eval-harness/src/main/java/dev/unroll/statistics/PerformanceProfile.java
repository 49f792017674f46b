package dev.unroll.statistics;

import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * Which share of a model's runs scores above each threshold, over all tasks (Agarwal et al. 2021, arXiv 2108.13264,
 * "run-score distributions"; Dolan &amp; Moré 2002). One profile wholly above another is stochastically better.
 */
public final class PerformanceProfile {

    private PerformanceProfile() {
    }

    /**
     * Mean over tasks of the share of runs above the threshold.
     *
     * @param scores {@code [runs][tasks]}
     * @return from 0 to 1
     */
    public static double share(double[][] scores, double threshold) {
        int above = 0;
        for (double[] run : scores) {
            for (double score : run) {
                above += score > threshold ? 1 : 0;
            }
        }
        return (double) above / (scores.length * scores[0].length);
    }

    /**
     * The shares at several thresholds, each with its own 95 % interval ({@link StratifiedBootstrap#expanded}); all from
     * the same resamples.
     */
    public static Interval[] of(double[][] scores, double[] thresholds, int resamples, Randomness randomness) {
        double[][] settled = Arrays.stream(scores).map(Ties::settled).toArray(double[][]::new);
        Interval[] profile = new Interval[thresholds.length];
        for (int i = 0; i < profile.length; i++) {
            double threshold = thresholds[i];
            profile[i] = StratifiedBootstrap.expanded(settled, drawn -> share(drawn, threshold), resamples, randomness);
        }
        return profile;
    }
}
