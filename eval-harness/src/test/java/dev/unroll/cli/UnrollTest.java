package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.TestKinds;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnrollTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "plan", "report", "list", "schema", "predict", "export", "import"})
    void everyCommandHelps(String command) {
        List<String> words = command.isEmpty() ? List.of() : List.of(command);
        Captured option = Captured.run(append(words, "--help"));
        Captured version = Captured.run(append(words, "--version"));
        Captured help = Captured.run(append(List.of("help"), words.toArray(String[]::new)));

        assertThat(option.exitCode()).isZero();
        assertThat(option.out()).startsWith("Usage: unroll" + (command.isEmpty() ? " " : " " + command + " "));
        assertThat(option.err()).isEmpty();
        assertThat(help).isEqualTo(option);
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith("unroll ");
    }

    private static String[] append(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aWrongCommandLineIsOneSentenceAndExitCodeTwo() {
        Captured none = Captured.run();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).startsWith("unroll: a command must be given: run, plan, report, ")
                .endsWith(", export or import; see unroll --help\n").hasLineCount(1);
        assertThat(Captured.run("list", "models", "--jsn")).isEqualTo(new Captured(2, "",
                "unroll: Unknown option: '--jsn'; did you mean --json?; see unroll list --help\n"));
        assertThat(Captured.run("lst").err()).isEqualTo(
                "unroll: Unmatched argument at index 0: 'lst'; did you mean list?; see unroll --help\n");
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Captured.run().err()).doesNotContain("\u001b");
        assertThat(Captured.run(Captured.HOME, TestKinds.KINDS, true).err()).contains("\u001b[");
    }

    @Test
    void listsKindsWithTheirKeys() throws IOException {
        Captured text = Captured.run(Captured.HOME, TestKinds.KINDS, false, "list", "datasets");
        Captured json = Captured.run(Captured.HOME, TestKinds.KINDS, false, "list", "models", "--json");

        assertThat(text.out()).isEqualTo("""
                KIND    TASK                       SIZE   CHANCE
                adding  value of 1 from 1 feature  7/3/3  MSE 9 (always 3)
                    description: for tests
                    source: made up
                    keys: length, limit, weights
                digits
                    description: for tests
                    source: made up
                    keys: reading, note
                """);
        JsonNode models = CanonicalJson.mapper().readTree(json.out());
        assertThat(models).hasSize(2);
        assertThat(models.get(1).get("kind").asText()).isEqualTo("transformer");
        assertThat(models.get(1).get("keys")).hasSize(2);
    }

    @Test
    void listsTheKeysOfTraining() {
        assertThat(Captured.run(Captured.HOME, TestKinds.KINDS, false, "list", "training").out())
                .startsWith("KIND   DESCRIPTION\ntrain  how models are trained")
                .contains("keys: loss, optimizer, learningRate,")
                .contains(", maxNorm, truncate, bucketing, examples, seconds, gradientsEvery, flossing\n");
    }

    @Test
    void everyBundledExperimentCanBeRead() {
        Captured listed = Captured.run("list", "experiments");

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out()).contains("quick ", "two-layer-lstm-forecast ", "stock-negative-control ");
        // What the other needs is not here, and it says so.
        assertThat(listed.out().lines().filter(line -> line.contains("cannot be run"))).hasSize(1)
                .allMatch(line -> line.startsWith("engines ") && line.contains("engine dl4j must be on the class path"));
    }

    @Test
    void aBrokenBundledExperimentIsListedWithItsFault(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("experiments"));
        Files.writeString(home.resolve("experiments/odd.yaml"), "nam: odd\n");

        assertThat(Captured.run(home, TestKinds.KINDS, false, "list", "experiments").out())
                .contains("cannot be run: ", "odd.yaml:1: every key must be one that an experiment has; got nam");
    }

    @Test
    void aMistakeOfOursIsNotCalledTheUsers() {
        Kinds broken = new Kinds(List.of(), List.of());
        Captured captured = Captured.run(null, broken, false, "list", "experiments");

        assertThat(captured.exitCode()).isEqualTo(1);
        assertThat(captured.err()).contains("NullPointerException", "this is a mistake in Unroll, not yours");
    }
}
