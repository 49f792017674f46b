package dev.unroll.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.TrialPlan;
import dev.unroll.testing.InstalledJdks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is interrupted or killed again and again ends in the very store, files and weights of an undisturbed one.
 * {@code -Dunroll.kills=N} kills N times ({@code scripts/survival}); {@code -Dunroll.seed=N} chooses other moments.
 */
class SurvivalTest {

    private static final long SEED = Long.getLong("unroll.seed", 1);

    @TempDir
    private static Path temp;
    private static Map<String, String> undisturbed;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        RunFolder folder = new RunFolder(temp.resolve("undisturbed"));
        assertThat(SurvivalRun.runner(folder, 1, RunListener.SILENT).run()).isPresent();
        undisturbed = StoreContent.of(folder);
        assertThat(undisturbed.get("SELECT * FROM trial ORDER BY position")).contains("\"diverged\"");
    }

    @Test
    void aRunInterruptedAfterEveryFewUpdatesEndsTheSame() throws IOException {
        RunFolder folder = new RunFolder(temp.resolve("interrupted"));
        SplittableRandom random = new SplittableRandom(SEED);
        int interruptions = 0;
        while (!runUntil(random.nextInt(1, 12), folder)) {
            interruptions++;
        }
        assertThat(interruptions).isGreaterThan(10);
        assertThat(StoreContent.of(folder)).as("seed %d", SEED).isEqualTo(undisturbed);
    }

    /** Whether the run came to its end. */
    private static boolean runUntil(int updates, RunFolder folder) throws IOException {
        List<ExperimentRunner> runner = new ArrayList<>();
        int[] seen = new int[1];
        runner.add(SurvivalRun.runner(folder, 1, new RunListener() {
            @Override
            public void trialProgressed(TrialPlan plan, double fraction) {
                if (++seen[0] == updates) {
                    runner.get(0).stop();
                }
            }
        }));
        return runner.get(0).run().isPresent();
    }

    @Test
    void aDamagedCheckpointIsLeftOutForTheOneBefore() throws IOException {
        RunFolder folder = new RunFolder(temp.resolve("damaged"));
        runUntil(6, folder);
        List<Path> checkpoints = checkpoints(folder);
        assertThat(checkpoints).extracting(file -> file.getFileName().toString())
                .containsExactly("1.5.safetensors", "1.6.safetensors");
        byte[] newest = Files.readAllBytes(checkpoints.get(1));
        newest[newest.length - 3] ^= 1;
        Files.write(checkpoints.get(1), newest);

        int[] updates = new int[1];
        runOneTrial(folder, updates);

        assertThat(updates[0]).as("updates made after the checkpoint at 5").isEqualTo(9);
        while (!runUntil(1000, folder)) {
            // Until the end.
        }
        assertThat(StoreContent.of(folder)).isEqualTo(undisturbed);
    }

    private static void runOneTrial(RunFolder folder, int[] updates) throws IOException {
        List<ExperimentRunner> runner = new ArrayList<>();
        runner.add(SurvivalRun.runner(folder, 1, new RunListener() {
            @Override
            public void trialProgressed(TrialPlan plan, double fraction) {
                updates[0]++;
                if (fraction == 1) {
                    runner.get(0).stop();
                }
            }
        }));
        assertThat(runner.get(0).run()).isEmpty();
    }

    private static List<Path> checkpoints(RunFolder folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.path().resolve("checkpoints"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void aRunKilledAtRandomMomentsEndsTheSame() throws IOException, InterruptedException {
        int kills = Integer.getInteger("unroll.kills", 3);
        SplittableRandom random = new SplittableRandom(SEED);
        int killed = 0;
        for (int life = 0; killed < kills; life++) {
            RunFolder folder = new RunFolder(temp.resolve("killed-" + life));
            boolean ended = false;
            while (!ended) {
                int updates = killed < kills ? random.nextInt(0, 60) : Integer.MAX_VALUE;
                ended = runUntilKilled(updates, 1 + life % 2, folder);
                killed += ended ? 0 : 1;
            }
            assertThat(StoreContent.of(folder)).as("after %d kills, seed %d", killed, SEED).isEqualTo(undisturbed);
        }
    }

    /** Kills as {@code kill -9} does, that many updates after the start of a process, unless it ends before. */
    private static boolean runUntilKilled(int updates, int jobs, RunFolder folder)
            throws IOException, InterruptedException {
        Path log = temp.resolve("log");
        Process process = new ProcessBuilder(List.of(InstalledJdks.own().resolve("bin/java").toString(), "--add-modules",
                "jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("surefire.test.class.path",
                        System.getProperty("java.class.path")), SurvivalRun.class.getName(), folder.path().toString(),
                Integer.toString(jobs))).redirectError(log.toFile()).start();
        try (InputStream dots = process.getInputStream()) {
            int seen = 0;
            while (seen < updates && dots.read() >= 0) {
                seen++;
            }
            if (seen == updates) {
                process.destroyForcibly();
            }
        }
        int exit = process.waitFor();
        assertThat(exit).as(() -> log(log)).isIn(0, 137);
        return exit == 0;
    }

    private static String log(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
