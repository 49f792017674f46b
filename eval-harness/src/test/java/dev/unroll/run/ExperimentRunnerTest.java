package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.checkpoint.WeightHash;
import dev.unroll.dataset.DataException;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.SequenceModel;
import dev.unroll.run.TrialResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunnerTest {

    private static final String REAL = """
            name: real
            datasets: [{kind: adding, length: 12, trainSize: 100, validationSize: 20, testSize: 30}]
            models:
              - {kind: rnn, hiddenSizes: [8]}
              - {kind: lstm, hiddenSizes: [8], train: {learningRate: 0.01}}
            train: {updates: 6, batchSize: 16, validateEvery: 2, clipNorm: 1}
            seeds: [1, 2]
            """;
    private static final String SCRIPTED = """
            name: scripted
            datasets: [{kind: counting}]
            models: [{kind: scripted}]
            train: {optimizer: sgd, learningRate: 1, updates: 4, batchSize: 3, validateEvery: 1}
            seeds: [1, 2, 3]
            """;

    @TempDir
    private Path temp;

    private RunFolder folder(String name) {
        return new RunFolder(temp.resolve(name));
    }

    private static ExperimentRunner runner(String yaml, Kinds kinds, RunFolder folder, int jobs, int threads,
            RunListener listener) {
        ExperimentSpec spec = new SpecReader(kinds).read("test.yaml", yaml);
        return new ExperimentRunner(spec, yaml, kinds, folder, new RunOptions(jobs, threads, false), listener);
    }

    private Optional<RunResults> runScripted(Supplier<SequenceModel> model, RunFolder folder) {
        return runner(SCRIPTED, FakeKinds.of(model), folder, 1, 1, RunListener.SILENT).run();
    }

    private static List<String> files(RunFolder folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.path())) {
            return walk.filter(Files::isRegularFile).map(file -> folder.path().relativize(file).toString()).sorted()
                    .toList();
        }
    }

    @Test
    void resultsHaveTheSameBytesWhateverTheJobsAndThreads() throws IOException {
        RunFolder one = folder("one");
        RunFolder two = folder("two");

        runner(REAL, Kinds.installed(), one, 1, 1, RunListener.SILENT).run();
        runner(REAL, Kinds.installed(), two, 2, 2, RunListener.SILENT).run();

        assertThat(two.results()).hasSameBinaryContentAs(one.results());
        assertThat(two.resultsTable()).hasSameBinaryContentAs(one.resultsTable());
        assertThat(two.weights("adding/lstm/2")).hasSameBinaryContentAs(one.weights("adding/lstm/2"));
        assertThat(files(two)).isEqualTo(files(one)).contains("models/adding/lstm/2.json",
                "models/adding/rnn/1.safetensors",
                "provenance.json", "resolved.json", "results.csv", "results.json", "spec.yaml", "statistics.csv",
                "statistics.json", "timing.json", "unroll.db").noneMatch(file -> file.contains("partial"));
    }

    @Test
    void howWellEachExampleIsMetIsKeptAndComesToTheScore() throws IOException {
        RunFolder folder = folder("items");
        RunResults results = runner(REAL, Kinds.installed(), folder, 1, 1, RunListener.SILENT).run().orElseThrow();

        try (RunStore store = RunStore.readOnly(folder)) {
            for (TrialResult trial : results.trials()) {
                float[] items = store.items(trial.id()).orElseThrow().values();
                double sum = 0;
                for (float item : items) {
                    sum += item;
                }
                assertThat(items).hasSize(results.datasets().get(0).testSize());
                assertThat(sum / items.length).isCloseTo(trial.test().get("MSE"), within(1e-6));
            }
        }
        assertThat(folder.statisticsTable()).content().contains("adding,rnn,lstm,,difference,");
    }

    @Test
    void resultsAreInTheOrderOfTheSpecAndReadBack() throws IOException {
        RunFolder folder = folder("real");

        RunResults results = runner(REAL, Kinds.installed(), folder, 2, 1, RunListener.SILENT).run().orElseThrow();

        assertThat(results.trials()).extracting(TrialResult::id)
                .containsExactly("adding/rnn/1", "adding/rnn/2", "adding/lstm/1", "adding/lstm/2");
        assertThat(results.trials()).allSatisfy(trial -> {
            assertThat(trial.status()).isEqualTo(Status.COMPLETED);
            assertThat(trial.curve()).hasSize(4);
            assertThat(trial.test()).containsKey("MSE");
            assertThat(trial.reachBefore().median()).hasSize(12);
            assertThat(trial.reachAfter().median()).isNotEqualTo(trial.reachBefore().median());
            assertThat(trial.samples().truth()).hasSize(30);
            assertThat(trial.weightHash()).hasSize(64);
        });
        assertThat(results.trials()).extracting(TrialResult::weightHash).doesNotHaveDuplicates();
        assertThat(results.summary()).extracting(RunResults.Summary::model).containsExactly("rnn", "lstm");
        assertThat(results.summary().get(0).metric().get("MSE").mean()).isEqualTo(
                (results.trials().get(0).test().get("MSE") + results.trials().get(1).test().get("MSE")) / 2);
        assertThat(results.datasets().get(0).baselines()).isNotEmpty();
        String written = Files.readString(folder.results());
        RunResults read = CanonicalJson.mapper().readValue(written, RunResults.class);
        assertThat(CanonicalJson.write(read)).isEqualTo(written);
        RunTiming timing = CanonicalJson.mapper().readValue(folder.timing().toFile(), RunTiming.class);
        assertThat(timing.trials()).extracting(TrialTiming::id).containsExactly("adding/rnn/1", "adding/rnn/2",
                "adding/lstm/1", "adding/lstm/2");
        assertThat(timing.trials()).allSatisfy(trial -> assertThat(trial.millisPerUpdate()).isPositive());
        Provenance provenance = CanonicalJson.mapper().readValue(folder.provenance().toFile(), Provenance.class);
        assertThat(provenance.dependencies()).containsEntry("org.apache.commons:commons-math3", "3.6.1");
    }

    @Test
    void aTrialDoesNotDependOnWhatElseIsInTheExperiment() {
        String alone = REAL.replace("  - {kind: rnn, hiddenSizes: [8]}\n", "")
                .replace("kind: lstm", "kind: lstm, name: other").replace("[1, 2]", "[2]");

        RunResults all = runner(REAL, Kinds.installed(), folder("all"), 1, 1, RunListener.SILENT).run().orElseThrow();
        RunResults one = runner(alone, Kinds.installed(), folder("alone"), 1, 1,
                RunListener.SILENT).run().orElseThrow();

        assertThat(one.trials().get(0).weightHash()).isEqualTo(all.trials().get(3).weightHash());
        assertThat(one.trials().get(0).predictionHash()).isEqualTo(all.trials().get(3).predictionHash());
    }

    @Test
    void aSavedModelPredictsWhatWasScored() throws IOException {
        RunFolder folder = folder("saved");
        RunResults results = runner(REAL, Kinds.installed(), folder, 1, 1, RunListener.SILENT).run().orElseThrow();

        SavedModel saved = SavedModel.read(folder, "adding/lstm/1", Kinds.installed());
        SequenceModel model = saved.load(folder, Kinds.installed(), Engine.withThreads(1));

        assertThat(WeightHash.of(model.parameters())).isEqualTo(results.trials().get(2).weightHash());
    }

    @Test
    void aTrialThatFailsIsAResultAndTheOthersGoOn() {
        AtomicInteger made = new AtomicInteger();
        // The first model is made only to see that it can be.
        RunResults results = runScripted(() -> {
            int number = made.getAndIncrement();
            return new ScriptedModel(count -> 1, count -> {
                if (number == 1) {
                    throw new OutOfMemoryError("Java heap space");
                } else if (number == 2 && count == 2) {
                    return Double.NaN;
                }
                return 1;
            });
        }, folder("failing")).orElseThrow();

        assertThat(results.trials()).extracting(TrialResult::status)
                .containsExactly(Status.FAILED, Status.DIVERGED, Status.COMPLETED);
        assertThat(results.trials().get(0).reason()).startsWith("out of memory (Java heap space); give");
        assertThat(results.trials().get(1).reason()).isEqualTo("the loss became NaN after 2 updates");
        assertThat(results.summary().get(0).completed()).isEqualTo(1);
        assertThat(results.summary().get(0).failed()).isEqualTo(2);
        assertThat(results.summary().get(0).metric().get("MSE").mean()).isEqualTo(1);
        assertThat(folder("failing").weights("counting/scripted/3")).exists();
        assertThat(folder("failing").weights("counting/scripted/2")).doesNotExist();
    }

    @Test
    void aModelThatCannotDoTheTaskIsFoundBeforeAnythingRuns() {
        assertThatThrownBy(() -> runScripted(() -> {
            throw new IllegalArgumentException("it needs tokens");
        }, folder("impossible")))
                .hasMessage("model scripted cannot be trained on dataset counting: it needs tokens");
        assertThat(folder("impossible").path()).doesNotExist();
    }

    @Test
    void aPartWithoutExamplesIsRefusedByName() {
        String empty = REAL.replaceFirst("datasets: .*",
                "datasets: [{name: few, kind: digits, trainFraction: 0.999, validationFraction: 0.0005}]");

        assertThatThrownBy(() -> runner(empty, Kinds.installed(), folder("few"), 1, 1, RunListener.SILENT).run())
                .isInstanceOf(DataException.class).hasMessage("the validation part of optdigits-8x8.csv.gz must hold at"
                        + " least one example; of 1797 it gets none with split stratified; change the fractions, or"
                        + " bring more examples");
        assertThat(folder("few").path()).doesNotExist();
    }

    @Test
    void nothingIsChosenOnTheTestPart() {
        String forecast = REAL.replaceFirst("datasets: .*",
                "datasets: [{kind: electricity, stride: 100, validationFraction: 0}]");

        assertThatThrownBy(() -> runner(forecast, Kinds.installed(), folder("chosen"), 1, 1, RunListener.SILENT).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keepBest must be false and patience left out where the validation part is the test part,"
                        + " as on dataset electricity, or scores would be chosen on the test part; got keepBest true"
                        + " and no patience for model rnn; change them, or give the dataset a validation part of its"
                        + " own");
        assertThatThrownBy(() -> runner(forecast.replace("train: {u", "train: {keepBest: false, patience: 3, u"),
                Kinds.installed(), folder("chosen"), 1, 1, RunListener.SILENT).run())
                .hasMessageContaining("got keepBest false and patience 3 for model rnn");
        assertThat(folder("chosen").path()).doesNotExist();
        assertThat(runner(forecast.replace("train: {u", "train: {keepBest: false, u"), Kinds.installed(),
                folder("unchosen"), 1, 1, RunListener.SILENT).run().orElseThrow().datasets().get(0).validationIsTest())
                .isTrue();
    }

    @Test
    void truncationIsForModelsThatCarryAState() {
        String spec = """
                name: cut
                datasets: [{kind: adding, length: 12, trainSize: 20, validationSize: 10, testSize: 10}]
                models: [%s]
                train: {updates: 2, batchSize: 16, truncate: 5}
                seeds: [1]
                """;
        assertThatThrownBy(() -> runner(spec.replace("%s", "{kind: transformer, modelSize: 8, numHeads: 2}"),
                Kinds.installed(), folder("refused"), 1, 1, RunListener.SILENT).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model transformer cannot be trained on dataset adding: truncate needs a model that carries its"
                        + " state from segment to segment: this kind of model carries no state from one batch to the next;"
                        + " give it whole sequences");
        assertThatThrownBy(() -> runner(spec.replace("%s", "{kind: lstm, hiddenSizes: [8], pooling: mean}"),
                Kinds.installed(), folder("refused"), 1, 1, RunListener.SILENT).run())
                .hasMessageContaining("only where pooling is last");
        assertThat(folder("refused").path()).doesNotExist();
        assertThat(runner(spec.replace("%s", "{kind: lstm, hiddenSizes: [8]}"), Kinds.installed(), folder("cut"), 1, 1,
                RunListener.SILENT).run().orElseThrow().trials().get(0).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aStoppedRunKeepsWhatIsFinishedAndNothingElse() throws IOException {
        RunFolder folder = folder("stopped");
        List<ExperimentRunner> runners = new ArrayList<>();
        AtomicInteger updates = new AtomicInteger();
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> 1, count -> {
            if (updates.incrementAndGet() == 6) {
                runners.get(0).stop();
            }
            return 1;
        }));
        runners.add(runner(SCRIPTED, kinds, folder, 1, 1, RunListener.SILENT));

        assertThat(runners.get(0).run()).isEmpty();

        assertThat(updates).hasValue(6);
        assertThat(files(folder)).containsExactly("models/counting/scripted/1.json",
                "models/counting/scripted/1.safetensors", "resolved.json", "spec.yaml", "unroll.db");
        try (RunStore store = RunStore.readOnly(folder)) {
            assertThat(store.results().trials()).extracting(TrialResult::status).containsExactly(Status.COMPLETED);
            assertThat(store.pending()).containsExactlyInAnyOrder("counting/scripted/2", "counting/scripted/3");
            assertThat(store.complete()).isFalse();
        }
    }

    @Test
    void theSameExperimentMayUseItsFolderAgainAndAnotherMayNot() {
        Supplier<SequenceModel> model = () -> new ScriptedModel(count -> 1, count -> 1);
        assertThat(runScripted(model, folder("again"))).isPresent();
        assertThat(runScripted(model, folder("again"))).isPresent();

        ExperimentRunner other = runner(SCRIPTED.replace("updates: 4", "updates: 5"), FakeKinds.of(model),
                folder("again"), 1, 1, RunListener.SILENT);
        assertThatThrownBy(other::run).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("must be new or hold the same experiment");
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Supplier<SequenceModel> model = () -> new ScriptedModel(count -> 1, count -> 1);
        Files.createDirectories(temp.resolve("mine"));
        Files.writeString(temp.resolve("mine/letter.txt"), "dear");
        Files.writeString(temp.resolve("file"), "");

        assertThatThrownBy(() -> runScripted(model, folder("mine"))).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("must be new, empty or a run's");
        assertThatThrownBy(() -> runScripted(model, folder("file"))).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("is a file");
        assertThatThrownBy(() -> runScripted(model, folder("file/inside"))).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("cannot be used");
        assertThat(files(folder("mine"))).containsExactly("letter.txt");
    }

    @Test
    void speedIsMeasuredForEachModelOnEachDataset() throws IOException {
        RunFolder folder = folder("speed");
        Kinds kinds = Kinds.installed();
        ExperimentSpec spec = new SpecReader(kinds).read("test.yaml",
                REAL.replace("  - {kind: rnn, hiddenSizes: [8]}\n", ""));
        new ExperimentRunner(spec, REAL, kinds, folder, new RunOptions(1, 1, true), RunListener.SILENT).run();

        RunTiming timing = CanonicalJson.mapper().readValue(folder.timing().toFile(), RunTiming.class);
        assertThat(timing.speed()).hasSize(1);
        SpeedMeasurement speed = timing.speed().get(0);
        assertThat(speed.lowerMillis()).isPositive().isLessThanOrEqualTo(speed.millisPerUpdate());
        assertThat(speed.sequencesPerSecond()).isEqualTo(16 / (speed.millisPerUpdate() / 1e3));
    }
}
