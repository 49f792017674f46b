package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measures of recurrent layers as dynamical systems, from the command line. */
class DynamicsMeasuresTest {

    private static final String SPEC = """
            name: dynamics
            datasets: [{kind: adding, length: 16, trainSize: 8, validationSize: 8, testSize: 8}]
            models:
              - {name: LSTM, kind: lstm, hiddenSizes: [3, 4], peepholes: true}
              - {name: GRU, kind: gru, hiddenSizes: [4], direction: bidirectional}
              - {name: RNN, kind: rnn, hiddenSizes: [4], residual: true, activation: relu}
              - {name: normalized, kind: rnn, hiddenSizes: [4], layerNorm: true}
              - {name: Transformer, kind: transformer, modelSize: 8, numHeads: 2, numLayers: 1}
            train: {updates: 1, batchSize: 8}
            seeds: [1]
            """;

    @TempDir
    private static Path temp;
    private static Captured captured;

    @BeforeAll
    static void measure() throws IOException {
        Path spec = temp.resolve("dynamics.yaml");
        Files.writeString(spec, SPEC);
        captured = Captured.run("gradients", spec.toString(), "--measure", "jacobians", "--measure", "lyapunov",
                "--measure", "pascanu", "--out", temp.resolve("out").toString());
        assertThat(captured.exitCode()).as(captured.err()).isZero();
    }

    private static List<String> rows(String table, String model) throws IOException {
        return Files.readAllLines(temp.resolve("out").resolve(table + ".csv")).stream()
                .filter(line -> line.startsWith("adding," + model + ",")).toList();
    }

    @Test
    void everyLayerAndDirectionHasItsProductsByLag() throws IOException {
        // 1, 2, 3, 4, 6, 8, 12 and the whole sequence.
        assertThat(rows("jacobians", "LSTM")).hasSize(2 * 8);
        assertThat(rows("jacobians", "GRU")).hasSize(2 * 8).anyMatch(row -> row.contains(",layer0.reverse,"));
        assertThat(rows("jacobians", "RNN")).hasSize(8);
        assertThat(rows("direct-path", "LSTM")).hasSize(2 * 8);
        assertThat(rows("direct-path", "RNN")).as("units that do not leak carry nothing").isEmpty();
        assertThat(rows("vanishing-ratio", "RNN")).hasSize(16);
    }

    @Test
    void spectraAreWholeAndShowHowTheySettled() throws IOException {
        assertThat(rows("lyapunov", "LSTM")).hasSize(2 * 3 + 2 * 4);
        assertThat(rows("lyapunov", "GRU")).hasSize(2 * 4);
        assertThat(rows("lyapunov-running", "RNN")).hasSize(4 * (16 - 10));
        assertThat(rows("lyapunov-summary", "RNN")).hasSize(1);
    }

    @Test
    void boundsAreOfVanillaNetworksAlone() throws IOException {
        assertThat(rows("pascanu", "RNN")).hasSize(1).allMatch(row -> row.endsWith(",cannot explode"), "orthogonal");
        assertThat(rows("pascanu", "LSTM")).isEmpty();
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() throws IOException {
        assertThat(rows("not-measured", "normalized")).hasSize(3)
                .allMatch(row -> row.contains("told only without layerNorm"));
        assertThat(captured.out()).contains("leave layerNorm out");
        assertThat(rows("not-measured", "Transformer")).as("it has no recurrence").isEmpty();
    }
}
