package dev.unroll.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** p-values made larger for being many: each may be compared with the level as if it stood alone. */
public final class Corrections {

    private Corrections() {
    }

    /**
     * Holm (1979, "A simple sequentially rejective multiple test procedure"): the chance of even one false finding among
     * all stays below the level, however the tests depend on each other.
     *
     * @param p in any order
     * @return adjusted, in the same order
     */
    public static double[] holm(double[] p) {
        Integer[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int i = 0; i < p.length; i++) {
            least = Math.max(least, Math.min(1, (p.length - i) * p[order[i]]));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }

    /**
     * Benjamini &amp; Hochberg (1995, "Controlling the false discovery rate"): of all findings, the expected share of
     * false ones stays below the level, if tests are independent or depend positively.
     *
     * @param p in any order
     * @return adjusted, in the same order
     */
    public static double[] benjaminiHochberg(double[] p) {
        Integer[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double most = 1;
        for (int i = p.length - 1; i >= 0; i--) {
            most = Math.min(most, p[order[i]] * p.length / (i + 1));
            adjusted[order[i]] = most;
        }
        return adjusted;
    }

    private static Integer[] ascending(double[] p) {
        Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        return order;
    }
}
