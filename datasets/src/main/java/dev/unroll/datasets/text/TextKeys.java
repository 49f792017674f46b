package dev.unroll.datasets.text;

import dev.unroll.datasets.Check;

/**
 * How text becomes tokens: the keys that every dataset of text takes. What is learned is learned on the training part.
 *
 * @param unit           {@code character}; {@code byte}: of UTF-8, 256 tokens; {@code word}: runs of letters and
 *                       digits, every other character but spaces alone; {@code bpe}: pairs of characters that were
 *                       merged since they are frequent (Sennrich, Haddow &amp; Birch 2016)
 * @param vocabularySize most tokens that are told apart, the most frequent; all others are unknown; default 1000 for
 *                       bpe, 10000 for words, no limit for characters
 * @param minCount       how often a character or word must occur in training to be told apart; default 1
 * @param lowerCase      whether letters are made small first; default {@code false}
 */
public record TextKeys(String unit, Integer vocabularySize, Integer minCount, Boolean lowerCase) {

    /** The unit of symbols that come one by one, which is not for users to choose. */
    static final String GIVEN = "given";

    public TextKeys {
        if (unit != null && !unit.equals(GIVEN)) {
            Check.oneOf("unit", unit, "character", "byte", "word", "bpe");
        }
        if (vocabularySize != null) {
            Check.between(2, 1_000_000, "vocabularySize", vocabularySize);
        }
        minCount = Check.orElse(minCount, 1);
        Check.atLeast(1, "minCount", minCount);
        lowerCase = Check.orElse(lowerCase, false);
    }

    /**
     * The keys with defaults for what was not given.
     *
     * @param keys {@code null} if none was given
     */
    public static TextKeys complete(TextKeys keys, String unit) {
        TextKeys given = keys == null ? new TextKeys(null, null, null, null) : keys;
        String chosen = Check.orElse(given.unit, unit);
        Check.oneOf("unit", chosen, "character", "byte", "word", "bpe");
        Integer size = Check.orElse(given.vocabularySize,
                chosen.equals("bpe") ? Integer.valueOf(1_000) : chosen.equals("word") ? Integer.valueOf(10_000) : null);
        return new TextKeys(chosen, size, given.minCount, given.lowerCase);
    }

    /** The same for symbols that come one by one, joined by {@link SymbolTokenizer#SEPARATOR}. */
    public TextKeys ofGivenSymbols() {
        return new TextKeys(GIVEN, unit.equals("character") ? vocabularySize : null, minCount, false);
    }
}
