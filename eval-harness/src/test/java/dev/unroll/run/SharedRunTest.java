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
import java.util.ArrayList;
import java.util.List;
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
    void aProcessThatWasHeldDeadWritesNothingMore() {
        ExperimentRunner runner = runner(YAML, Entry.NEW, update -> {
            if (update == 5) {
                write("UPDATE session SET lease_ends = 0");
                assertThat(runner(Entry.RESUME).run()).isPresent();
            }
        });

        assertThatThrownBy(runner::run).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("another has taken " + folder.path() + " over");

        assertThat(complete()).isTrue();
    }

    @Test
    void whoEntersAloneEndsSessionsWhoseLeaseRanOut() {
        runner(Entry.NEW).run();
        elsewhereToo();
        write("UPDATE session SET lease_ends = 1 WHERE lease_ends > 0");

        runner(Entry.RESUME).run();

        try (RunStore store = RunStore.readOnly(folder)) {
            assertThat(store.database().<Long>read(connection ->
                    Sql.number(connection, "SELECT count(*) FROM session WHERE lease_ends > 0"))).isZero();
        }
    }

    @Test
    void anOutcomeIsWrittenByWhoeverHasTheClaimAndLastsOnceTheDiskHasIt() {
        TrialResult result = runner(Entry.NEW).run().orElseThrow().trials().get(0);
        TrialTiming timing = new TrialTiming(result.id(), 1, 2, 3, 4, 5, 6);
        for (String table : List.of("score", "curve", "timing")) {
            write("DELETE FROM " + table + " WHERE trial = ?", result.id());
        }
        write("UPDATE trial SET status = 'pending' WHERE id = ?", result.id());
        List<String> told = new ArrayList<>();
        try (RunStore store = RunStore.open(folder)) {
            Sessions sessions = store.sessions();
            long session = store.database().<Long>durable(connection -> sessions.enter(connection, "{}"));
            assertThat(store.finish(result, timing, ItemScores.NONE, 7, session, () -> told.add("unclaimed"))).isFalse();
            sessions.claim(result.id(), session);

            assertThat(store.finish(result, timing, ItemScores.NONE, 7, session, () -> told.add("lasts"))).isTrue();

            assertThat(told).as("a loss of power may undo it").isEmpty();
            store.sync(() -> sessions.renew(session));
            assertThat(told).containsExactly("lasts");
        }
    }

    @Test
    void checkpointsThatAKilledProcessLeftOfFinishedTrialsGo() throws IOException {
        runner(Entry.NEW).run();
        Path left = folder.checkpoints().resolve("counting/scripted/1.3.safetensors");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "");

        runner(Entry.RESUME).run();

        assertThat(folder.checkpoints()).doesNotExist();
    }

    @Test
    void whoIsRefusedChangesNoFile() {
        runner(Entry.NEW).run();
        write("UPDATE session SET provenance = json_set(provenance, '$.code.hash', 'feedfeedfeedfeed')");

        assertThatThrownBy(() -> runner(YAML + "# mine\n", Entry.RESUME, update -> { }).run())
                .hasMessageContaining("must be gone on with by the code that began it");

        assertThat(folder.spec()).hasContent(YAML);
    }

    @Test
    void theFilesOfTheSpecAreMadeAgainFromTheStore() throws IOException {
        runner(Entry.NEW).run();
        String resolved = Files.readString(folder.resolvedSpec());
        Files.delete(folder.spec());
        Files.delete(folder.resolvedSpec());

        runner(YAML + "# mine\n", Entry.RESUME, update -> { }).run();
        assertThat(folder.spec()).hasContent(YAML);
        assertThat(folder.resolvedSpec()).hasContent(resolved);

        Files.writeString(folder.resolvedSpec(), resolved.substring(0, 20));
        runner(Entry.RESUME).run();
        assertThat(folder.resolvedSpec()).hasContent(resolved);
        assertThatThrownBy(() -> runner(YAML.replace("[1, 2, 3]", "[4]"), Entry.RESUME, update -> { }).run())
                .hasMessageContaining("holds another");
    }

    @Test
    void aSessionLivesWithItsProcessThoughTheClockWasSetAndDiesWhenTheNumberIsAnothers() {
        runner(Entry.NEW).run();
        write("UPDATE session SET lease_ends = ?, process_started = 1", Long.MAX_VALUE);
        assertThatThrownBy(() -> runner(Entry.RESUME).run())
                .hasMessageContaining("in use by process " + ProcessHandle.current().pid() + " on ");

        write("UPDATE session SET lease_ends = 100000");
        try (RunStore store = RunStore.open(folder)) {
            Sessions sessions = new Sessions(store.database(), () -> 70_000L);
            assertThat(store.database().durable(sessions::alive)).as("renewed at 40 s; this process began later")
                    .isEmpty();
        }
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
