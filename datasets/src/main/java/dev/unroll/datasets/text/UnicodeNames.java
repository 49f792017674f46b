package dev.unroll.datasets.text;

import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The names that Unicode gives its characters, in 20 languages side by side. */
final class UnicodeNames {

    /** By code of ISO 639-1. */
    static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi",
            "pl",
            "cs", "hu", "ro", "tr", "ru", "uk", "el", "ja");

    private final Table table;
    private final int[] rows;

    private UnicodeNames(Table table, int[] rows) {
        this.table = table;
        this.rows = rows;
    }

    /** @param derived whether variants by skin tone, direction or flag are taken too */
    static UnicodeNames load(boolean derived) {
        Table table = BundledTable.UNICODE_NAMES.load();
        List<String> kinds = table.texts("kind");
        return new UnicodeNames(table, IntStream.range(0, kinds.size())
                .filter(i -> derived || kinds.get(i).equals("base")).toArray());
    }

    /** The languages, each of which must be one of the 20, named once. */
    static List<String> languages(String key, List<String> codes, int least) {
        if (codes.size() < least || codes.stream().distinct().count() < codes.size()
                || !LANGUAGES.containsAll(codes)) {
            throw new IllegalArgumentException(key + " must name " + (least == 1 ? "a language" : "different languages")
                    + " among " + String.join(", ", LANGUAGES) + "; got " + String.join(", ", codes));
        }
        return List.copyOf(codes);
    }

    int size() {
        return rows.length;
    }

    List<String> in(String language) {
        return column(language);
    }

    /** Of each name, the picture it is a variant of. */
    List<String> groups() {
        return column("group");
    }

    private List<String> column(String name) {
        List<String> all = table.texts(name);
        return Arrays.stream(rows).mapToObj(all::get).toList();
    }

    String source() {
        return table.source();
    }

    String sha256() {
        return table.sha256();
    }
}
