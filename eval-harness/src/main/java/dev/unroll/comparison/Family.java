package dev.unroll.comparison;

import dev.unroll.statistics.Corrections;
import dev.unroll.statistics.PairedStudent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Comparisons that are made together, so that the chance of even one false finding among them stays below 5 %: paired
 * Student tests, corrected by Holm's method. Those with fewer shared seeds than {@link PairedStudent#FEWEST} can show
 * nothing and do not count.
 */
public final class Family {

    private final List<Comparison> tests = new ArrayList<>();

    /**
     * Adds a comparison.
     *
     * @param task      name of the dataset; empty for all tasks together
     * @param first     name of a model
     * @param scores    its scores by seed, higher is better
     * @param second    name of the other
     * @param others    its scores likewise
     * @param deviation least standard deviation of the differences to believe in ({@link PairedStudent#of})
     */
    public void add(String task, String first, SortedMap<Long, Double> scores, String second,
            SortedMap<Long, Double> others, double deviation) {
        add(task, first, second, scores.keySet().stream().filter(others::containsKey)
                .mapToDouble(seed -> scores.get(seed) - others.get(seed)).toArray(), deviation);
    }

    /** The same with the differences themselves. */
    void add(String task, String first, String second, double[] differences, double deviation) {
        tests.add(new Comparison(task, first, second, differences,
                differences.length == 0 ? null : PairedStudent.of(differences, deviation), 1, 0, 0));
    }

    /** All comparisons in the order in which they were added. */
    public List<Comparison> compare() {
        List<Comparison> testable = tests.stream().filter(Comparison::testable).toList();
        double[] p = testable.stream().mapToDouble(one -> one.test().p()).toArray();
        double[] adjusted = Corrections.holm(p);
        int[] turns = turns(p);
        List<Comparison> all = new ArrayList<>();
        int next = 0;
        for (Comparison one : tests) {
            boolean counts = one.testable();
            // What could not be tested would count if it could.
            int left = counts ? turns[next] : tests.size();
            all.add(new Comparison(one.task(), one.first(), one.second(), one.differences(), one.test(),
                    counts ? adjusted[next] : 1, testable.size(), Comparison.FAMILY_LEVEL / left));
            next += counts ? 1 : 0;
        }
        return List.copyOf(all);
    }

    /** How many comparisons are left at each one's turn, itself among them. */
    private static int[] turns(double[] p) {
        List<Integer> order = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
        int[] turns = new int[p.length];
        for (int i = 0; i < p.length; i++) {
            turns[order.get(i)] = p.length - i;
        }
        return turns;
    }
}
