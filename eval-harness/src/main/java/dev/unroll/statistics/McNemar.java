package dev.unroll.statistics;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * McNemar's test (1947, "Note on the sampling error of the difference between correlated proportions") of two
 * classifiers on the same items: of the items that only one gets right, each is as likely to get as many.
 *
 * <p>It speaks of the two trained models and of new items of the same kind, not of what other seeds would bring.
 *
 * @param onlyFirst  items that only the first gets right
 * @param onlySecond items that only the second gets right
 * @param exact      two-sided p by the binomial distribution; 1 without such items
 * @param mid        mid-p, which counts what was observed half: nearer its level than the exact p and hardly ever above
 *                   it (Fagerland, Lydersen &amp; Laake 2013, "The McNemar test for binary matched-pairs data")
 */
public record McNemar(int onlyFirst, int onlySecond, double exact, double mid) {

    public static McNemar of(int onlyFirst, int onlySecond) {
        int items = onlyFirst + onlySecond;
        if (items == 0) {
            return new McNemar(0, 0, 1, 1);
        }
        BinomialDistribution coin = new BinomialDistribution(null, items, 0.5);
        int smaller = Math.min(onlyFirst, onlySecond);
        double exact = Math.min(1, 2 * coin.cumulativeProbability(smaller));
        double observed = coin.probability(smaller);
        double mid = onlyFirst == onlySecond ? 1 - observed / 2 : exact - observed;
        return new McNemar(onlyFirst, onlySecond, exact, mid);
    }
}
