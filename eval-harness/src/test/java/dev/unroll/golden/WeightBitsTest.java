package dev.unroll.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.testing.InstalledJdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights after 50 updates are those that were committed, whatever trains them. {@code scripts/same-bits} sets
 * {@code -Dunroll.bits=all} for every combination of Java platform, kernels, width of vectors and number of threads;
 * without it a few stand for all. {@code scripts/same-bits --write} sets {@code -Dunroll.golden=write}, which commits
 * what scalar kernels give on one thread.
 */
class WeightBitsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/weights.txt");
    private static final boolean ALL = "all".equals(System.getProperty("unroll.bits"));
    private static final List<String> ALL_FLAGS = List.of("", "-XX:MaxVectorSize=16", "-XX:MaxVectorSize=32",
            "-XX:MaxVectorSize=64", "-XX:UseAVX=2", "-XX:UseAVX=3");
    private static final AtomicInteger COMPARED = new AtomicInteger();
    private static final long START = System.nanoTime();

    @TempDir
    private static Path folder;
    private static List<String> golden;

    @BeforeAll
    static void readGolden() throws IOException {
        if ("write".equals(System.getProperty("unroll.golden"))) {
            Files.write(GOLDEN, TrainedWeights.lines("scalar", 1));
        }
        golden = Files.readAllLines(GOLDEN);
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("same-bits: " + COMPARED + " weight hashes compared, "
                + (System.nanoTime() - START) / 1_000_000_000 + " s");
    }

    @TestFactory
    Stream<DynamicTest> weightsAreTheCommittedOnes() throws IOException {
        Map<Path, Integer> jdks = InstalledJdks.all();
        List<DynamicTest> tests = new ArrayList<>();
        if (!ALL) {
            tests.add(DynamicTest.dynamicTest("here", () -> compare(TrainedWeights.lines("vector", 2))));
            for (Path jdk : jdks.keySet()) {
                if (!jdk.equals(InstalledJdks.own())) {
                    tests.add(elsewhere(jdk, jdks.get(jdk), "scalar", "", "1"));
                }
            }
            return tests.stream();
        }
        assertThat(jdks.values()).as("JDKs beside each other").contains(17, 25);
        for (Path jdk : jdks.keySet()) {
            for (String kernels : List.of("scalar", "vector")) {
                for (String flag : ALL_FLAGS) {
                    tests.add(elsewhere(jdk, jdks.get(jdk), kernels, flag, "1", "2", "3", "4"));
                }
            }
        }
        return tests.stream();
    }

    private static DynamicTest elsewhere(Path jdk, int version, String kernels, String flag, String... threads) {
        return DynamicTest.dynamicTest("JDK " + version + ", " + kernels + " " + flag + ", threads "
                + String.join(" ", threads), () -> {
            List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString(), "--add-modules",
                    "jdk.incubator.vector", "-Xmx1g", "-cp", System.getProperty("surefire.test.class.path",
                    System.getProperty("java.class.path"))));
            if (!flag.isEmpty()) {
                command.add(flag);
            }
            command.add(TrainedWeights.class.getName());
            command.add(kernels);
            command.addAll(List.of(threads));
            Path output = Files.createTempFile(folder, "bits", ".txt");
            Path errors = Files.createTempFile(folder, "errors", ".txt");
            Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
                    .redirectError(errors.toFile()).start();
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("finished").isTrue();
            Assumptions.assumeFalse(process.exitValue() != 0 && Files.readString(output).contains("VM option"),
                    () -> "this virtual machine refuses " + flag);
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            List<String> lines = Files.readAllLines(output);
            for (String count : threads) {
                compare(lines.stream().filter(line -> line.startsWith(count + " "))
                        .map(line -> line.substring(count.length() + 1)).toList());
            }
        });
    }

    private static void compare(List<String> lines) {
        assertThat(lines).isEqualTo(golden);
        COMPARED.addAndGet(lines.size());
    }
}
