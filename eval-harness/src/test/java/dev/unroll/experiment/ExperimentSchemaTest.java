package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentSchemaTest {

    private static final Path HOME = Path.of("..");
    private static final String SCHEMA = ExperimentSchema.json(Kinds.installed());
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static List<String> faults(String yaml) throws IOException {
        return SchemaCheck.faults(CanonicalJson.mapper().readTree(SCHEMA), json(YamlTree.parse("x.yaml", yaml)));
    }

    private static JsonNode json(SpecNode node) {
        if (node instanceof Mapping mapping) {
            ObjectNode object = CanonicalJson.mapper().createObjectNode();
            mapping.fields().forEach((key, field) -> object.set(key, json(field.value())));
            return object;
        } else if (node instanceof Items items) {
            ArrayNode array = CanonicalJson.mapper().createArrayNode();
            items.items().forEach(item -> array.add(json(item)));
            return array;
        }
        Scalar scalar = (Scalar) node;
        var nodes = CanonicalJson.mapper().getNodeFactory();
        return switch (scalar.form()) {
            case TEXT -> nodes.textNode(scalar.text());
            case WHOLE -> nodes.numberNode(Long.parseLong(scalar.text()));
            case DECIMAL -> nodes.numberNode(Double.parseDouble(scalar.text()));
            case TRUTH -> nodes.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NOTHING -> nodes.nullNode();
        };
    }

    @Test
    void thePublishedSchemaIsTheGeneratedOne() throws IOException {
        assertThat(Files.readString(HOME.resolve("docs/experiment.schema.json")))
                .as("docs/experiment.schema.json, which ./unroll schema writes anew").isEqualTo(SCHEMA);
    }

    static Stream<Path> bundled() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("experiments"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void everyBundledExperimentFits(Path file) throws IOException {
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/data.md"})
    void everyExampleInTheDocumentsFits(String document) throws IOException {
        Matcher blocks = YAML.matcher(Files.readString(HOME.resolve(document)));
        int checked = 0;
        while (blocks.find()) {
            if (blocks.group(1).startsWith("name:")) {
                assertThat(faults(blocks.group(1))).as(blocks.group(1)).isEmpty();
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "models: [{kind: lstm, hiddenSizes: [64], hiddenSize: 3}]",
        "models: [{kind: lstm}]",
        "models: [{kind: lstm, hiddenSizes: [64], dropout: 1.0}]",
        "models: [{kind: ltsm, hiddenSizes: [64]}]",
        "models: [{kind: lstm, hiddenSizes: [64], pooling: middle}]",
        "models: [{kind: transformer, numHeads: 0}]",
        "train: {batchSize: 0}",
        "train: {optimizer: {kind: sgd, beta1: 0.9}}",
        "train: {loss: hinge}",
        "datasets: [{kind: adding, length: 1}]",
        "datasets: [{kind: adding, version: half}]",
        "datasets: [{kind: csv, targets: units}]",
        "datasets: [{kind: adding, length: []}]",
        "datasets: [{kind: adding, length: [100, 1]}]",
        "models: [{kind: lstm, hiddenSizes: [8], sweep: {over: {hidenSizes: [[8]]}}}]",
        "models: [{kind: lstm, hiddenSizes: [8], sweep: {method: halving, over: {dropout: [0]}}}]",
        "sweep: {over: {train: {learningRate: {from: 1, until: 2}}}}",
        "version: 2",
        "seeds: []",
        "seeds: [1, 2, 1]",
        "match: params",
        "match: {by: flops, budget: 0}",
        "tune: {trials: 5}",
        "ablate: {base: rnn, changes: {}}",
        "description: 5"})
    void whatNoReaderTakesDoesNotFit(String wrong) throws IOException {
        String key = wrong.substring(0, wrong.indexOf(':'));
        StringBuilder yaml = new StringBuilder();
        for (String line : List.of("name: x", "datasets: [{kind: adding}]", "models: [{kind: rnn, hiddenSizes: [8]}]",
                "seeds: [1]")) {
            if (!line.startsWith(key + ":")) {
                yaml.append(line).append('\n');
            }
        }

        assertThat(faults(yaml + wrong + "\n")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "models: [{kind: rnn, hiddenSizes: [8], activation: [tanh, relu], train: {optimizer: [adam, {kind: sgd}]}}]",
        "models: [{kind: rnn, sweep: {method: random, trials: 3, over: {hiddenSizes: [[8], [4]]}}}]",
        "sweep: {over: {train: {learningRate: {from: 1, to: 2, scale: log, count: 3}}}}"})
    void whatIsVariedFits(String varied) throws IOException {
        String begin = varied.startsWith("models") ? "" : "models: [{kind: rnn, hiddenSizes: [8]}]\n";

        assertThat(faults("name: x\ndatasets: [{kind: adding}]\nseeds: [1]\n" + begin + varied + "\n")).isEmpty();
        assertThat(faults("extends: x.yaml\n" + begin + varied + "\n")).isEmpty();
        new SpecReader(Kinds.installed()).read("x.yaml",
                "name: x\ndatasets: [{kind: adding}]\nseeds: [1]\n" + begin + varied + "\n");
    }

    @Test
    void defaultsAndLimitsAreTheRecordsOwn() throws IOException {
        JsonNode definitions = CanonicalJson.mapper().readTree(SCHEMA).path("definitions");
        JsonNode length = definitions.at("/dataset-adding/properties/length");
        JsonNode train = definitions.at("/train/properties");

        assertThat(length.path("default").asInt()).isEqualTo(100);
        assertThat(length.at("/anyOf/0/minimum").asInt()).isEqualTo(2);
        assertThat(length.at("/anyOf/0/maximum").asInt()).isEqualTo(1_000_000);
        assertThat(train.at("/learningRate/default").asDouble()).isEqualTo(0.001);
        assertThat(train.at("/clipNorm/anyOf/0/exclusiveMinimum").asDouble()).isZero();
        assertThat(train.at("/clipNorm").has("default")).isFalse();
        assertThat(definitions.at("/dataset-cycle-navigation/properties/maxTestLength/anyOf/0/maximum").asInt()).isEqualTo(100_000);
        assertThat(definitions.at("/dataset-cycle-navigation/properties/maxTestLength/anyOf/0").has("minimum"))
                .as("a limit that depends on another key").isFalse();
        assertThat(definitions.at("/model-lstm/required").toString()).isEqualTo("[\"kind\"]");
        assertThat(definitions.at("/model-lstm/anyOf/0/required").toString()).isEqualTo("[\"hiddenSizes\"]");
        assertThat(definitions.at("/model-lstm/anyOf/1/required").toString()).isEqualTo("[\"sweep\"]");
        assertThat(definitions.at("/model-lstm/properties").has("embeddingSize")).isTrue();
        assertThat(definitions.at("/model-lstm/properties/embeddingSize").has("default")).isFalse();
    }
}
