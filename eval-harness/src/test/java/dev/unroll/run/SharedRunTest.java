package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.run.ExperimentRunner.Ending;
import dev.unroll.run.RunOptions.Entry;
import dev.unroll.store.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process may do to a run that another works on or has finished. */
class SharedRunTest {

    private static final String YAML = """
            name: scripted
            datasets: [{kind: counting}]
            models: [{kind: scripted}]
            train: {optimizer: sgd, learningRate: 1, updates: 4, batchSize: 3, validateEvery: 1}
            seeds: [1, 2, 3]
            """;

    @TempDir
    private Path temp;
    private RunFolder folder;

    @BeforeEach
    void choose() {
        folder = new RunFolder(temp.resolve("run"));
    }

    /** @param during given the number of the update, over all trials, before it is made */
    private ExperimentRunner runner(String source, Entry entry, IntConsumer during) {
        AtomicInteger updates = new AtomicInteger();
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> 1 + count / 8.0, count -> {
            during.accept(updates.getAndIncrement());
            return 1 / 3.0;
        }));
        return new ExperimentRunner(new SpecReader(kinds).read("test.yaml", source), source, kinds, folder,
                new RunOptions(1, 1, false, entry, false, null), RunListener.SILENT);
    }

    private ExperimentRunner runner(Entry entry) {
        return runner(YAML, entry, update -> { });
    }

    private int write(String sql, Object... values) {
        try (RunStore store = RunStore.open(folder)) {
            return store.database().durable(connection -> Sql.update(connection, sql, values));
        }
    }

    private boolean complete() {
        try (RunStore store = RunStore.readOnly(folder)) {
            return store.complete();
        }
    }

    private void elsewhereToo() {
        write("INSERT INTO session (process, process_started, host, started, lease_ends, provenance)"
                + " SELECT 1, 1, 'elsewhere', 0, ?, provenance FROM session", Long.MAX_VALUE);
    }

    @Test
    void aRunWhoseFilesCouldNotBeWrittenIsNotFinished() throws IOException {
        ExperimentRunner runner = runner(YAML, Entry.NEW, update -> {
            try {
                Files.createDirectories(folder.results().resolve("in the way"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(runner::run).isInstanceOf(RunFolderException.class).hasMessageContaining("results.json");

        assertThat(complete()).isFalse();
        assertThatThrownBy(() -> runner(Entry.NEW).run()).hasMessageContaining("has 3 of 3 trials finished");
        Files.delete(folder.results().resolve("in the way"));
        Files.delete(folder.results());
        assertThat(runner(Entry.RESUME).run()).isPresent();
        assertThat(complete()).isTrue();
        assertThat(Files.readString(folder.provenance())).doesNotContain("\"finished\" : \"\"");
    }

    @Test
    void whoJoinsWhenAllIsDoneLeavesTheRunFinished() {
        runner(Entry.NEW).run();
        elsewhereToo();

        ExperimentRunner joined = runner(Entry.JOIN);
        assertThat(joined.run()).isEmpty();

        assertThat(joined.ending()).isEqualTo(Ending.LEFT_TO_OTHERS);
        assertThat(complete()).isTrue();
    }

    @Test
    void speedThatWasMeasuredStaysWhereNoneIsMeasured() {
        runner(Entry.NEW).run();
        write("INSERT INTO speed VALUES ('counting', 'scripted', 100, 1.0, 0.5, 2.0, 3000)");

        assertThat(runner(Entry.RESUME).run()).isPresent();

        try (RunStore store = RunStore.readOnly(folder)) {
            assertThat(store.timing().speed()).hasSize(1);
        }
    }
}
