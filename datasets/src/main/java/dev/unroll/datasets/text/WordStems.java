package dev.unroll.datasets.text;

import java.util.List;

/**
 * Crude stems of English words, by which splits keep inflected forms together: without a possessive and one ending, a
 * doubled last consonant single, and no more than six letters. {@code run, runs, running} have one stem; words that
 * only begin alike may share one too, which does no harm to a split.
 */
final class WordStems {

    private static final List<String> ENDINGS =
            List.of("ingly", "edly", "ings", "ness", "ment", "able", "ing", "ers", "ies", "ed", "er", "es", "ly", "s",
                    "y", "e");
    private static final int LONGEST = 6;
    private static final int SHORTEST = 3;

    private WordStems() {
    }

    static String of(String word) {
        String stem = word.replaceFirst("'s?$", "");
        for (String ending : ENDINGS) {
            if (stem.endsWith(ending) && stem.length() - ending.length() >= SHORTEST) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        int last = stem.length() - 1;
        if (last >= SHORTEST && stem.charAt(last) == stem.charAt(last - 1)) {
            stem = stem.substring(0, last);
        }
        return stem.substring(0, Math.min(LONGEST, stem.length()));
    }
}
