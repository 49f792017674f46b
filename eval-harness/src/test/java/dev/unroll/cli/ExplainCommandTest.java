package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    private static final String SPEC = """
            name: tiny
            datasets:
              - {kind: adding, length: 12, trainSize: 32, validationSize: 16, testSize: 8}
              - {kind: copying, lag: 3, trainSize: 32, validationSize: 16, testSize: 8}
              - {kind: digits}
            models: [{name: LSTM, kind: lstm, hiddenSizes: [4]}]
            train: {updates: 2, batchSize: 8}
            seeds: [1]
            """;

    @TempDir
    private static Path temp;
    private static RunFolder run;

    @BeforeAll
    static void makeARun() {
        run = new RunFolder(temp.resolve("run"));
        ExperimentSpec read = new SpecReader(Kinds.installed()).read("tiny.yaml", SPEC);
        new ExperimentRunner(read, SPEC, Kinds.installed(), run, new RunOptions(1, 1, false), RunListener.SILENT).run();
    }

    private static Captured explain(boolean colour, String dataset, String... more) {
        String[] arguments = new String[more.length + 6];
        System.arraycopy(new String[] {"explain", run.path().toString(), "--model", "LSTM", "--dataset", dataset}, 0,
                arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Captured.run(Captured.HOME, Kinds.installed(), colour, arguments);
    }

    @Test
    void aSeriesFromAFileIsExplainedStepByStep() throws IOException {
        Path input = temp.resolve("input.csv");
        StringBuilder rows = new StringBuilder("sequence,value,marker\n");
        for (int t = 0; t < 12; t++) {
            rows.append("a,").append(t / 12.0).append(',').append(t == 3 || t == 8 ? 1 : 0).append('\n');
        }
        String header = CanonicalJson.mapper().readTree(run.model("adding/LSTM/1").toFile()).get("input").get("names")
                .toString().replaceAll("[\\[\\]\"]", "");
        Files.writeString(input, rows.toString().replace("value,marker", header));
        Captured captured = explain(false, "adding", "--input", input.toString(), "--json");

        assertThat(captured.exitCode()).as(captured.err()).isZero();
        JsonNode answer = CanonicalJson.mapper().readTree(captured.out());
        assertThat(answer.get("steps")).hasSize(12);
        assertThat(answer.get("method").textValue()).isEqualTo("integrated");
        assertThat(answer.get("gap").doubleValue()).isCloseTo(0, within(0.01));
        assertThat(answer.get("steps").get(3).get("values").get(1).doubleValue()).isEqualTo(1);
    }

    @Test
    void withoutColoursStepsAreListed() {
        Captured captured = explain(false, "copying", "--example", "2", "--method", "occlusion", "--step", "20");

        assertThat(captured.exitCode()).as(captured.err()).isZero();
        assertThat(captured.out()).contains("score of class").contains("at step 20").contains("token")
                .doesNotContain("\u001b[");
    }

    @Test
    void onATerminalTheInputItselfIsShaded() {
        assertThat(explain(true, "copying", "--method", "gradient").out()).contains("\u001b[30;48;5;");
        assertThat(explain(true, "adding").out()).contains("\u001b[30;48;5;").contains("▁");
        assertThat(explain(true, "digits", "--method", "gradient").out()).contains("██");
    }

    @Test
    void aPageShowsTextSeriesAndPicture() throws IOException {
        Path page = temp.resolve("page.html");
        explain(false, "copying", "--page", page.toString());
        assertThat(Files.readString(page)).contains("<span style=\"background:rgba(").contains("integrated gradients");
        explain(false, "digits", "--page", page.toString());
        assertThat(Files.readString(page)).contains("<rect x=");
        explain(false, "adding", "--page", page.toString());
        assertThat(Files.readString(page)).contains("\"type\":\"lines\"");
    }

    @Test
    void whatCannotBeExplainedIsSaid() {
        assertThat(explain(false, "adding", "--class", "3").err()).contains("--component");
        assertThat(explain(false, "adding", "--example", "9").err()).contains("from 1 to 8");
        assertThat(explain(false, "digits", "--class", "eleven").err()).contains("--class must be one of");
        assertThat(explain(false, "digits", "--method", "magic").err()).contains("integrated");
        assertThat(explain(false, "copying", "--step", "99").err()).contains("--step must be from 1 to");
    }
}
