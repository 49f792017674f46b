package dev.unroll.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * Whether models rank alike over tasks (Friedman 1937, "The use of ranks to avoid the assumption of normality"), with
 * Iman and Davenport's F (1980), and which pairs differ (Nemenyi 1963), as Demšar recommends (2006, "Statistical
 * comparisons of classifiers over multiple data sets").
 *
 * <p>Tasks are the sample here: what is found speaks of other tasks of the same kind. Seeds do not count.
 *
 * @param tasks       N
 * @param meanRanks   {@code [models]}: 1 is best; equal scores share their mean rank
 * @param chiSquare   corrected for ties; k - 1 degrees of freedom
 * @param chiSquareP  its p, for many tasks
 * @param f           Iman and Davenport's
 * @param p           of all ways to rank within tasks, how many give as large a chi-square, where they can be counted;
 *                    else by F with k - 1 and (k - 1)(N - 1) degrees of freedom
 * @param criticalDifference two models whose mean ranks are at least that far apart differ at the 5 % level, all pairs
 *                    taken together
 */
public record Friedman(int tasks, double[] meanRanks, double chiSquare, double chiSquareP, double f, double p,
        double criticalDifference) {

    private static final double LEVEL = 0.05;
    /** Ways to rank that are counted at most. */
    private static final double MOST_WAYS = 50_000;
    /** By how much the same sum of squares can differ for the order of its terms. */
    private static final double SLACK = 1e-9;

    /**
     * Ranks models.
     *
     * @param scores {@code [tasks][models]}, at least 2 of each; higher is better
     */
    public static Friedman of(double[][] scores) {
        int n = scores.length;
        int k = scores[0].length;
        if (n < 2 || k < 2) {
            throw new IllegalArgumentException("ranks are compared over at least 2 tasks and 2 models; got " + n + " and "
                    + k);
        }
        double[] sums = new double[k];
        double[][] ranks = new double[n][k];
        double ties = 0;
        for (int t = 0; t < n; t++) {
            double[] task = Ties.settled(scores[t]);
            for (int i = 0; i < k; i++) {
                int above = 0;
                int equal = 0;
                for (double other : task) {
                    above += other > task[i] ? 1 : 0;
                    equal += other == task[i] ? 1 : 0;
                }
                ranks[t][i] = above + (equal + 1) / 2.0;
                sums[i] += ranks[t][i];
                ties += (double) equal * equal - 1;
            }
        }
        double squares = squares(sums, n);
        double untied = n * k * (k + 1) / 12.0 - ties / (12.0 * (k - 1));
        double chiSquare = untied > 0 ? squares / untied : 0;
        double rest = n * (k - 1) - chiSquare;
        double f = rest > SLACK ? (n - 1) * chiSquare / rest : Double.POSITIVE_INFINITY;
        double ways = StrictMath.pow(factorial(k), n - 1);
        double p = ways <= MOST_WAYS ? counted(ranks, squares - SLACK) / ways
                : Double.isInfinite(f) ? 1 / ways : tail(f, k - 1, (k - 1) * (n - 1));
        return new Friedman(n, Arrays.stream(sums).map(sum -> sum / n).toArray(), chiSquare,
                1 - new ChiSquaredDistribution(null, k - 1).cumulativeProbability(chiSquare), f, p,
                criticalDifference(k, n));
    }

    /** How far the sums of ranks are from all being the same. */
    private static double squares(double[] sums, int n) {
        double squares = 0;
        for (double sum : sums) {
            double off = sum - n * (sums.length + 1) / 2.0;
            squares += off * off;
        }
        return squares;
    }

    private static double factorial(int k) {
        double product = 1;
        for (int i = 2; i <= k; i++) {
            product *= i;
        }
        return product;
    }

    /** In how many of the ways to rank within tasks, those of the first held, the squares come to so many. */
    private static long counted(double[][] ranks, double squares) {
        return counted(ranks, 1, 0, ranks[0].clone(), squares);
    }

    /** With the first {@code place} ranks of a task dealt out; the others stand behind them. */
    private static long counted(double[][] ranks, int task, int place, double[] sums, double squares) {
        if (task == ranks.length) {
            return squares(sums, ranks.length) >= squares ? 1 : 0;
        }
        double[] dealt = ranks[task];
        if (place == dealt.length) {
            return counted(ranks, task + 1, 0, sums, squares);
        }
        long count = 0;
        for (int i = place; i < dealt.length; i++) {
            swap(dealt, place, i);
            sums[place] += dealt[place];
            count += counted(ranks, task, place + 1, sums, squares);
            sums[place] -= dealt[place];
            swap(dealt, place, i);
        }
        return count;
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    private static double tail(double f, int first, int second) {
        return 1 - new FDistribution(null, first, second).cumulativeProbability(f);
    }

    /** Nemenyi's at the 5 % level: {@code q sqrt(k (k + 1) / 6N)}, with q the studentized range's over √2. */
    static double criticalDifference(int models, int tasks) {
        return StudentizedRange.quantile(1 - LEVEL, models) / Math.sqrt(2)
                * Math.sqrt(models * (models + 1) / (6.0 * tasks));
    }

    /**
     * The bars of a critical-difference diagram: the largest groups of neighbours in rank that are not shown to differ,
     * of at least two models, each by their indices from best to worst.
     */
    public List<List<Integer>> groups() {
        List<Integer> order = IntStream.range(0, meanRanks.length).boxed()
                .sorted(Comparator.comparingDouble(i -> meanRanks[i])).toList();
        List<List<Integer>> groups = new ArrayList<>();
        int covered = 0;
        for (int from = 0; from < order.size(); from++) {
            int to = from + 1;
            while (to < order.size()
                    && meanRanks[order.get(to)] - meanRanks[order.get(from)] < criticalDifference) {
                to++;
            }
            if (to - from > 1 && to > covered) {
                groups.add(order.subList(from, to));
                covered = to;
            }
        }
        return groups;
    }
}
