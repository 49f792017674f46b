package dev.unroll.datasets.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often symbols occur. */
final class Counts {

    private final Map<String, int[]> counts = new HashMap<>();

    void add(String symbol) {
        counts.computeIfAbsent(symbol, key -> new int[1])[0]++;
    }

    /** The most frequent symbols, most frequent first, the smaller text first among equals. */
    List<String> mostFrequent(int minCount, Integer most) {
        List<Map.Entry<String, int[]>> entries = new ArrayList<>(counts.entrySet());
        entries.removeIf(entry -> entry.getValue()[0] < minCount);
        entries.sort(Comparator.<Map.Entry<String, int[]>>comparingInt(entry -> -entry.getValue()[0])
                .thenComparing(Map.Entry::getKey));
        return entries.stream().map(Map.Entry::getKey).limit(most == null ? Long.MAX_VALUE : most).toList();
    }

    Map<String, int[]> all() {
        return counts;
    }
}
