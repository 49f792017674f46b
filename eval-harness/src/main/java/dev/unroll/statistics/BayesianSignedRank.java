package dev.unroll.statistics;

import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/**
 * How probable it is that one model is better than another on a further task, worse, or practically the same (Benavoli,
 * Corani, Demšar &amp; Zaffalon 2017, "Time for a change: a tutorial for comparing multiple classifiers through Bayesian
 * analysis", section 4.2): the Bayesian form of Wilcoxon's signed-rank test, with a Dirichlet process whose prior is one
 * observation of weight 0.5 at 0.
 *
 * @param worse  the probability that the first is worse by more than the region
 * @param same   that they are within the region of practical equivalence
 * @param better that the first is better by more than the region
 */
public record BayesianSignedRank(double worse, double same, double better) {

    private static final double PRIOR_WEIGHT = 0.5;

    /**
     * Compares over tasks.
     *
     * @param differences one for each task, positive where the first is better
     * @param rope        half the width of the region of practical equivalence, at least 0
     * @param draws       from the posterior
     */
    public static BayesianSignedRank of(double[] differences, double rope, int draws, Randomness randomness) {
        int n = differences.length + 1;
        double[] values = new double[n];
        System.arraycopy(differences, 0, values, 1, n - 1);
        RandomStream stream = randomness.stream();
        double[] weights = new double[n];
        double[] counts = new double[3];
        for (int draw = 0; draw < draws; draw++) {
            weigh(weights, stream);
            double[] mass = masses(values, weights, rope);
            double most = Math.max(mass[0], Math.max(mass[1], mass[2]));
            int equal = 0;
            for (double one : mass) {
                equal += one == most ? 1 : 0;
            }
            for (int i = 0; i < 3; i++) {
                counts[i] += mass[i] == most ? 1.0 / equal : 0;
            }
        }
        return new BayesianSignedRank(counts[0] / draws, counts[1] / draws, counts[2] / draws);
    }

    /** Gamma variates, whose common sum does not matter: of shape 1/2 is half a squared normal, of shape 1 exponential. */
    private static void weigh(double[] weights, RandomStream stream) {
        double normal = stream.nextGaussian();
        weights[0] = PRIOR_WEIGHT * normal * normal;
        for (int i = 1; i < weights.length; i++) {
            weights[i] = -StrictMath.log(1 - stream.nextDouble());
        }
    }

    /** The weight of pairs whose mean is below, within and above the region. */
    private static double[] masses(double[] values, double[] weights, double rope) {
        double[] mass = new double[3];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = values[i] + values[j];
                int place = sum < -2 * rope ? 0 : sum > 2 * rope ? 2 : 1;
                mass[place] += (i == j ? 1 : 2) * weights[i] * weights[j];
            }
        }
        return mass;
    }
}
