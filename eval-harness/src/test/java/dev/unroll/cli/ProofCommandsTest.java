package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.RunArchive;
import dev.unroll.testing.InstalledJdks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofCommandsTest {

    private static final String YAML = """
            name: real
            datasets: [{kind: adding, length: 12, trainSize: 100, validationSize: 20, testSize: 30}]
            models:
              - {kind: rnn, hiddenSizes: [8]}
              - {kind: lstm, hiddenSizes: [8, 4], dropout: 0.1}
              - {name: wild, kind: rnn, hiddenSizes: [8], train: {optimizer: sgd, learningRate: 1.0e+30}}
            train: {updates: 6, batchSize: 16, validateEvery: 2, clipNorm: 1}
            seeds: [1, 2]
            """;

    @TempDir
    private static Path shared;
    private static Path original;

    @TempDir
    private Path temp;

    @BeforeAll
    static void runOnce() throws IOException {
        original = run(YAML, shared.resolve("original"));
    }

    private static Path run(String yaml, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolveSibling(folder.getFileName() + ".yaml"), yaml);
        Captured run = Captured.run("run", file.toString(), "--out", folder.toString(), "--no-speed", "--quiet");
        assertThat(run.exitCode()).as(run.err()).isLessThan(2);
        return folder;
    }

    private Path copy() {
        Path copy = temp.resolve("copy");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(original.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private static Captured verify(Path run, String... more) {
        String[] all = new String[more.length + 3];
        System.arraycopy(new String[] {"verify", run.toString(), "--quiet"}, 0, all, 0, 3);
        System.arraycopy(more, 0, all, 3, more.length);
        return Captured.run(all);
    }

    @Test
    void everyBitComesOutAgainWhateverTheJobsAndThreads() {
        assertThat(verify(original)).isEqualTo(new Captured(0,
                "Verified: 6 of 6 trials made again, every bit the same\n", ""));
        assertThat(verify(original, "--sample", "2", "--threads", "3").out())
                .isEqualTo("Verified: 2 of 6 trials made again, every bit the same\n");
    }

    @Test
    void everyBitComesOutAgainOnOtherVirtualMachines() throws IOException, InterruptedException {
        assertThat(elsewhere(InstalledJdks.own(), "-Dunroll.kernels=scalar")).isZero();
        Set<Path> others = new TreeSet<>(InstalledJdks.all().keySet());
        others.remove(InstalledJdks.own());
        for (Path other : others) {
            assertThat(elsewhere(other, "-Xmx1g")).as("JDK at %s", other).isZero();
        }
    }

    private int elsewhere(Path javaHome, String flag) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(javaHome.resolve("bin/java").toString(), "--add-modules",
                "jdk.incubator.vector", flag, "-cp", System.getProperty("surefire.test.class.path",
                        System.getProperty("java.class.path")), Unroll.class.getName(), "verify", original.toString(),
                "--quiet", "--sample", "3", "--threads", "2")).redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile()).start().waitFor();
    }

    @Test
    void anotherWeightOrScoreIsFound() throws IOException, SQLException {
        Path copy = copy();
        Path weights = copy.resolve("models/adding/lstm/2.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 1;
        Files.write(weights, bytes);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("unroll.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE trial SET result = json_set(result, '$.test.MSE', 0.001) WHERE id = 'adding/rnn/1'");
        }

        Captured found = verify(copy);

        assertThat(found.exitCode()).isEqualTo(1);
        List<String> lines = found.out().lines().map(line -> line.replaceAll(" {2,}", " ")).toList();
        for (String different : List.of("results.json content ", "results.csv content ", "adding/lstm/2 saved weights ",
                "adding/rnn/1 test scores ", "adding/rnn/1 result ")) {
            assertThat(lines).anyMatch(line -> line.startsWith(different));
        }
        assertThat(found.out()).endsWith("Not verified: 6 of 6 trials made again, 5 differences\n");
    }

    @Test
    void aTrialThatTheSpecDoesNotPlanIsFound() throws IOException, SQLException {
        Path copy = copy();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("unroll.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE trial SET result = json_set(result, '$.id', 'adding/rnn/3')"
                    + " WHERE id = 'adding/rnn/2'");
        }
        List<String> lines = verify(copy, "--sample", "1").out().lines().map(line -> line.replaceAll(" {2,}", " "))
                .toList();
        assertThat(lines).contains("adding/rnn/3 trial recorded not planned", "adding/rnn/2 trial missing planned");
    }

    @Test
    void otherDataIsFound() throws IOException, SQLException {
        Path copy = copy();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("unroll.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE dataset SET facts = json_set(facts, '$.fingerprint', 'feed')");
        }
        JsonNode found = CanonicalJson.mapper().readTree(verify(copy, "--sample", "1", "--json").out());
        assertThat(found.get("differences").findValuesAsText("what")).contains("data");
        assertThat(found.get("differences").findValuesAsText("recorded")).contains("feed");
    }

    @Test
    void twoRunsOfOneExperimentDifferInNothing() throws IOException {
        Path again = run(YAML, temp.resolve("again"));

        Captured same = Captured.run("diff", original.toString(), again.toString());
        assertThat(same).isEqualTo(new Captured(0, "spec: same, data: same, provenance: same, results: same\n", ""));
    }

    @Test
    void whatDiffersIsSaidFromTheSpecToTheScores() throws IOException {
        Path other = run(YAML.replace("hiddenSizes: [8, 4], dropout: 0.1", "hiddenSizes: [9, 4], dropout: 0.1")
                .replace("seeds: [1, 2]", "seeds: [1]"), temp.resolve("other"));

        Captured found = Captured.run("diff", original.toString(), other.toString());

        assertThat(found.exitCode()).isEqualTo(1);
        List<String> lines = found.out().lines().map(line -> line.replaceAll(" {2,}", " ")).toList();
        assertThat(lines).contains("AREA WHERE FIRST SECOND", "spec models[1].spec.hiddenSizes [8,4] [9,4]",
                "spec seeds [1,2] [1]", "results adding/rnn/2 there –");
        assertThat(lines).anyMatch(line -> line.startsWith("results adding/lstm/1 test MSE "))
                .noneMatch(line -> line.startsWith("results adding/rnn/1"));
        assertThat(lines.get(lines.size() - 1)).matches("spec: [23] differences, data: same, provenance: same, results: \\d+ differences");
    }

    @Test
    void anUnpackedArchiveCanBeFrozenAgain() throws IOException {
        Path archive = temp.resolve("frozen.zip");
        Captured.run("freeze", original.toString(), "--output", archive.toString());
        Path unpacked = Files.createDirectories(temp.resolve("unpacked"));
        RunArchive.unpack(archive, unpacked);

        Path again = temp.resolve("again.zip");
        Captured frozen = Captured.run("freeze", unpacked.toString(), "--output", again.toString());

        assertThat(frozen.exitCode()).as(frozen.err()).isZero();
        assertThat(verify(again, "--sample", "1").exitCode()).isZero();
    }

    @Test
    void anArchiveIsVerifiedAsItIsAndRefusedIfTouched() throws IOException {
        Path archive = temp.resolve("frozen.zip");
        Captured frozen = Captured.run("freeze", original.toString(), "--output", archive.toString());
        assertThat(frozen.exitCode()).as(frozen.err()).isZero();
        assertThat(frozen.out()).startsWith(archive + ": ").endsWith(" files\n");

        assertThat(verify(archive, "--sample", "1").out())
                .isEqualTo("Verified: 1 of 6 trials made again, every bit the same\n");
        assertThat(Captured.run("diff", original.toString(), archive.toString()).exitCode()).isZero();

        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            assertThat(Files.readAllLines(zip.getPath("SHA256SUMS"))).anyMatch(line ->
                    line.matches("[0-9a-f]{64}  models/adding/rnn/1.safetensors"));
            assertThat(zip.getPath("report.html")).exists();
            Files.writeString(zip.getPath("results.csv"), "better");
            Files.delete(zip.getPath("spec.yaml"));
            Files.writeString(zip.getPath("more.txt"), "");
        }
        Captured refused = verify(archive);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("unroll: every file of an archive must have the checksum that SHA256SUMS says;"
                + " in " + archive + " these were changed, added or removed: results.csv, spec.yaml, more.txt; ask for the"
                + " archive again\n");
        Path text = Files.writeString(temp.resolve("text.zip"), "no archive");
        assertThat(verify(text).err()).startsWith("unroll: RUN must be a run's folder or an archive that unroll freeze"
                + " wrote; " + text + " has no SHA256SUMS");
    }
}
