package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes and settings that an experiment leaves open, from the command line. */
class FairRunTest {

    private static final String SPEC = """
            name: fair
            datasets: [{kind: adding, length: 5, trainSize: 40, validationSize: 8, testSize: 8}]
            models: [{kind: rnn, hiddenSizes: [6]}, {kind: lstm, hiddenSizes: [40]}]
            match: parameters
            tune: {method: grid, over: {train: {learningRate: [0.001, 0.03], batchSize: [4, 8]}}}
            train: {updates: 6}
            seeds: [1, 2]
            """;

    @TempDir
    private Path folder;

    private Captured run(String... more) throws IOException {
        Path spec = Files.writeString(folder.resolve("fair.yaml"), SPEC);
        String[] words = new String[6 + more.length];
        String[] first = {"run", spec.toString(), "--out", folder.resolve("run").toString(), "--no-speed", "--jobs=1"};
        System.arraycopy(first, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        return Captured.run(words);
    }

    private JsonNode resolved() throws IOException {
        return CanonicalJson.mapper().readTree(Files.readString(folder.resolve("run/resolved.json")));
    }

    @Test
    void areFoundOnceAndKeptWithTheRun() throws IOException {
        Captured first = run();
        JsonNode resolved = resolved();

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).contains("sizing models", "tuning rnn on adding", "tuning lstm on adding");
        assertThat(resolved.at("/settlement/tuned")).hasSize(2);
        assertThat(resolved.at("/settlement/tuned/0/trials")).hasSize(4);
        int width = resolved.at("/settlement/sizes/0/to").asInt();
        assertThat(resolved.at("/models/1/spec/hiddenSizes/0").asInt()).isEqualTo(width).isLessThan(6);
        assertThat(Files.readString(folder.resolve("run/report.html"))).contains("Sizes brought together", "Tuning");
        Captured again = run("--restart");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).doesNotContain("sizing", "tuning");
        assertThat(resolved()).isEqualTo(resolved);
    }

    @Test
    void arePlannedForWithTheirSizes() throws IOException {
        Path spec = Files.writeString(folder.resolve("fair.yaml"), SPEC);
        Captured plan = Captured.run("plan", spec.toString(), "--measure", "0.1");

        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).contains("Before these a search of 4 trainings for each model on each dataset");
        String[] lines = plan.out().split("\n");
        int rnn = Integer.parseInt(lines[1].split("\\s+")[1]);
        int lstm = Integer.parseInt(lines[3].split("\\s+")[1]);
        assertThat((double) lstm / rnn).isBetween(0.6, 1.6);
    }
}
