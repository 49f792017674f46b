package dev.unroll.datasets.inspect;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Least and greatest of numbers, and how often words occur. */
final class Spread {

    private static final int MOST_WORDS = 10_000;

    private final Map<String, Integer> words = new HashMap<>();
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private long count;

    void add(double value) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        count++;
    }

    void add(String word) {
        if (words.containsKey(word) || words.size() < MOST_WORDS) {
            words.merge(word, 1, Integer::sum);
        }
    }

    long count() {
        return count;
    }

    int distinct() {
        return words.size();
    }

    /** {@code 3 to 17}, or {@code 5} if all are alike. */
    String range() {
        return count == 0 ? "none" : least == greatest ? number(least) : number(least) + " to " + number(greatest);
    }

    static String number(double value) {
        return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }

    double least() {
        return least;
    }

    double greatest() {
        return greatest;
    }

    /** The words by name with their counts, as many as asked for: {@code no 12, yes 8, …}. */
    String words(int most) {
        StringBuilder out = new StringBuilder();
        int shown = 0;
        for (Map.Entry<String, Integer> word : new TreeMap<>(words).entrySet()) {
            if (shown++ == most) {
                return out + ", … (" + (words.size() < MOST_WORDS ? "" : "over ") + words.size() + ")";
            }
            out.append(out.length() == 0 ? "" : ", ").append(word.getKey()).append(' ').append(word.getValue());
        }
        return out.toString();
    }
}
