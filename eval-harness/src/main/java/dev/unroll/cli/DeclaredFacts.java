package dev.unroll.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What modules declare of their datasets, so that listing them need not make them: task, size and chance score with all
 * defaults, in files {@value #FILE} on the class path, by name of the factory's class. A module without such a file has
 * its datasets made.
 */
final class DeclaredFacts {

    static final String FILE = "META-INF/dev.unroll.dataset.facts.json";

    private static final TypeReference<Map<String, Map<String, String>>> FACTS = new TypeReference<>() { };

    private final Map<String, Map<String, String>> facts = new TreeMap<>();

    /** @throws UncheckedIOException if a file is not of that form, which is its module's fault */
    DeclaredFacts() {
        try {
            for (URL file : Collections.list(DeclaredFacts.class.getClassLoader().getResources(FILE))) {
                try (InputStream in = file.openStream()) {
                    facts.putAll(CanonicalJson.mapper().readValue(in, FACTS));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Task, size and chance score; empty if nothing is declared. */
    Optional<Map<String, String>> of(DatasetFactory<?> factory) {
        return Optional.ofNullable(facts.get(factory.getClass().getName()));
    }
}
