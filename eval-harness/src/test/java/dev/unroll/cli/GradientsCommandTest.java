package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.gradient.Measures;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientsCommandTest {

    private static final String SPEC = """
            name: tiny
            datasets: [{kind: adding, length: 12, trainSize: 32, validationSize: 16, testSize: 8}]
            models:
              - {name: LSTM, kind: lstm, hiddenSizes: [4]}
              - {name: RNN, kind: rnn, hiddenSizes: [4]}
              - {name: Transformer, kind: transformer, modelSize: 8, numHeads: 2, numLayers: 1}
            train: {updates: 2, batchSize: 8}
            seeds: [1, 2]
            """;

    @TempDir
    private static Path temp;
    private static Path spec;
    private static RunFolder run;

    @BeforeAll
    static void makeARun() throws IOException {
        spec = temp.resolve("tiny.yaml");
        Files.writeString(spec, SPEC);
        run = new RunFolder(temp.resolve("run"));
        ExperimentSpec read = new SpecReader(Kinds.installed()).read("tiny.yaml", SPEC);
        new ExperimentRunner(read, SPEC, Kinds.installed(), run, new RunOptions(1, 1, false), RunListener.SILENT).run();
    }

    @Test
    void aRunIsMeasuredBeforeAndAfterTraining() throws IOException {
        Captured captured = Captured.run("gradients", run.path().toString(), "--measure", "reach");

        assertThat(captured.err()).contains("measuring adding/LSTM/1");
        assertThat(captured.exitCode()).isZero();
        assertThat(captured.out()).contains("half-life").contains("Transformer");
        List<String> lines = Files.readAllLines(run.gradients().resolve("reach.csv"));
        assertThat(lines.get(0)).isEqualTo("dataset,model,seed,moment,lag,mean-log10,median,lower,upper");
        assertThat(lines).hasSize(1 + 3 * 2 * 2 * 12);
        assertThat(lines).anyMatch(line -> line.startsWith("adding,RNN,2,after,11,"));
    }

    @Test
    void theReportTakesInWhatWasMeasuredOfItsOwnModels() throws IOException {
        Captured captured = Captured.run("gradients", run.path().toString(), "--measure", "states", "--measure",
                "field");

        assertThat(captured.exitCode()).as(captured.err()).isZero();
        assertThat(Files.readString(run.report())).contains("Measured afterwards").contains("layer0.cell");
        assertThat(run.gradients().resolve("gradients.html")).content().contains("layer0.cell").contains("mark c0");
        Path file = run.gradients().resolve("gradients.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"of\": \"..", "\"of\": \"zz"));
        Captured.run("report", run.path().toString());
        assertThat(Files.readString(run.report())).as("of another run").doesNotContain("Measured afterwards");
    }

    @Test
    void aLagIsSearchedForWithTheExperimentsOwnModels() {
        Captured captured = Captured.run("lag", spec.toString(), "--model", "RNN", "--from", "4", "--to", "8",
                "--json");

        assertThat(captured.exitCode()).as(captured.err()).isZero();
        assertThat(captured.out()).contains("\"longest\": null").contains("a tenth of the best naive baseline");
        assertThat(Captured.run("lag", spec.toString(), "--key", "lenght").err()).contains("did you mean length?");
    }

    @Test
    void anExperimentIsMeasuredAtInitialization() throws IOException {
        Path out = temp.resolve("measured");
        Captured captured = Captured.run("gradients", spec.toString(), "--model", "RNN", "--seed", "2", "--measure",
                "reach", "--out", out.toString(), "--json");

        JsonNode answer = CanonicalJson.mapper().readTree(captured.out());
        assertThat(answer.get("tables").get(0).get("name").textValue()).isEqualTo("reach-summary");
        assertThat(answer.get("tables").get(0).get("rows")).hasSize(1);
        assertThat(answer.get("tables").get(0).get("rows").get(0).get(3).textValue()).isEqualTo("before");
        assertThat(out.resolve("gradients.json")).hasContent(captured.out());
    }

    @Test
    void whatWasMeasuredEarlierOfTheSameModelsStays() throws IOException {
        Path out = temp.resolve("twice");
        for (String[] what : new String[][] {{"reach", "1"}, {"reach", "2"}, {"reach", "2"}, {"states", "1"}}) {
            assertThat(Captured.run("gradients", spec.toString(), "--model", "RNN", "--measure", what[0], "--seed", what[1],
                    "--out", out.toString()).exitCode()).isZero();
        }
        assertThat(Files.readAllLines(out.resolve("reach-summary.csv"))).hasSize(1 + 2);
        assertThat(out.resolve("gradients.json")).content().contains("\"states\"").contains("\"reach\"");

        Path file = out.resolve("gradients.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"of\": \"..", "\"of\": \"zz"));
        Captured.run("gradients", spec.toString(), "--model", "RNN", "--measure", "states", "--out", out.toString());
        assertThat(out.resolve("reach-summary.csv")).as("of other models").doesNotExist();
    }

    @Test
    void everyMeasureGivesTheSameTwice() {
        Captured first = Captured.run("gradients", run.path().toString(), "--seed", "1", "--json", "--out",
                temp.resolve("once").toString());
        Captured again = Captured.run("gradients", run.path().toString(), "--seed", "1", "--json", "--out",
                temp.resolve("again").toString());

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void anUnknownMeasureIsRefusedWithTheNearest() {
        Captured captured = Captured.run("gradients", spec.toString(), "--measure", "raech");

        assertThat(captured.exitCode()).isEqualTo(2);
        assertThat(captured.err()).contains("got raech").contains("reach");
    }

    @Test
    void theHelpNamesAllMeasures() {
        assertThat(Captured.run("gradients", "--help").out()).contains(Measures.names());
    }
}
