package dev.unroll.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.protobuf.ProtoWriter;
import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import dev.unroll.run.RunResults;
import dev.unroll.run.TrialPlan;
import dev.unroll.run.TrialResult;
import dev.unroll.tracking.EventReader.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackingTest {

    private static final String YAML = """
            name: followed
            datasets: [{kind: adding, length: 12, trainSize: 60, validationSize: 20, testSize: 30}]
            models: [{kind: lstm, hiddenSizes: [8]}]
            train: {updates: 6, batchSize: 16, validateEvery: 2, clipNorm: 1, optimizer: {kind: sgd, momentum: 0.5}}
            seeds: [1, 2]
            """;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

    @TempDir
    private Path temp;
    private RunFolder folder;
    private Path board;

    @BeforeEach
    void choose() {
        folder = new RunFolder(temp.resolve("run"));
        board = temp.resolve("board");
    }

    private ExperimentRunner runner(RunListener listener) {
        RunOptions options = new RunOptions(1, 1, false, RunOptions.Entry.RESUME, false, 0.0);
        return new ExperimentRunner(new SpecReader(Kinds.installed()).read("test.yaml", YAML), YAML, Kinds.installed(),
                folder, options, new TensorBoardLog(board, listener, CLOCK));
    }

    private List<Path> files(String trial) throws IOException {
        try (Stream<Path> files = Files.list(board.resolve(trial))) {
            return files.sorted().toList();
        }
    }

    @Test
    void tensorBoardReadsLossesMetricsAndGradients() throws IOException {
        RunResults results = runner(RunListener.SILENT).run().orElseThrow();

        List<Path> files = files("adding/lstm/2");
        assertThat(files).singleElement().satisfies(file -> assertThat(file.getFileName().toString())
                .startsWith("events.out.tfevents.1700000000.unroll."));
        List<Event> events = EventReader.read(files.get(0));
        assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
        assertThat(events.get(1).session()).isEqualTo(1);
        assertThat(events).extracting(Event::wallTime).containsOnly(1_700_000_000.5);
        assertThat(events).extracting(Event::step).containsExactly(0L, 0L, 0L, 2L, 4L, 6L, 6L);
        TrialResult trial = results.trials().get(1);
        for (int i = 0; i < 4; i++) {
            Event event = events.get(2 + i);
            assertThat(event.scalars().get("loss/train")).isEqualTo((float) trial.curve().get(i).trainLoss());
            assertThat(event.scalars().get("validation/MSE"))
                    .isEqualTo(trial.curve().get(i).metrics().get("MSE").floatValue());
            assertThat(event.histograms()).isNotEmpty().allSatisfy((tag, histogram) -> {
                assertThat(tag).startsWith("gradient/");
                double counted = 0;
                for (double count : histogram.get(2)) {
                    counted += count;
                }
                assertThat(counted).isEqualTo(histogram.get(0)[2]).isPositive();
                assertThat(histogram.get(1)).hasSameSizeAs(histogram.get(2)).isSorted();
            });
        }
        assertThat(events.get(6).scalars()).containsEntry("test/MSE", trial.test().get("MSE").floatValue());
    }

    @Test
    void aTrialThatGoesOnReplacesTheEventsFromThere() throws IOException {
        List<ExperimentRunner> runner = new ArrayList<>();
        int[] updates = new int[1];
        runner.add(runner(new RunListener() {
            @Override
            public void trialProgressed(TrialPlan plan, double fraction) {
                if (++updates[0] == 3) {
                    runner.get(0).stop();
                }
            }
        }));
        assertThat(runner.get(0).run()).isEmpty();
        assertThat(runner(RunListener.SILENT).run()).isPresent();

        List<Path> files = files("adding/lstm/1");
        assertThat(files).hasSize(2);
        List<Event> more = EventReader.read(files.get(1));
        assertThat(more.get(1).session()).isEqualTo(1);
        assertThat(more).extracting(Event::step).containsExactly(0L, 4L, 4L, 6L, 6L);
    }

    @Test
    void aHistogramCountsWhatLiesBelowEachLimit() {
        float[] values = {0, 0, 1, -1, 1, Float.NaN, Float.POSITIVE_INFINITY};
        byte[] message = new ProtoWriter().message(5, new ProtoWriter().message(1,
                new ProtoWriter().text(1, "g").message(5, new GradientHistogram().add(values).toProto()))).toBytes();
        List<double[]> histogram = write(temp.resolve("one"), message);

        assertThat(histogram.get(0)).startsWith(-1, Double.POSITIVE_INFINITY, 6);
        for (double value : new double[] {-1, 0, 1}) {
            int bucket = 0;
            while (histogram.get(1)[bucket] <= value) {
                bucket++;
            }
            assertThat(histogram.get(2)[bucket]).as("bucket of %s", value).isEqualTo(value == -1 ? 1 : 2);
            assertThat(histogram.get(1)[bucket - 1]).isLessThanOrEqualTo(value);
        }
        assertThat(histogram.get(2)[histogram.get(2).length - 1]).as("infinity").isEqualTo(1);
    }

    private static List<double[]> write(Path file, byte[] message) {
        try (EventFile events = new EventFile(file)) {
            events.write(message);
            return EventReader.read(file).get(0).histograms().get("g");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mlflowReadsParametersMetricsAndTags() throws IOException {
        RunResults results = runner(RunListener.SILENT).run().orElseThrow();
        Path store = temp.resolve("mlruns");

        MlflowFiles.write(folder, store);
        MlflowFiles.write(folder, store);

        List<Path> experiments = children(store);
        assertThat(experiments).hasSize(1);
        Path experiment = experiments.get(0);
        assertThat(experiment.getFileName().toString()).matches("[1-9][0-9]{17}");
        assertThat(Files.readAllLines(experiment.resolve("meta.yaml"))).contains(
                "experiment_id: \"" + experiment.getFileName() + "\"", "lifecycle_stage: \"active\"",
                "name: \"followed " + results.specHash().substring(0, 8) + "\"");
        List<Path> runs = children(experiment).stream().filter(Files::isDirectory).toList();
        assertThat(runs).hasSize(2).allSatisfy(run -> {
            assertThat(run.getFileName().toString()).matches("[0-9a-f]{32}");
            assertThat(run.resolve("artifacts")).isDirectory();
            assertThat(Files.readAllLines(run.resolve("meta.yaml"))).contains("status: 3",
                    "run_id: \"" + run.getFileName() + "\"").anyMatch(line -> line.matches("start_time: 1[0-9]{12}"));
        });
        Path second = runs.stream().filter(run -> text(run, "params/seed").equals("2")).findFirst().orElseThrow();
        TrialResult trial = results.trials().get(1);
        assertThat(text(second, "params/model.hiddenSizes")).isEqualTo("[8]");
        assertThat(text(second, "params/train.optimizer.momentum")).isEqualTo("0.5");
        assertThat(text(second, "params/data.length")).isEqualTo("12");
        assertThat(text(second, "tags/unroll.weight_hash")).isEqualTo(trial.weightHash());
        assertThat(text(second, "tags/mlflow.runName")).isEqualTo("adding/lstm/2");
        String[] last = text(second, "metrics/validation MSE").lines().toList().get(3).split(" ");
        assertThat(last[0]).matches("1[0-9]{12}");
        assertThat(last[1]).isEqualTo(trial.curve().get(3).metrics().get("MSE").toString());
        assertThat(last[2]).isEqualTo("6");
    }

    private static String text(Path run, String file) {
        try {
            return Files.readString(run.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
