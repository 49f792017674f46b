package dev.unroll.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The range of k independent standard normals (Tukey's studentized range with infinitely many degrees of freedom):
 * {@code P(range < q) = k ∫ φ(x) [Φ(x) - Φ(x - q)]^(k-1) dx}.
 */
final class StudentizedRange {

    private static final double FAR = 9;
    private static final int STEPS = 1_000;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private StudentizedRange() {
    }

    static double cumulative(double q, int k) {
        double step = 2 * FAR / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double x = -FAR + i * step;
            double within = NORMAL.cumulativeProbability(x) - NORMAL.cumulativeProbability(x - q);
            double power = 1;
            for (int j = 1; j < k; j++) {
                power *= within;
            }
            sum += NORMAL.density(x) * power * (i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return k * sum * step / 3;
    }

    static double quantile(double probability, int k) {
        double low = 0;
        double high = 20;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle, k) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
