package dev.unroll.statistics;

import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * The interval of a mean of paired differences by drawing pairs with replacement (Efron 1979, "Bootstrap methods: another
 * look at the jackknife"), reaching out for few pairs as {@link StratifiedBootstrap#expanded} does. With three to five
 * pairs its ends are near the least and greatest difference and it covers too seldom; {@link PairedStudent} decides.
 */
public final class PairedBootstrap {

    private PairedBootstrap() {
    }

    /**
     * The mean with its 95 % interval; without end for one pair.
     *
     * @param differences of pairs, at least one
     */
    public static Interval mean(double[] differences, int resamples, Randomness randomness) {
        int n = differences.length;
        double[] means = new double[resamples];
        RandomStream stream = randomness.stream();
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += differences[stream.nextInt(n)];
            }
            means[i] = sum / n;
        }
        double mean = Arrays.stream(differences).sum() / n;
        double tail = StratifiedBootstrap.tail(n, 1);
        if (Double.isNaN(tail)) {
            return new Interval(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        Arrays.sort(means);
        return new Interval(mean, Quantiles.of(means, tail), Quantiles.of(means, 1 - tail));
    }
}
