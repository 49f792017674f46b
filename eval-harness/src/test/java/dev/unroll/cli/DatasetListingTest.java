package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unroll.experiment.Kinds;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

class DatasetListingTest {

    private static final Path DECLARED = Path.of("../datasets/src/main/resources", DeclaredFacts.FILE);

    /** Makes and scores every dataset; {@code -Dunroll.golden=write} writes the file anew. */
    @Test
    void whatIsDeclaredOfDatasetsIsTrue() throws IOException {
        Kinds kinds = Kinds.installed();
        Map<String, Map<String, String>> facts = new ConcurrentSkipListMap<>();
        kinds.datasets().values().parallelStream()
                .forEach(factory -> facts.put(factory.getClass().getName(), DatasetListing.facts(factory, kinds)));
        if ("write".equals(System.getProperty("unroll.golden"))) {
            Files.writeString(DECLARED, CanonicalJson.write(facts));
        }
        assertThat(CanonicalJson.mapper().readValue(DECLARED.toFile(),
                new TypeReference<Map<String, Map<String, String>>>() { })).isEqualTo(facts);
    }

    @Test
    void everyBundledDatasetIsDeclared() {
        DeclaredFacts declared = new DeclaredFacts();
        assertThat(Kinds.installed().datasets().values()).allMatch(factory -> declared.of(factory).isPresent());
    }
}
