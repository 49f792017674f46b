package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.experiment.Kinds;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    private static final Kinds STEADY = FakeKinds.of(() -> new ScriptedModel(count -> 1, count -> 1));

    @TempDir
    private Path temp;
    private Path file;
    private Path out;

    @BeforeEach
    void writeAnExperiment() throws IOException {
        file = Files.writeString(temp.resolve("scripted.yaml"), """
                name: scripted
                datasets: [{kind: counting}]
                models: [{kind: scripted}]
                train: {optimizer: sgd, learningRate: 1, updates: 4, batchSize: 3, validateEvery: 1}
                seeds: [1, 2]
                """);
        out = temp.resolve("out");
    }

    private Captured run(Kinds kinds, String... more) {
        List<String> all = new ArrayList<>(List.of("run", file.toString(), "--out", out.toString(), "--no-speed"));
        all.addAll(List.of(more));
        return Captured.run(temp, kinds, false, all.toArray(String[]::new));
    }

    @Test
    void scoresGoToOutputAndProgressToErrors() {
        Captured captured = run(STEADY, "--jobs", "1");

        assertThat(captured.exitCode()).isZero();
        List<String> lines = captured.out().lines().toList();
        assertThat(lines.get(0)).startsWith("On counting ").endsWith(".");
        assertThat(lines.get(2)).startsWith("counting: test ").endsWith("lower is better");
        assertThat(lines.get(3)).startsWith("  MODEL OR (BASELINE)").contains("95 % INTERVAL", "SEEDS", "PARAMETERS");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("Report: " + out.resolve("report.html"));
        assertThat(out.resolve("report.html")).exists();
        assertThat(lines).anyMatch(line -> line.matches("  scripted .* to .* 1"));
        assertThat(lines).anyMatch(line -> line.startsWith("  ("));
        assertThat(captured.err()).contains("[1/2] counting/scripted/1 ", "[2/2] counting/scripted/2 ");
        assertThat(out.resolve("results.json")).exists();
        assertThat(out.resolve("spec.yaml")).hasSameTextualContentAs(file);
    }

    @Test
    void quietShowsNoProgressAndJsonHoldsTheScores() throws IOException {
        Captured captured = run(STEADY, "--quiet", "--json");

        assertThat(captured.err()).isEmpty();
        JsonNode answer = CanonicalJson.mapper().readTree(captured.out());
        assertThat(answer.get("folder").asText()).isEqualTo(out.toString());
        assertThat(answer.get("report").asText()).isEqualTo(out.resolve("report.html").toString());
        assertThat(answer.get("answer").asText()).startsWith("On counting ");
        assertThat(answer.get("summary").get(0).get("completed").asInt()).isEqualTo(2);
        assertThat(answer.get("specHash").asText()).hasSize(64);
    }

    @Test
    void aLostTrialIsNamedAndMakesTheExitCodeOne() {
        AtomicInteger models = new AtomicInteger();
        Captured captured = run(FakeKinds.of(() -> {
            double loss = models.incrementAndGet() % 2 == 0 ? Double.NaN : 1;
            return new ScriptedModel(count -> 1, count -> loss);
        }), "--jobs", "1", "--quiet");

        assertThat(captured.exitCode()).isEqualTo(1);
        assertThat(captured.err()).containsPattern("counting/scripted/[12] diverged: ");
        assertThat(captured.out()).contains("1 (1 lost)");
    }

    @Test
    void whatTheUserCanPutRightIsOneSentence() throws IOException {
        assertThat(run(STEADY, "--threads", "0").err())
                .isEqualTo("unroll: --threads must be at least 1; got 0; leave it out for the default\n");
        run(STEADY, "--quiet");
        Files.writeString(file, Files.readString(file).replace("updates: 4", "updates: 5"));
        Captured other = run(STEADY, "--quiet");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).startsWith("unroll: a run's folder must be new or hold the same experiment; " + out);
        assertThat(other.err().lines()).hasSize(1);

        Files.writeString(file, "name: x\nmodel: 1\n");
        assertThat(run(STEADY)).isEqualTo(new Captured(2, "", "unroll: " + file
                + ":2: every key must be one that an experiment has; got model; did you mean models?\n"));
    }

    @Test
    void theReportComesBackFromTheFolderWithTheSameBytes() throws IOException {
        run(STEADY, "--quiet");
        String first = Files.readString(out.resolve("report.html"));
        Files.delete(out.resolve("report.html"));

        Captured report = Captured.run("report", out.toString());

        assertThat(report).isEqualTo(new Captured(0, out.resolve("report.html") + "\n", ""));
        assertThat(out.resolve("report.html")).hasContent(first);
        Captured none = Captured.run("report", temp.toString());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).startsWith("unroll: A run folder holds results.json; ").hasLineCount(1);
    }

    @Test
    void aBundledExperimentIsFoundByItsName() throws IOException {
        Files.createDirectories(temp.resolve("experiments"));
        Files.copy(file, temp.resolve("experiments/quick.yaml"));

        Captured byName =
                Captured.run(temp, STEADY, false, "run", "quick", "--quiet", "--no-speed", "--out", out.toString());
        Captured byDefault = Captured.run(temp, STEADY, false, "run", "--quiet", "--no-speed", "--out", out.toString());

        assertThat(byName.exitCode()).isZero();
        assertThat(byDefault).isEqualTo(byName);
        assertThat(Captured.run(temp, STEADY, false, "run", "quik").err())
                .isEqualTo("unroll: the experiment must be a file or the name of a bundled experiment; got quik;"
                        + " did you mean quick?\n");
    }

    @Test
    void anInterruptionWaitsForTheWorkToEndAndThenSaysWhatIsLeft() throws InterruptedException {
        List<String> order = new ArrayList<>();
        CountDownLatch stopping = new CountDownLatch(1);
        Interruption interruption = new Interruption(stopping::countDown, () -> order.add("farewell"));
        Thread ctrlC = new Thread(interruption::interrupt);

        ctrlC.start();
        assertThat(stopping.await(10, TimeUnit.SECONDS)).isTrue();
        order.add("work ended");
        interruption.close();
        ctrlC.join();

        assertThat(order).containsExactly("work ended", "farewell");
    }
}
