package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    @TempDir
    private Path folder;

    private Path spec() throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), """
                name: plan
                datasets: [{kind: adding, length: [5, 10], trainSize: 20, validationSize: 4, testSize: 4}]
                models: [{kind: rnn, hiddenSizes: [4]}, {kind: lstm, hiddenSizes: [3], peepholes: [false, true]}]
                train: {epochs: 3, batchSize: 5}
                seeds: [1, 2]
                """);
    }

    @Test
    void listsEveryTrialWithItsTimeAndMemory() throws IOException {
        Captured plan = Captured.run("plan", spec().toString(), "--measure", "0.2", "--set", "seeds=[3]");

        assertThat(plan.err()).isEmpty();
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out().lines()).hasSize(1 + 6 + 1 + 4);
        assertThat(plan.out()).contains("adding_length-10/lstm_peepholes-true/3", "6 trials: 2 datasets x 3 models x 1"
                + " seeds.");
        assertThat(Files.list(folder)).as("nothing is written").hasSize(1);
    }

    @Test
    void whatThereIsNoTimeToMeasureIsInferred() throws IOException {
        Captured plan = Captured.run("plan", spec().toString(), "--measure", "0.000000001", "--json");
        JsonNode trials = CanonicalJson.mapper().readTree(plan.out()).path("trials");

        assertThat(trials).hasSize(12);
        assertThat(trials.get(0).path("measured").asBoolean()).isTrue();
        assertThat(trials.get(11).path("measured").asBoolean()).isFalse();
        assertThat(trials.get(11).path("updates").asInt()).isEqualTo(12);
        for (JsonNode trial : trials) {
            assertThat(trial.path("seconds").asDouble()).isPositive();
            assertThat(trial.path("bytes").asLong()).isPositive();
        }
        double shorter = trials.get(2).path("seconds").asDouble();
        double longer = trials.get(8).path("seconds").asDouble();
        assertThat(longer / shorter).as("twice the steps").isBetween(1.9, 2.1);
    }
}
