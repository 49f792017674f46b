package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostFiguresTest {

    @Test
    void datasetsThatDifferInOneNumberAreAFamily() throws Exception {
        JsonNode resolved = new ObjectMapper().readTree("""
                {"datasets": [
                  {"name": "a", "kind": "adding", "spec": {"length": 50, "size": 9}},
                  {"name": "b", "kind": "adding", "spec": {"length": 100, "size": 9}},
                  {"name": "c", "kind": "adding", "spec": {"length": 200, "size": 9}},
                  {"name": "d", "kind": "adding", "spec": {"length": 400, "size": 8}},
                  {"name": "e", "kind": "copying", "spec": {"length": 400, "size": 9}}]}""");

        assertThat(CostFigures.families(resolved))
                .isEqualTo(Map.of("adding, length", Map.of("a", 50.0, "b", 100.0, "c", 200.0)));
    }
}
