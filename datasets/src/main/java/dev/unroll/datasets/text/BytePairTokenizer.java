package dev.unroll.datasets.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-pair encoding (Gage 1994; Sennrich, Haddow &amp; Birch 2016, arXiv 1508.07909) over characters. A text is cut
 * into words, each with the space before it. From single characters, the pair of neighbours that is most frequent in
 * the words of the training part becomes a symbol (of equals, the smaller in the order of text), until the vocabulary
 * is full or no pair occurs twice:
 * <pre>
 *   low lower lowest      l o w, l o w e r, l o w e s t     lo, low, lowe …
 * </pre>
 * A word is encoded by joining the pair whose joint symbol is earliest in the vocabulary, again and again, so the
 * vocabulary alone says all that was learned.
 */
final class BytePairTokenizer implements Tokenizer {

    private static final Pattern WORD = Pattern.compile(" ?[\\p{L}\\p{M}\\p{N}']+|\\s+(?=\\s)|\\s?\\S|\\s");

    private final List<String> vocabulary;
    private final Map<String, Integer> numbers = new HashMap<>();

    private BytePairTokenizer(List<String> vocabulary) {
        this.vocabulary = List.copyOf(vocabulary);
        for (int i = 0; i < vocabulary.size(); i++) {
            numbers.put(vocabulary.get(i), i);
        }
    }

    /** @param size symbols, the characters and the unknown one included, if there are fewer characters */
    static BytePairTokenizer learn(Texts texts, int size, int minCount) {
        Counts characters = new Counts();
        Counts wordCounts = new Counts();
        texts.each((index, text) -> {
            SymbolTokenizer.characters(text).forEach(characters::add);
            words(text).forEach(wordCounts::add);
        });
        List<String> vocabulary = new ArrayList<>();
        vocabulary.add(UNKNOWN);
        vocabulary.addAll(characters.mostFrequent(minCount, size - 1));
        new Learning(wordCounts, vocabulary).grow(size);
        return new BytePairTokenizer(vocabulary);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    @Override
    public int[] encode(String text) {
        List<Integer> tokens = new ArrayList<>();
        for (String word : words(text)) {
            List<String> symbols = new ArrayList<>(SymbolTokenizer.characters(word));
            while (symbols.size() > 1) {
                int best = -1;
                int bestNumber = Integer.MAX_VALUE;
                for (int i = 0; i + 1 < symbols.size(); i++) {
                    Integer number = numbers.get(symbols.get(i) + symbols.get(i + 1));
                    if (number != null && number < bestNumber) {
                        best = i;
                        bestNumber = number;
                    }
                }
                if (best < 0) {
                    break;
                }
                symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
            }
            symbols.forEach(symbol -> tokens.add(numbers.getOrDefault(symbol, 0)));
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public List<String> vocabulary() {
        return vocabulary;
    }

    /** The words of the training part while pairs are joined; counts of pairs are kept up to date, not made anew. */
    private static final class Learning {

        private record Pair(String left, String right) implements Comparable<Pair> {
            @Override
            public int compareTo(Pair other) {
                int byLeft = left.compareTo(other.left);
                return byLeft == 0 ? right.compareTo(other.right) : byLeft;
            }
        }

        private record Ranked(long count, Pair pair) implements Comparable<Ranked> {
            @Override
            public int compareTo(Ranked other) {
                return count == other.count ? pair.compareTo(other.pair) : Long.compare(other.count, count);
            }
        }

        private final List<List<String>> words = new ArrayList<>();
        private final List<Integer> wordCounts = new ArrayList<>();
        private final Map<Pair, Long> counts = new HashMap<>();
        private final Map<Pair, TreeSet<Integer>> places = new HashMap<>();
        private final TreeSet<Ranked> ranked = new TreeSet<>();
        private final List<String> vocabulary;

        Learning(Counts counted, List<String> vocabulary) {
            this.vocabulary = vocabulary;
            new TreeMap<>(counted.all()).forEach((word, count) -> {
                words.add(SymbolTokenizer.characters(word));
                wordCounts.add(count[0]);
                change(words.size() - 1, 1);
            });
        }

        /** Adds the pairs of a word to the counts, or takes them away. */
        private void change(int word, int sign) {
            List<String> symbols = words.get(word);
            Map<Pair, Long> changes = new LinkedHashMap<>();
            for (int i = 0; i + 1 < symbols.size(); i++) {
                changes.merge(new Pair(symbols.get(i), symbols.get(i + 1)), (long) sign * wordCounts.get(word),
                        Long::sum);
            }
            changes.forEach((pair, change) -> {
                long before = counts.getOrDefault(pair, 0L);
                ranked.remove(new Ranked(before, pair));
                counts.put(pair, before + change);
                if (before + change > 0) {
                    ranked.add(new Ranked(before + change, pair));
                }
                TreeSet<Integer> at = places.computeIfAbsent(pair, key -> new TreeSet<>());
                if (sign > 0) {
                    at.add(word);
                } else {
                    at.remove(word);
                }
            });
        }

        void grow(int size) {
            Set<String> known = new HashSet<>(vocabulary);
            while (vocabulary.size() < size && !ranked.isEmpty() && ranked.first().count() > 1) {
                Pair pair = ranked.first().pair();
                for (int word : places.get(pair).toArray(new Integer[0])) {
                    change(word, -1);
                    List<String> symbols = words.get(word);
                    for (int i = 0; i + 1 < symbols.size(); i++) {
                        if (symbols.get(i).equals(pair.left()) && symbols.get(i + 1).equals(pair.right())) {
                            symbols.set(i, pair.left() + symbols.remove(i + 1));
                        }
                    }
                    change(word, 1);
                }
                if (known.add(pair.left() + pair.right())) {
                    vocabulary.add(pair.left() + pair.right());
                }
            }
        }
    }
}
