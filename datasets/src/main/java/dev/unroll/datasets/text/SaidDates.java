package dev.unroll.datasets.text;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.Fingerprint;
import java.time.LocalDate;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dates as a language writes them, by the locale data that every JDK carries. The wording changes between releases of
 * that data, so each language is pinned by a hash of its wording: where the JDK's differs, the dataset is refused,
 * since its results would not compare. Only languages whose wording is the same in JDK 17 and 25 are here.
 */
final class SaidDates {

    /** Days from 1 January 1900 to 31 December 2099. */
    static final int DAYS = 73_049;

    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final Map<String, String> HASHES = new TreeMap<>(Map.ofEntries(
            Map.entry("cs", "e5e8c7d496b8da7331afa36313217fe6dc46e31e81ebba051c37aad0324e23d3"),
            Map.entry("da", "b872d550b95c6023c1a8878a0a6af74afe79c13f0ab0cf89ce44d9ed23c0b5ba"),
            Map.entry("de", "7dd548442c2c148ab88168da682aec94aedcd2ad77e663f08a36b2fae3022212"),
            Map.entry("en", "cb2b76a5573219a858d65a75b8c5af49bc0e4cb96e923b5ac0eb6f1fa15cdcdd"),
            Map.entry("es", "ee0108f4a8d16cbe680f8d67734dbb7267c986b030111487a2fd2d42c29468fe"),
            Map.entry("fi", "03776e76d59c24106385cc7f68ca628ca929f275266516c3ad6ccee0514003ee"),
            Map.entry("fr", "0362697b57c0da009bc0e82d0ac0395d7a73a9f44029b0e4f8854d5c54a5180d"),
            Map.entry("hu", "7a746dde26725d6ab7b8b4db7d8984cacb55bb04f3e712d2663d353bfaffb7cf"),
            Map.entry("it", "8e4fa26d760c699c50f723cab423e6be1dadd46ccee4c431e70a73d2a50325ef"),
            Map.entry("ja", "fc64155b495e19c4ebc85cf16afbee1975acce780fca476b3174d1be20d160dd"),
            Map.entry("pl", "51a449129c8b555d4d8e71e765f2e854d1aad45bdba8e6b632fa538e921bad54"),
            Map.entry("pt", "bb1aa978f8bcb17d55ff77a83a0582620ca76838474463c6abf8a19c3af5cd28"),
            Map.entry("ro", "894e90dd9f942c9f2d744cca299f4b613d2c811974de27a4bfef2a31fbf4ac37"),
            Map.entry("sv", "34305b9cfcadf7b1cc92bddd53330d301d9b4273b794b78bf3140c34ecd58d55"),
            Map.entry("tr", "c9054cef6ed1ba9bc54b1e4d016c12d9c8be754ce4ee8d1b2be91e6a10ad4ace")));

    private final Map<String, DateTimeFormatter> formats = new TreeMap<>();
    private final String sha256;

    private SaidDates(String language) {
        Locale locale = Locale.forLanguageTag(language);
        for (FormatStyle style : new FormatStyle[] {FormatStyle.FULL, FormatStyle.LONG, FormatStyle.MEDIUM}) {
            formats.put(style.name().toLowerCase(Locale.ROOT), DateTimeFormatter.ofLocalizedDate(style)
                    .withLocale(locale).withChronology(IsoChronology.INSTANCE));
        }
        formats.put("iso", DateTimeFormatter.ISO_LOCAL_DATE);
        StringBuilder wording = new StringBuilder();
        for (int day = 0; day < 400; day++) {
            for (DateTimeFormatter format : formats.values()) {
                wording.append(FIRST.plusDays(36_525 + day).format(format)).append('\n');
            }
        }
        sha256 = Fingerprint.of(wording.toString());
    }

    /** The language, which must be one of those here. */
    static String language(String key, String language) {
        if (!HASHES.containsKey(language)) {
            throw new IllegalArgumentException(key + " must be one of " + String.join(", ", HASHES.keySet()) + "; got "
                    + language);
        }
        return language;
    }

    /** @throws DataException if this JDK words dates in another way than the one that results were published with */
    static SaidDates in(String language) {
        SaidDates dates = new SaidDates(language);
        if (!dates.sha256.equals(HASHES.get(language))) {
            throw new DataException("the wording of dates in " + language + " must have the SHA-256 "
                    + HASHES.get(language) + ", as in JDK 17 and 25; this is Java " + Runtime.version() + ", where it "
                    + "is "
                    + dates.sha256 + "; use one of those, without -Djava.locale.providers, or another language");
        }
        return dates;
    }

    /** The day, counted from 1 January 1900. */
    String text(int day, String style) {
        return FIRST.plusDays(day).format(formats.get(style));
    }

    String sha256() {
        return sha256;
    }
}
