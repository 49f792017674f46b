package dev.unroll.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.json.CanonicalJson;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunResults;
import dev.unroll.run.TrialResult;
import dev.unroll.testing.InstalledJdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tiny experiment comes out the same, to the byte, whatever runs it: jobs, threads, kernels, width of vectors, Java
 * platform. And it comes out as it always has: {@code golden/tiny.txt} holds its hashes. After a change that is meant
 * to change results, {@code -Dunroll.golden=write} writes that file anew; say in the commit why.
 */
class SameBitsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny.txt");

    @TempDir
    private static Path temp;
    private static RunFolder expected;
    private static RunResults results;

    @BeforeAll
    static void run() throws IOException {
        expected = new RunFolder(temp.resolve("expected"));
        results = TinyRun.run(expected, 1, 1);
    }

    @Test
    void resultsAreThoseThatWereCommitted() throws IOException {
        List<String> lines = new ArrayList<>();
        for (TrialResult trial : results.trials()) {
            lines.add(trial.id() + " " + CanonicalJson.write(trial.test()).replaceAll("\\s+", " ").strip());
            lines.add("  weights     " + trial.weightHash());
            lines.add("  predictions " + trial.predictionHash());
        }
        if ("write".equals(System.getProperty("unroll.golden"))) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
    }

    @Test
    void jobsAndThreadsChangeNothing() throws IOException {
        RunFolder folder = new RunFolder(temp.resolve("parallel"));
        TinyRun.run(folder, 2, 3);
        assertSame(folder);
    }

    @TestFactory
    Stream<DynamicTest> otherVirtualMachinesChangeNothing() throws IOException {
        Path here = InstalledJdks.own();
        Map<String, List<String>> commands = new TreeMap<>();
        commands.put("scalar kernels", command(here, "-Dunroll.kernels=scalar"));
        commands.put("vectors of 16 bytes", command(here, "-XX:MaxVectorSize=16"));
        commands.put("another place", command(here, "-Duser.language=tr", "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu", "-Dfile.encoding=ISO-8859-1"));
        Set<Path> others = new TreeSet<>(InstalledJdks.all().keySet());
        others.remove(here);
        for (Path other : others) {
            commands.put("JDK at " + other.getFileName(), command(other));
            commands.put("JDK at " + other.getFileName() + ", scalar kernels",
                    command(other, "-Dunroll.kernels=scalar"));
        }
        return commands.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            RunFolder folder = new RunFolder(temp.resolve(entry.getKey().replaceAll("[^a-z0-9]", "-")));
            runElsewhere(entry.getValue(), folder);
            assertSame(folder);
        }));
    }

    private static void assertSame(RunFolder folder) {
        assertThat(folder.results()).hasSameBinaryContentAs(expected.results());
        assertThat(folder.resultsTable()).hasSameBinaryContentAs(expected.resultsTable());
        assertThat(folder.resolvedSpec()).hasSameBinaryContentAs(expected.resolvedSpec());
        for (TrialResult trial : results.trials()) {
            assertThat(folder.model(trial.id())).hasSameBinaryContentAs(expected.model(trial.id()));
            assertThat(folder.weights(trial.id())).hasSameBinaryContentAs(expected.weights(trial.id()));
        }
    }

    private static List<String> command(Path javaHome, String... flags) {
        List<String> command = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString(), "--add-modules",
                "jdk.incubator.vector"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path")), TinyRun.class.getName()));
        return command;
    }

    private static void runElsewhere(List<String> command, RunFolder folder) throws IOException, InterruptedException {
        Path log = temp.resolve(folder.path().getFileName() + ".log");
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(folder.path().toString(), "1", "1"));
        int exit = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(exit).as(() -> read(log)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
