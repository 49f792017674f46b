package dev.unroll.experiment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record says of a key when it refuses a value, as keywords of JSON Schema: limits live in the records'
 * constructors alone, and their sentences say them in a few fixed turns of phrase.
 */
final class Limits {

    private static final String NUMBER = "(-?[0-9][0-9,.]*(?:[eE]-?[0-9]+)?)";
    private static final Pattern FROM_TO = Pattern.compile("from " + NUMBER + " to " + NUMBER);
    private static final Map<String, Pattern> BOUNDS = bounds();
    private static final Pattern ONE_OF = Pattern.compile("must be one of ([A-Za-z0-9-]+(?:, [A-Za-z0-9-]+)*)$");

    private Limits() {
    }

    private static Map<String, Pattern> bounds() {
        Map<String, Pattern> bounds = new LinkedHashMap<>();
        bounds.put("minimum", Pattern.compile("at least " + NUMBER));
        bounds.put("exclusiveMinimum", Pattern.compile("above " + NUMBER));
        bounds.put("maximum", Pattern.compile("at most " + NUMBER));
        bounds.put("exclusiveMaximum", Pattern.compile("(?:below|less than) " + NUMBER));
        return bounds;
    }

    /**
     * The bounds that a sentence sets for a key on its own.
     *
     * @param others the record's keys; what is said after another one is named depends on that one, and is left out
     */
    static Map<String, Object> bounds(String sentence, String key, Collection<String> others, boolean whole) {
        Map<String, Object> bounds = new LinkedHashMap<>();
        String clause = clause(sentence, key);
        for (String piece : clause.split(" and |, ")) {
            if (others.stream().anyMatch(other -> !other.equals(key) && names(piece, other))) {
                break;
            }
            Matcher range = FROM_TO.matcher(piece);
            if (range.find()) {
                put(bounds, "minimum", range.group(1), whole);
                put(bounds, "maximum", range.group(2), whole);
            }
            BOUNDS.forEach((keyword, pattern) -> {
                Matcher bound = pattern.matcher(piece);
                if (bound.find()) {
                    put(bounds, keyword, bound.group(1), whole);
                }
            });
        }
        return bounds;
    }

    /** The words that a sentence leaves for a key; empty if it lists none. */
    static List<String> words(String sentence, String key) {
        Matcher words = ONE_OF.matcher(clause(sentence, key));
        return words.find() ? List.of(words.group(1).split(", ")) : List.of();
    }

    /** What must hold of the key; empty if the sentence is about something else. */
    private static String clause(String sentence, String key) {
        if (!sentence.startsWith(key + " must ") && !sentence.startsWith("each of " + key + " must ")) {
            return "";
        }
        int end = sentence.indexOf("; got");
        return end < 0 ? "" : sentence.substring(0, end);
    }

    /** Whether a text names a key. */
    static boolean names(String text, String key) {
        return Pattern.compile("\\b" + Pattern.quote(key) + "\\b").matcher(text).find();
    }

    private static void put(Map<String, Object> bounds, String keyword, String number, boolean whole) {
        String plain = number.replace(",", "").replaceAll("\\.$", "");
        double value = Double.parseDouble(plain);
        bounds.put(keyword, whole && value == Math.rint(value) ? (Object) (long) value : (Object) value);
    }
}
