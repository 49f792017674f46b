package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.dataset.InputUnits;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.SpecReader;
import dev.unroll.json.CanonicalJson;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCommandTest {

    private static final Kinds KINDS = Kinds.installed();
    private static final InputUnits FEATURES =
            new InputUnits(List.of("temp", "hour"), new double[] {10, 24}, new double[] {5, 0}, 3);

    @TempDir
    private Path path;
    private RunFolder folder;
    private SequenceModel forecaster;

    @BeforeEach
    void saveARun() throws IOException {
        folder = new RunFolder(path.resolve("run"));
        ExperimentSpec spec = new SpecReader(KINDS).read("t.yaml", """
                name: t
                datasets: [{name: load, kind: electricity}, {name: tags, kind: copying}]
                models: [{kind: rnn, hiddenSizes: [4]}]
                seeds: [7, 8]
                """);
        Files.createDirectories(folder.path());
        Files.writeString(folder.resolvedSpec(), ResolvedSpec.of(spec).json());
        ModelEntry entry = spec.models().get(0);
        Task forecast = new Task(new Features(2), new Target(TargetKind.VALUE, 1),
                new ValueLoss.Quantile(List.of(0.1, 0.9)));
        forecaster = model(entry, forecast);
        new SavedModel("load", "rnn", 7, "rnn", entry.spec(), forecast, FEATURES,
                new SavedModel.OutputUnits("MW", new double[] {100}, new double[] {30000}), List.of())
                .write(folder, forecaster.parameters());
        Task tagging = new Task(new Tokens(2), new Target(TargetKind.CLASS_PER_STEP, 3), new CrossEntropy());
        new SavedModel("tags", "rnn", 7, "rnn", entry.spec(), tagging,
                new InputUnits(List.of("a", "b"), new double[0], new double[0], 0), null, List.of("x", "y", "z"))
                .write(folder, model(entry, tagging).parameters());
    }

    private static SequenceModel model(ModelEntry entry, Task task) {
        return create(KINDS.models().get(entry.kind()), entry.spec(), task);
    }

    private static <S extends ModelSpec> SequenceModel create(ModelFactory<S> factory, ModelSpec spec, Task task) {
        return factory.create(factory.specType().cast(spec), task, Randomness.of(3, Purpose.INITIALIZATION),
                Engine.withThreads(1));
    }

    private Captured predict(String dataset, String csv, String... more) throws IOException {
        Path input = Files.writeString(path.resolve("in.csv"), csv);
        String[] begin = {"predict", folder.path().toString(), "--model", "rnn", "--dataset", dataset, "--input",
            input.toString()};
        String[] all = Arrays.copyOf(begin, begin.length + more.length);
        System.arraycopy(more, 0, all, begin.length, more.length);
        return Captured.run(all);
    }

    @Test
    void valuesAreScaledInAndOut() throws IOException {
        String csv = "hour,note,temp\n0,n/a,15\n12,,5\n24,,-5\n";
        SequenceBatch scaled = new SequenceBatch(new int[] {3}, new float[] {1, 0, 0, 0.5f, -1, 1}, null, null, null,
                null);
        float low = forecaster.predict(scaled).value(0, 0, 0);
        float high = forecaster.predict(scaled).value(0, 0, 1);

        JsonNode answer = CanonicalJson.mapper().readTree(predict("load", csv, "--json").out());
        Captured text = predict("load", csv);

        assertThat(answer.get("model").asText()).isEqualTo("load/rnn/7");
        JsonNode prediction = answer.get("predictions").get(0);
        assertThat(prediction.get("value q0.1 (MW)").asDouble()).isEqualTo(low * 100.0 + 30000);
        assertThat(prediction.get("value q0.9 (MW)").asDouble()).isEqualTo(high * 100.0 + 30000);
        assertThat(text.exitCode()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out().lines().toList().get(0)).isEqualTo("sequence  value q0.1 (MW)  value q0.9 (MW)");
        assertThat(text.out().lines().toList().get(1)).endsWith(Digits.significant(high * 100.0 + 30000, 5));
    }

    @Test
    void sequencesAreKeptApartAndTheirLastStepsUsed() throws IOException {
        String one = "temp,hour\n1,1\n2,2\n3,3\n";
        String two = "sequence,temp,hour\nb,9,9\na,1,1\nb,4,4\na,2,2\nb,5,5\na,3,3\nb,6,6\n";

        Captured both = predict("load", two);

        assertThat(both.out().lines().map(line -> line.split(" ")[0])).containsExactly("sequence", "b", "a");
        assertThat(both.err()).isEqualTo("sequence b: its last 3 rows are used\n");
        assertThat(both.out().lines().toList().get(2).substring(1).strip())
                .isEqualTo(predict("load", one).out().lines().toList().get(1).substring(1).strip());
    }

    @Test
    void classesComeWithProbabilitiesForEveryStep() throws IOException {
        JsonNode rows = CanonicalJson.mapper().readTree(predict("tags", "token\na\nb\na\n", "--json").out())
                .get("predictions");

        assertThat(rows).hasSize(3);
        for (int step = 0; step < 3; step++) {
            JsonNode row = rows.get(step);
            assertThat(row.get("step").asInt()).isEqualTo(step + 1);
            double x = row.get("P(x)").asDouble();
            double y = row.get("P(y)").asDouble();
            double z = row.get("P(z)").asDouble();
            assertThat(x + y + z).isBetween(1 - 1e-12, 1 + 1e-12);
            assertThat(row.get("P(" + row.get("class").asText() + ")").asDouble())
                    .isEqualTo(Math.max(x, Math.max(y, z)));
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', value = {
        "load | temp\\n1 | :1: the input must have a column hour; got the columns temp; add it",
        "load | tmep,hour\\n1,1 | :1: the input must have a column temp; got the columns tmep, hour; rename tmep",
        "load | temp,hour,temp\\n1,1,1 | :1: every column must have a name of its own; got temp twice; rename one",
        "load | temp,hour\\n1,2\\n1,two\\n1,1 | :3: hour must be a number; got \"two\"; fill it in, with a point for"
            + " decimals",
        "load | temp,hour\\n1,2\\n1,2\\n,1 | :4: temp must be a number; got nothing; fill it in, with a point for"
            + " decimals",
        "load | temp,hour\\n1,2\\n1,2\\n1 | :4: every row must have 2 cells, as the header has; got 1;"
            + " complete the row, or quote cells that hold a comma",
        "load | temp,hour\\n1,2\\n1,2,3\\n1,1 | :3: every row must have 2 cells, as the header has; got 3;"
            + " complete the row, or quote cells that hold a comma",
        "load | temp,hour\\n1,2d\\n1,2\\n1,1 | :2: hour must be a number; got \"2d\"; fill it in, with a point for"
            + " decimals",
        "load | temp,hour\\n1,2\\n1,\\n1,1 | :3: hour must be a number; got nothing; fill it in, with a point for"
            + " decimals",
        "load | temp,hour\\n1,2\\n1,2 | : every sequence must have at least 3 rows, the steps that the model was"
            + " trained on; got 2 in sequence 1; add the earlier ones",
        "load | temp,hour\\n | : the input must have at least one row below its header; got none",
        "tags | token\\na\\nc | :3: token must be a symbol that the model knows; got \"c\"; the symbols are a, b",
    })
    void aWrongFileIsOneSentence(String dataset, String csv, String sentence) throws IOException {
        Captured captured = predict(dataset, csv.replace("\\n", "\n"));

        assertThat(captured).isEqualTo(new Captured(2, "", "unroll: " + path.resolve("in.csv") + sentence + "\n"));
    }

    @Test
    void aWrongRunOrNameIsOneSentence() throws IOException {
        assertThat(predict("lod", "x\n").err())
                .isEqualTo("unroll: --dataset must be one of the run's; got lod; did you mean load?\n");
        assertThat(predict("load", "x\n", "--seed", "9").err())
                .isEqualTo("unroll: --seed must be one of the run's; got 9; the seeds are 7, 8\n");
        assertThat(predict("load", "x\n", "--seed", "8").err()).isEqualTo("unroll: a trial must have completed to"
                + " predict with its model; " + folder.path() + " has no model for load/rnn/8; it diverged, failed or was not"
                + " reached\n");
        assertThat(Captured.run("predict", path.toString(), "--model", "a", "--input", "b").err())
                .isEqualTo("unroll: RUN must be the folder of a run; there is no resolved.json in " + path
                + "; run an experiment first or check the path\n");
        assertThat(Captured.run("predict", folder.path().toString(), "--model", "rnn", "--input", "b").err()).isEqualTo(
                "unroll: --dataset must be given for a run with several; the datasets are load, tags\n");
    }
}
