package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.Settlement.Sized;
import dev.unroll.experiment.SpecReader;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelMatchingTest {

    private static final String SMALL = "trainSize: 8, validationSize: 4, testSize: 4}";
    private static final String ONE = """
            name: matched
            datasets: [{kind: adding, length: 4, %s]
            models: [{kind: rnn, hiddenSizes: [3]}, {kind: lstm, hiddenSizes: [3]}]
            train: {updates: 2, batchSize: 4}
            seeds: [1]
            """.formatted(SMALL);
    private static final String THREE = """
            name: matched
            datasets:
              - {name: a, kind: adding, length: 4, %s
              - {name: b, kind: adding, length: 4, %s
              - {name: c, kind: copying, lag: 1, copyLength: 1, alphabet: 300, %s
            models: [{kind: rnn, hiddenSizes: [WIDTH]}]
            train: {updates: 2, batchSize: 4}
            seeds: [1]
            """.formatted(SMALL, SMALL, SMALL);

    private final List<String> made = new ArrayList<>();

    @TempDir
    private Path folder;

    /** Makes what another makes, of a spec of its choice, and notes that it was asked. */
    private record Noting<S extends ModelSpec>(ModelFactory<S> inner, UnaryOperator<ModelSpec> spec, List<String> made)
            implements ModelFactory<S> {
        @Override
        public String kind() {
            return inner.kind();
        }

        @Override
        public String description() {
            return inner.description();
        }

        @Override
        public Class<S> specType() {
            return inner.specType();
        }

        @Override
        public SequenceModel create(S asked, Task task, Randomness initialization, Engine engine) {
            made.add(kind());
            return inner.create(specType().cast(spec.apply(asked)), task, initialization, engine);
        }
    }

    private Kinds kinds(UnaryOperator<ModelSpec> spec) {
        Kinds installed = Kinds.installed();
        List<ModelFactory<?>> models = new ArrayList<>();
        installed.models().values().forEach(factory -> models.add(new Noting<>(factory, spec, made)));
        return new Kinds(models, List.copyOf(installed.datasets().values()));
    }

    private Optional<ExperimentSpec> settled(String yaml, Kinds kinds) {
        return new OpenSettings(kinds, 1, words -> { }).settled(new SpecReader(kinds).read("matched.yaml", yaml),
                new RunFolder(folder));
    }

    private static int width(ModelSpec spec) {
        return (Integer) ((List<?>) ResolvedSpec.parameters((Record) spec).get("hiddenSizes")).get(0);
    }

    private static ExperimentSpec three(int width, Kinds kinds) {
        return new SpecReader(kinds).read("matched.yaml", THREE.replace("WIDTH", "" + width));
    }

    private static double worst(int width, double budget, Kinds kinds, List<PreparedDataset> data) {
        return TrialPlanner.plans(three(width, kinds), kinds, data).stream()
                .mapToDouble(plan -> Math.abs(Math.log(plan.parameterCount() / budget))).max().orElseThrow();
    }

    @Test
    void theWidthFoundIsTheBestOnTheWorstOfDatasetsThatDiffer() {
        Kinds kinds = Kinds.installed();
        List<PreparedDataset> data = three(1, kinds).datasets().stream().map(entry -> PreparedDataset.of(entry,
                kinds.datasets().get(entry.kind()), 1)).toList();
        for (double budget : new double[] {500, 2000, 6000}) {
            int best = 1;
            for (int width = 2; width <= 40; width++) {
                best = worst(width, budget, kinds, data) < worst(best, budget, kinds, data) ? width : best;
            }
            Sized sized = settled(THREE.replace("WIDTH", "5") + "match: {by: parameters, budget: " + budget + "}\n",
                    kinds).orElseThrow().settlement().sizes().get(0);
            assertThat(sized.to()).as("for " + budget).isEqualTo(best);
        }
    }

    @Test
    void whatIsTimedFirstIsTimedAfterAllHaveRun() {
        settled(ONE + "match: time\n", kinds(UnaryOperator.identity()));

        assertThat(made.subList(0, 3)).containsExactly("rnn", "lstm", "rnn");
    }

    @Test
    void aBudgetThatNoWidthReachesIsSaid() {
        List<ModelSpec> first = new ArrayList<>();
        Kinds alwaysAsSmall = kinds(spec -> {
            first.add(spec);
            return first.get(0);
        });

        assertThatThrownBy(() -> settled(ONE.replace(", {kind: lstm, hiddenSizes: [3]}", "")
                + "match: {by: parameters, budget: 1e15}\n", alwaysAsSmall))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("match needs a budget that every model can reach; got [1.0E15] parameters on"
                        + " the datasets, where model rnn with hiddenSizes 32768 comes to no more than [")
                .hasMessageEndingWith("; lower the budget, or name a smaller model in to");
    }

    @Test
    void aBudgetBeyondMemoryIsSaid() {
        Kinds shortOfMemory = kinds(spec -> {
            if (width(spec) > 64) {
                throw new OutOfMemoryError("as if");
            }
            return spec;
        });

        assertThatThrownBy(() -> settled(ONE + "match: {by: parameters, budget: 1e15}\n", shortOfMemory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("where model rnn with hiddenSizes 128 has no room in memory; lower the budget");
    }

    @Test
    void aStopIsHeardBetweenSizes() {
        OpenSettings[] open = new OpenSettings[1];
        Kinds kinds = kinds(spec -> {
            open[0].stop();
            return spec;
        });
        open[0] = new OpenSettings(kinds, 1, words -> { });

        assertThat(open[0].settled(new SpecReader(kinds).read("matched.yaml", ONE + "match: parameters\n"),
                new RunFolder(folder))).isEmpty();
        assertThat(made).hasSize(1);
    }
}
