package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.testing.InstalledJdks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every JDK at hand, with every vector width, computes the committed bits. */
class KernelBitsTest {

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyJvmComputesTheCommittedBits() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<Path, Integer> jdk : InstalledJdks.all().entrySet()) {
            tests.add(test(jdk, "scalar", ""));
            for (String flag : flags()) {
                tests.add(test(jdk, "vector", flag));
            }
        }
        return tests.stream();
    }

    private DynamicTest test(Map.Entry<Path, Integer> jdk, String kernels, String flag) {
        return dynamicTest("JDK " + jdk.getValue() + " " + kernels + " " + flag, () -> {
            List<String> command = new ArrayList<>(List.of(jdk.getKey().resolve("bin/java").toString(), "-Xbatch",
                    "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path")));
            if (!flag.isEmpty()) {
                command.add(flag);
            }
            command.addAll(List.of(KernelBits.class.getName(), kernels));
            Path output = Files.createTempFile(folder, "bits", ".txt");
            Path errors = Files.createTempFile(folder, "errors", ".txt");
            Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("finished").isTrue();
            Assumptions.assumeFalse(process.exitValue() != 0 && Files.readString(output).contains("VM option"),
                    () -> "this JVM refuses " + flag);
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            List<String> lines = Files.readAllLines(output).stream().filter(line -> !line.contains("warning")).toList();
            assertThat(lines).isEqualTo(committed());
        });
    }

    private static List<String> flags() {
        String machine = System.getProperty("os.arch");
        List<String> flags = new ArrayList<>(
                List.of("-XX:MaxVectorSize=16", "-XX:MaxVectorSize=32", "-XX:MaxVectorSize=64"));
        if (machine.equals("amd64") || machine.equals("x86_64")) {
            flags.add("-XX:UseAVX=2");
        }
        return flags;
    }

    private static List<String> committed() throws IOException {
        try (InputStream stream = KernelBitsTest.class.getResourceAsStream("/kernel-bits.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
