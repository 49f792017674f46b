package dev.unroll.datasets.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters (code points of Unicode), words or whatever a text is cut into, the most frequent told apart. */
public final class SymbolTokenizer implements Tokenizer {

    /** Stands between symbols that are given one by one: the unit separator of ASCII. */
    public static final String SEPARATOR = "\u001F";

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}']+|\\S");

    private final Function<String, List<String>> cutting;
    private final List<String> vocabulary;
    private final Map<String, Integer> numbers = new HashMap<>();

    private SymbolTokenizer(Function<String, List<String>> cutting, List<String> vocabulary) {
        this.cutting = cutting;
        this.vocabulary = vocabulary;
        for (int i = 0; i < vocabulary.size(); i++) {
            numbers.put(vocabulary.get(i), i);
        }
    }

    /** @param cutting cuts a text into symbols */
    static SymbolTokenizer learn(Function<String, List<String>> cutting, Texts texts, Integer size, int minCount) {
        Counts counts = new Counts();
        texts.each((index, text) -> cutting.apply(text).forEach(counts::add));
        List<String> vocabulary = new ArrayList<>();
        vocabulary.add(UNKNOWN);
        vocabulary.addAll(counts.mostFrequent(minCount, size == null ? null : size - 1));
        return new SymbolTokenizer(cutting, List.copyOf(vocabulary));
    }

    static List<String> characters(String text) {
        List<String> symbols = new ArrayList<>();
        text.codePoints().forEach(point -> symbols.add(Character.toString(point)));
        return symbols;
    }

    static List<String> words(String text) {
        List<String> symbols = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            symbols.add(matcher.group());
        }
        return symbols;
    }

    /** The symbols of a text that was joined by {@link #SEPARATOR}. */
    static List<String> given(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(SEPARATOR, -1));
    }

    @Override
    public int[] encode(String text) {
        List<String> symbols = cutting.apply(text);
        int[] tokens = new int[symbols.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = numbers.getOrDefault(symbols.get(i), 0);
        }
        return tokens;
    }

    @Override
    public List<String> vocabulary() {
        return vocabulary;
    }
}
