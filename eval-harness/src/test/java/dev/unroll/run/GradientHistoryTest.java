package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.gradient.GateUse;
import dev.unroll.gradient.GradientHistory;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps of its trials' gradients. */
class GradientHistoryTest {

    private static final String SPEC = """
            name: history
            datasets: [{kind: adding, length: 70, trainSize: 64, validationSize: 16, testSize: 8}]
            models:
              - {kind: lstm, hiddenSizes: [6, 5], forgetBias: 2}
              - {kind: rnn, hiddenSizes: [6], train: {gradientsEvery: 3}}
              - {kind: transformer, modelSize: 8, numHeads: 2, numLayers: 1, train: {gradientsEvery: null}}
            train: {updates: 7, batchSize: 8, clipNorm: 0.001, gradientsEvery: 2}
            seeds: [1]
            """;

    @TempDir
    private static Path temp;
    private static RunFolder folder;
    private static Map<String, GradientHistory> histories;

    @BeforeAll
    static void run() {
        folder = new RunFolder(temp.resolve("run"));
        ExperimentSpec spec = new SpecReader(Kinds.installed()).read("history.yaml", SPEC);
        RunResults results = new ExperimentRunner(spec, SPEC, Kinds.installed(), folder, new RunOptions(1, 1, false),
                RunListener.SILENT).run().orElseThrow();
        histories = new HashMap<>();
        results.trials().forEach(trial -> histories.put(trial.model(), trial.gradients()));
    }

    @Test
    void pointsAreAtInitializationEverySoManyUpdatesAndAtTheEnd() {
        assertThat(histories.get("lstm").points()).extracting(GradientPoint::update).containsExactly(0, 2, 4, 6, 7);
        assertThat(histories.get("rnn").points()).extracting(GradientPoint::update).containsExactly(0, 3, 6, 7);
        assertThat(histories.get("transformer").points()).extracting(GradientPoint::update).containsExactly(0, 7);
    }

    @Test
    void aRecurrentModelIsFollowedLayerByLayerAndStateByState() {
        GradientPoint first = histories.get("lstm").points().get(0);

        assertThat(first.reach().keySet()).containsExactly("input", "layer0.hidden", "layer0.cell", "layer1.hidden",
                "layer1.cell");
        assertThat(first.lags()).hasSize(51).startsWith(0, 1, 2).endsWith(69);
        assertThat(first.reach().get("layer0.cell").median()).hasSize(51).doesNotContain(0.0);
        assertThat(first.decay().get("layer0.cell").rate()).isNegative();
        assertThat(histories.get("transformer").points().get(0).reach().keySet()).containsExactly("input");
    }

    @Test
    void forgetGatesHaveTheTimeConstantsOfTheirBias() {
        GateUse use = histories.get("lstm").points().get(0).gates().get("layer0.forgetGate");

        // σ(2) = 0.88, so that -1 / ln σ(2) = 7.9 steps.
        assertThat(use.mean()).isBetween(0.86, 0.9);
        assertThat(use.timeConstants()[2]).isBetween(6.5, 9.5);
        assertThat(use.low()).isZero();
        assertThat(histories.get("lstm").points().get(0).gates().get("layer0.inputGate").timeConstants()).isEmpty();
        assertThat(histories.get("rnn").points().get(0).gates()).isEmpty();
    }

    @Test
    void everyUpdatesNormIsCounted() {
        assertThat(histories.get("rnn").norms().updates()).isEqualTo(7);
        assertThat(histories.get("rnn").norms().clippedShare()).isEqualTo(1);
        assertThat(histories.get("rnn").norms().max()).isGreaterThanOrEqualTo(histories.get("rnn").norms().median() / 1.2);
    }

    @Test
    void theStoreTellsThemBySql() {
        try (Database database = Database.readOnly(folder.store())) {
            assertThat(database.<Long>read(connection -> count(connection, "SELECT count(*) FROM gradient_point WHERE"
                    + " trial = 'adding/lstm/1'"))).isEqualTo(5 * 5 * 51);
            assertThat(database.<Long>read(connection -> count(connection, "SELECT count(*) FROM gradient_decay")))
                    .isEqualTo(5 * 5 + 4 * 2 + 2);
            assertThat(database.<Long>read(connection -> count(connection, "SELECT count(*) FROM gate_use WHERE"
                    + " median_time_constant > 1"))).isEqualTo(5 * 2);
            assertThat(database.<Long>read(connection -> count(connection, "SELECT sum(updates) FROM update_norm")))
                    .isEqualTo(3 * 7);
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }
}
