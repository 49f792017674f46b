package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.SpecReader;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.RunOptions.Entry;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.store.Sql;
import dev.unroll.testing.InstalledJdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

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
    private final List<String> started = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private ExperimentRunner runner;

    @BeforeEach
    void choose() {
        folder = new RunFolder(temp.resolve("run"));
    }

    /** @param during given the number of the update, over all trials, before it is made; whether it goes wrong */
    private ExperimentRunner runner(Entry entry, boolean failFast, IntPredicate during) {
        AtomicInteger updates = new AtomicInteger();
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> 1 + count / 8.0,
                count -> during.test(updates.getAndIncrement()) ? Double.NaN : 1 / 3.0));
        RunOptions options = new RunOptions(1, 1, false, entry, failFast, null);
        return new ExperimentRunner(new SpecReader(kinds).read("test.yaml", YAML), YAML, kinds, folder, options,
                new RunListener() {
                    @Override
                    public void trialStarted(TrialPlan plan) {
                        started.add(plan.id());
                    }

                    @Override
                    public void trialKept(TrialPlan plan) {
                        kept.add(plan.id());
                    }
                });
    }

    private Optional<RunResults> run(Entry entry) {
        runner = runner(entry, false, update -> false);
        return runner.run();
    }

    private void interruptAfterOneTrial() {
        runner = runner(Entry.NEW, false, update -> {
            if (update == 5) {
                runner.stop();
            }
            return false;
        });
        assertThat(runner.run()).isEmpty();
        assertThat(runner.ending()).isEqualTo(ExperimentRunner.Ending.STOPPED);
        started.clear();
    }

    private long count(String sql) {
        try (RunStore store = RunStore.readOnly(folder)) {
            return store.database().read(connection -> Sql.number(connection, sql));
        }
    }

    @Test
    void theFilesOfResultsAreMadeFromTheStoreWithTheSameBytes() throws IOException {
        run(Entry.NEW).orElseThrow();
        String json = Files.readString(folder.results());
        String csv = Files.readString(folder.resultsTable());
        String timing = Files.readString(folder.timing());
        String provenance = Files.readString(folder.provenance());
        String statistics = Files.readString(folder.statistics());
        String statisticsTable = Files.readString(folder.statisticsTable());
        for (Path file : List.of(folder.results(), folder.resultsTable(), folder.statistics(), folder.statisticsTable(),
                folder.timing(), folder.provenance())) {
            Files.delete(file);
        }

        try (RunStore store = RunStore.readOnly(folder)) {
            RunFiles.write(folder, store);
        }

        assertThat(folder.results()).hasContent(json);
        assertThat(folder.statistics()).hasContent(statistics);
        assertThat(folder.statisticsTable()).hasContent(statisticsTable);
        assertThat(folder.resultsTable()).hasContent(csv);
        assertThat(folder.timing()).hasContent(timing);
        assertThat(folder.provenance()).hasContent(provenance);
    }

    @Test
    void whatCanBeQueriedIsWhatTheResultsSay() {
        RunResults results = run(Entry.NEW).orElseThrow();

        TrialResult second = results.trials().get(1);
        try (RunStore store = RunStore.readOnly(folder)) {
            store.database().read(connection -> {
                assertThat(Sql.list(connection, row -> row.getString(1) + row.getDouble(2),
                        "SELECT metric, value FROM score WHERE trial = ? AND part = 'test' AND slice = ''", second.id()))
                        .isEqualTo(second.test().entrySet().stream().map(e -> e.getKey() + e.getValue()).sorted()
                                .toList());
                assertThat(Sql.list(connection, row -> row.getInt(1) + " " + row.getDouble(2) + " " + row.getDouble(3),
                        "SELECT updates, train_loss, validation_loss FROM curve WHERE trial = ?", second.id()))
                        .isEqualTo(second.curve().stream().map(point -> point.update() + " " + point.trainLoss() + " "
                                + point.validationLoss()).toList());
                assertThat(Sql.list(connection, row -> row.getDouble(1),
                        "SELECT predicted FROM sample WHERE trial = ? ORDER BY position", second.id()).stream()
                        .mapToDouble(d -> d).toArray()).isEqualTo(second.samples().predicted());
                assertThat(Sql.list(connection, row -> row.getString(1) + row.getInt(2) + row.getString(3),
                        "SELECT status, updates, weight_hash FROM trial WHERE id = ?", second.id()))
                        .containsExactly("completed4" + second.weightHash());
                return null;
            });
        }
        assertThat(count("SELECT count(*) FROM curve")).isEqualTo(15);
        assertThat(count("SELECT count(*) FROM score WHERE slice = 'even'")).isPositive();
        assertThat(count("SELECT count(*) FROM timing")).isEqualTo(3);
    }

    @Test
    void anInterruptedRunGoesOnAndEndsInTheSameBytes() throws IOException {
        RunFolder undisturbed = folder;
        run(Entry.NEW);
        folder = new RunFolder(temp.resolve("interrupted"));
        started.clear();
        interruptAfterOneTrial();

        assertThatThrownBy(() -> run(Entry.NEW)).isInstanceOf(RunFolderException.class).hasMessage("a run that was"
                + " interrupted must be gone on with or given up; " + folder.path() + " has 1 of 3 trials finished; add"
                + " --resume to keep them, or --restart to begin anew");
        assertThat(run(Entry.RESUME)).isPresent();

        assertThat(kept).containsExactly("counting/scripted/1");
        assertThat(started).containsExactly("counting/scripted/2", "counting/scripted/3");
        assertThat(folder.results()).hasSameBinaryContentAs(undisturbed.results());
        assertThat(count("SELECT count(*) FROM session WHERE lease_ends > 0")).isZero();
        assertThat(count("SELECT count(*) FROM claim")).isZero();
    }

    @Test
    void aRestartBeginsAnewAndSoDoesACompleteRun() {
        interruptAfterOneTrial();

        assertThat(run(Entry.RESTART)).isPresent();
        assertThat(started).hasSize(3);
        assertThat(run(Entry.NEW)).isPresent();
        assertThat(started).hasSize(6);
        assertThat(kept).isEmpty();
    }

    @Test
    void onResumeTrialsThatLostTheirModelRunAgain() throws IOException {
        run(Entry.NEW);
        Files.delete(folder.weights("counting/scripted/2"));
        started.clear();

        assertThat(run(Entry.RESUME)).isPresent();

        assertThat(started).containsExactly("counting/scripted/2");
        assertThat(folder.weights("counting/scripted/2")).exists();
    }

    @Test
    void onResumeAModelThatALossOfPowerLeftHalfWrittenIsMadeAgain() throws IOException {
        run(Entry.NEW);
        byte[] whole = Files.readAllBytes(folder.weights("counting/scripted/1"));
        byte[] damaged = whole.clone();
        damaged[damaged.length - 1] ^= 1;
        Files.write(folder.weights("counting/scripted/1"), damaged);
        Files.writeString(folder.model("counting/scripted/3"), "");
        started.clear();

        assertThat(run(Entry.RESUME)).isPresent();

        assertThat(started).containsExactly("counting/scripted/1", "counting/scripted/3");
        assertThat(folder.weights("counting/scripted/1")).hasBinaryContent(whole);
    }

    @Test
    void aRunThatEndsClearsWhatKilledProcessesLeft() throws IOException {
        List<Path> leftovers = List.of(folder.path().resolve("checkpoints/counting/scripted/.1.2.safetensors.9.partial"),
                folder.path().resolve("checkpoints/counting/scripted/3.2.safetensors"),
                folder.path().resolve("models/counting/scripted/.1.safetensors.9.partial"),
                folder.path().resolve(".results.json.9.partial"));
        interruptAfterOneTrial();
        for (Path file : leftovers) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "half");
        }

        assertThat(run(Entry.RESUME)).isPresent();

        assertThat(leftovers).noneMatch(Files::exists);
        assertThat(folder.path().resolve("checkpoints")).doesNotExist();
    }

    @Test
    void failFastEndsAtTheFirstLostTrialAndRecordsIt() {
        runner = runner(Entry.NEW, true, update -> update == 1);

        assertThat(runner.run()).isEmpty();

        assertThat(runner.ending()).isEqualTo(ExperimentRunner.Ending.FAILED_FAST);
        assertThat(started).containsExactly("counting/scripted/1");
        try (RunStore store = RunStore.readOnly(folder)) {
            TrialResult lost = store.results().trials().get(0);
            assertThat(lost.status()).isEqualTo(Status.DIVERGED);
            assertThat(lost.reason()).isEqualTo("the loss became NaN after 1 updates");
        }
    }

    @Test
    void aDiskThatFillsUpEndsTheRunAndKeepsWhatHadFinished() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs a device that is always full");
        Path partial = folder.weights("counting/scripted/2")
                .resolveSibling(".2.safetensors." + ProcessHandle.current().pid() + ".partial");
        Files.createDirectories(partial.getParent());
        Files.createSymbolicLink(partial, full);
        Files.writeString(folder.resolvedSpec(), ResolvedSpec.of(new SpecReader(
                FakeKinds.of(() -> null)).read("test.yaml", YAML)).json());

        assertThatThrownBy(() -> run(Entry.NEW)).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("No space left on device").hasMessageContaining("go on with --resume");

        assertThat(count("SELECT count(*) FROM trial WHERE status = 'completed'")).isEqualTo(1);
        started.clear();
        assertThat(run(Entry.RESUME)).isPresent();
        assertThat(started).containsExactly("counting/scripted/2", "counting/scripted/3");
        String json = Files.readString(folder.results());
        assertThat(CanonicalJson.mapper().readValue(json, RunResults.class).trials()).hasSize(3);
    }

    @Test
    void aTrialThatMemoryWasTooSmallForBesideOthersRunsOnceMoreAlone() {
        AtomicInteger updates = new AtomicInteger();
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> 1, count -> {
            if (updates.getAndIncrement() == 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return 1;
        }));
        ExperimentRunner two = new ExperimentRunner(new SpecReader(kinds).read("test.yaml", YAML), YAML, kinds, folder,
                new RunOptions(2, 1, false), RunListener.SILENT);

        assertThat(two.run().orElseThrow().trials()).extracting(TrialResult::status).containsOnly(Status.COMPLETED);
    }

    @Test
    void aSecondProcessIsRefusedWhileTheFirstLivesAndMayJoin() {
        List<Throwable> refusals = new ArrayList<>();
        List<ExperimentRunner.Ending> joined = new ArrayList<>();
        runner = runner(Entry.NEW, false, update -> {
            if (update == 2) {
                try {
                    runner(Entry.RESUME, false, other -> false).run();
                } catch (RuntimeException e) {
                    refusals.add(e);
                }
                ExperimentRunner second = runner(Entry.JOIN, false, other -> false);
                assertThat(second.run()).isEmpty();
                joined.add(second.ending());
            }
            return false;
        });

        RunResults results = runner.run().orElseThrow();

        assertThat(refusals).singleElement().asInstanceOf(THROWABLE).isInstanceOf(RunFolderException.class)
                .hasMessageContaining(folder.path() + " is in use by process " + ProcessHandle.current().pid() + " on ")
                .hasMessageEndingWith("; wait for it, choose another folder with --out, or help it with --join");
        assertThat(joined).containsExactly(ExperimentRunner.Ending.LEFT_TO_OTHERS);
        assertThat(started).containsExactly("counting/scripted/1", "counting/scripted/2", "counting/scripted/3");
        assertThat(kept).containsExactly("counting/scripted/2", "counting/scripted/3");
        assertThat(results.trials()).hasSize(3);
    }

    @Test
    void theTrialsOfADeadSessionReturn() {
        interruptAfterOneTrial();
        try (RunStore store = RunStore.open(folder)) {
            store.database().durable(connection -> {
                Sql.update(connection, "INSERT INTO session (process, process_started, host, started, lease_ends,"
                        + " provenance) SELECT 1, 1, 'elsewhere', 0, ?, provenance FROM session", Long.MAX_VALUE);
                return Sql.update(connection, "INSERT INTO claim VALUES ('counting/scripted/2',"
                        + " (SELECT max(id) FROM session))");
            });
        }
        assertThatThrownBy(() -> run(Entry.RESUME)).hasMessageContaining("in use by process 1 on elsewhere");
        assertThat(runner(Entry.JOIN, false, update -> false).run()).isEmpty();
        assertThat(started).as("what another session runs is left to it").containsExactly("counting/scripted/3");

        try (RunStore store = RunStore.open(folder)) {
            store.database().durable(connection -> Sql.update(connection,
                    "UPDATE session SET lease_ends = 1 WHERE host = 'elsewhere'"));
        }
        started.clear();
        assertThat(run(Entry.RESUME)).isPresent();
        assertThat(started).containsExactly("counting/scripted/2");
    }

    @Test
    void aSessionOfThisMachineIsDeadOnceItsProcessIs() throws IOException, InterruptedException {
        interruptAfterOneTrial();
        Process ended = new ProcessBuilder(InstalledJdks.own().resolve("bin/java").toString(), "-version")
                .redirectErrorStream(true).redirectOutput(temp.resolve("log").toFile()).start();
        ended.waitFor();
        try (RunStore store = RunStore.open(folder)) {
            store.database().durable(connection -> Sql.update(connection,
                    "UPDATE session SET lease_ends = ?, process = ?", Long.MAX_VALUE, ended.pid()));
        }
        assertThat(run(Entry.RESUME)).isPresent();
    }
}
