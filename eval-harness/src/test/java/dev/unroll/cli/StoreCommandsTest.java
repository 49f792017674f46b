package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.Kinds;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {

    private static final Kinds STEADY = FakeKinds.of(() -> new ScriptedModel(count -> 1, count -> 1));

    @TempDir
    private Path temp;
    private Path file;
    private String out;

    @BeforeEach
    void writeAnExperiment() throws IOException {
        file = Files.writeString(temp.resolve("scripted.yaml"), """
                name: scripted
                datasets: [{kind: counting}]
                models: [{kind: scripted}]
                train: {optimizer: sgd, learningRate: 1, updates: 4, batchSize: 3, validateEvery: 1}
                seeds: [1, 2]
                """);
        out = temp.resolve("out").toString();
    }

    private Captured run(Kinds kinds, String... more) {
        String[] all = new String[more.length + 7];
        System.arraycopy(new String[] {"run", file.toString(), "--out", out, "--no-speed", "--jobs", "1"}, 0, all, 0, 7);
        System.arraycopy(more, 0, all, 7, more.length);
        return Captured.run(temp, kinds, false, all);
    }

    @Test
    void aRunIsAskedInSql() {
        run(STEADY, "--quiet");
        String sql = "SELECT seed, value FROM trial JOIN score ON trial = id WHERE part = 'test' AND slice = '' AND"
                + " metric = 'MSE' ORDER BY seed";

        assertThat(Captured.run("query", out, sql)).isEqualTo(new Captured(0, """
                seed    value
                   1  1.00000
                   2  1.00000
                """, ""));
        assertThat(Captured.run("query", out, sql, "--json").out()).isEqualTo("""
                {"seed":1,"value":1.0}
                {"seed":2,"value":1.0}
                """);
        assertThat(Captured.run("query", out, sql, "--csv").out()).isEqualTo("seed,value\n1,1.0\n2,1.0\n");
        assertThat(Captured.run("query", out, "DROP TABLE trial")).isEqualTo(new Captured(2, "",
                "unroll: a query must only read; this one writes: DROP TABLE trial\n"));
        assertThat(Captured.run("query", temp.toString(), sql).err()).isEqualTo("unroll: a run must have a store; there"
                + " is no " + temp.resolve("unroll.db") + "; give the folder of a run that this version of Unroll made\n");
    }

    @Test
    void tablesAreListedAndWritten() throws IOException {
        run(STEADY, "--quiet");

        assertThat(Captured.run("tables", out).out()).contains("TABLE").containsPattern(
                "curve +10  trial, updates, epoch, train_loss, validation_loss\n");
        Captured written = Captured.run("tables", out, "--csv", temp.resolve("csv").toString(), "--jsonl",
                temp.resolve("jsonl").toString(), "--parquet", temp.resolve("parquet").toString());
        assertThat(written.out().lines()).hasSize(54).contains(temp.resolve("csv/curve.csv").toString());
        assertThat(Files.readAllLines(temp.resolve("csv/curve.csv"))).hasSize(11)
                .startsWith("trial,updates,epoch,train_loss,validation_loss", "counting/scripted/1,0,0.0,1.0,1.0");
        assertThat(Files.readAllLines(temp.resolve("jsonl/curve.jsonl"))).hasSize(10);
        assertThat(Files.readString(temp.resolve("parquet/curve.parquet"), StandardCharsets.ISO_8859_1))
                .startsWith("PAR1").endsWith("PAR1");
    }

    @Test
    void theReportAndFilesComeBackFromTheStoreAlone() throws IOException {
        run(STEADY, "--quiet");
        Path results = Path.of(out, "results.json");
        String before = Files.readString(results);
        Files.delete(results);
        Files.delete(Path.of(out, "timing.json"));

        assertThat(Captured.run("report", out).exitCode()).isZero();
        assertThat(results).hasContent(before);
    }

    @Test
    void aFailedRunSaysWhatIsKeptAndGoesOn() {
        AtomicInteger updates = new AtomicInteger();
        Captured failed = run(FakeKinds.of(() -> new ScriptedModel(count -> 1,
                count -> updates.getAndIncrement() == 5 ? Double.NaN : 1)), "--quiet", "--fail-fast");

        assertThat(failed).isEqualTo(new Captured(1, "", "counting/scripted/2 diverged: the loss became NaN after 1"
                + " updates\nStopped: 2 of 2 trials have finished and are kept in " + out
                + "; the same command with --resume goes on\n"));
        assertThat(run(STEADY, "--quiet").err()).isEqualTo("unroll: a run that was interrupted must be gone on with or"
                + " given up; " + out + " has 2 of 2 trials finished; add --resume to keep them, or --restart to begin"
                + " anew\n");
        assertThat(Captured.run("report", out).err()).isEqualTo("unroll: a report needs a finished run; " + out
                + " is not; finish it with unroll run SPEC --resume\n");
        assertThat(run(STEADY, "--quiet", "--resume").exitCode()).isEqualTo(1);
        assertThat(run(STEADY, "--resume", "--join").err()).isEqualTo("unroll: at most one of --resume, --restart and"
                + " --join must be given; got two; keep one\n");
    }
}
