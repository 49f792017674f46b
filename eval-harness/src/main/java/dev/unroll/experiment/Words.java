package dev.unroll.experiment;

import java.util.Collection;
import java.util.Locale;

/** The words that users write for names in code, and the nearest of them to a mistyped one. */
public final class Words {

    /** Of shorter words every one is near every other. */
    private static final int SHORTEST = 3;

    private Words() {
    }

    /** The word for a constant: {@code CLASS_PER_STEP} is {@code class-per-step}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The word for a record among the records of a sealed interface: {@code WarmUp} is {@code warm-up}. */
    static String of(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z][a-z])", "-").toLowerCase(Locale.ROOT);
    }

    /** What to do about a word that is none of these: {@code did you mean lstm?}, or the list if none is near. */
    public static String hint(String word, Collection<String> known, String plural) {
        String nearest = nearest(word, known);
        if (nearest != null) {
            return "did you mean " + nearest + "?";
        }
        return known.isEmpty() ? "there are no " + plural : "the " + plural + " are " + String.join(", ", known);
    }

    /** The nearest of these words, or {@code null} if none is near: a third of the letters or fewer differ. */
    public static String nearest(String word, Collection<String> known) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        if (nearest == null || Math.max(word.length(), nearest.length()) < SHORTEST) {
            return null;
        }
        return least <= Math.max(1, Math.min(word.length(), nearest.length()) / 3) ? nearest : null;
    }

    /** Fewest insertions, deletions, replacements and swaps of neighbours between two words. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
