package dev.unroll.comparison;

import dev.unroll.statistics.PairedPower;
import dev.unroll.statistics.PairedStudent;

/**
 * A model beside another, or beside a baseline, over the seeds that both have scores for.
 *
 * @param task        name of the dataset; empty for all tasks together
 * @param first       name of the model
 * @param second      name of the other model or of the baseline
 * @param differences of their scores, one for each shared seed in rising order; positive where the first is better
 * @param test        of these differences; its interval and p stand alone. {@code null} without a shared seed
 * @param adjusted    p after Holm's correction for all comparisons of the family; 1 if it could not be tested
 * @param familySize  how many comparisons the correction is for
 * @param level       what p would have had to stay below at this comparison's turn for the difference to be shown
 */
public record Comparison(String task, String first, String second, double[] differences, PairedStudent test,
        double adjusted, int familySize, double level) {

    /** How often a family of comparisons may show a difference although there is none. */
    public static final double FAMILY_LEVEL = 0.05;

    /** Whether a difference is shown, in either direction. */
    public boolean shown() {
        return adjusted <= FAMILY_LEVEL;
    }

    /** Whether the first is shown to be better. */
    public boolean ahead() {
        return shown() && mean() > 0;
    }

    /** Mean of the differences; NaN without a shared seed. */
    public double mean() {
        return test == null ? Double.NaN : test.mean();
    }

    public double lower() {
        return test == null ? Double.NEGATIVE_INFINITY : test.lower();
    }

    public double upper() {
        return test == null ? Double.POSITIVE_INFINITY : test.upper();
    }

    public int seeds() {
        return differences.length;
    }

    /** Whether there are seeds enough for a difference ever to be shown. */
    public boolean testable() {
        return seeds() >= PairedStudent.FEWEST;
    }

    /**
     * How many seeds would show the difference with a probability of 80 %, were the true difference and spread those that
     * were seen and the comparisons as many.
     *
     * @return 0 if fewer than two shared seeds leave the spread unknown; -1 if more than {@link PairedPower#MOST_SEEDS}
     */
    public int seedsNeeded() {
        if (seeds() < 2) {
            return 0;
        }
        if (test.deviation() == 0) {
            return mean() == 0 ? -1 : PairedStudent.FEWEST;
        }
        int needed = PairedPower.pairsNeeded(mean() / test.deviation(), level);
        // Holm's method may hold back what would have passed at its own turn.
        return needed < 0 || shown() ? needed : Math.max(needed, seeds() + 1);
    }

    /**
     * The smallest true difference that these many seeds with this spread show with a probability of 80 %; NaN if there
     * are too few.
     */
    public double detectable() {
        return testable() ? test.deviation() * PairedPower.detectable(seeds(), level) : Double.NaN;
    }

    /** The same seen from the second. */
    public Comparison reversed() {
        double[] reversed = differences.clone();
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = -reversed[i];
        }
        PairedStudent other = test == null ? null : new PairedStudent(test.n(), -test.mean(), test.deviation(),
                -test.upper(), -test.lower(), test.p());
        return new Comparison(task, second, first, reversed, other, adjusted, familySize, level);
    }
}
