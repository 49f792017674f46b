package dev.unroll.datasets.text;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.StoredTokens;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.split.SplitKeys;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Texts with a class or a value each, split and encoded. */
public final class LabelledTexts {

    /**
     * How texts are prepared; every part is complete.
     *
     * @param text  how a text becomes tokens
     * @param steps how sequences of tokens are cut and weighed
     * @param split how examples are divided into parts
     */
    public record Preparation(TextKeys text, SequenceKeys steps, SplitKeys split) {
    }

    private LabelledTexts() {
    }

    /** Classes numbered in the order of their names. */
    static Targets.Classes classes(List<String> labels) {
        List<String> names = List.copyOf(new ArrayList<>(new TreeSet<>(labels)));
        Map<String, Integer> numbers = new HashMap<>();
        for (String name : names) {
            numbers.put(name, numbers.size());
        }
        return new Targets.Classes(labels.stream().mapToInt(numbers::get).toArray(), names);
    }

    /**
     * The dataset.
     *
     * @param source  what messages call the texts
     * @param size    n
     * @param groups  {@code [n]} or {@code null}
     * @throws DataException if a text is empty, or a part would be
     */
    public static SequenceDataset dataset(String source, Texts texts, int size, Targets targets, int[] groups,
            Preparation preparation, Randomness randomness, String fingerprint) {
        int[] classes = targets instanceof Targets.Classes labels ? labels.classes() : null;
        Split split = Split.of(preparation.split(), new Split.Examples(source, size, classes, groups, null),
                randomness);
        Tokenizer tokenizer = Tokenizer.learn(preparation.text(), texts.only(split.examples(Part.TRAIN)));
        StoredTokens tokens = new StoredTokens(tokenizer.vocabulary());
        texts.each((index, text) -> {
            int[] encoded = tokenizer.encode(text);
            if (encoded.length == 0) {
                throw new DataException(source + ", example " + (index + 1) + ": a text must not be empty; got \""
                        + text + "\"; remove it");
            }
            tokens.add(encoded);
        });
        return new SequencesDataset(tokens, targets, split, preparation.steps(), fingerprint);
    }
}
