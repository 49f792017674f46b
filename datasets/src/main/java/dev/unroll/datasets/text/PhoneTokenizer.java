package dev.unroll.datasets.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Symbols that stand with single spaces between them, such as phones; all that are known beforehand. */
final class PhoneTokenizer implements Tokenizer {

    private final List<String> vocabulary;
    private final Map<String, Integer> numbers = new HashMap<>();

    /** @param texts every text that will be encoded, or others with the same symbols */
    PhoneTokenizer(Iterable<String> texts) {
        TreeSet<String> symbols = new TreeSet<>();
        texts.forEach(text -> symbols.addAll(Arrays.asList(text.split(" "))));
        vocabulary = List.copyOf(new ArrayList<>(symbols));
        for (int i = 0; i < vocabulary.size(); i++) {
            numbers.put(vocabulary.get(i), i);
        }
    }

    @Override
    public int[] encode(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(numbers::get).toArray();
    }

    @Override
    public List<String> vocabulary() {
        return vocabulary;
    }
}
