package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.gru.GruFactory;
import dev.unroll.gru.GruSpec;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.run.GradientStudy;
import dev.unroll.testing.Specs;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the measures say of small models whose answers are known. */
class MeasuresTest {

    private static Map<String, MeasureTable> tables;

    @BeforeAll
    static void measure() throws IOException {
        ExperimentSpec spec = new SpecReader(Kinds.installed()).read("m.yaml", """
                name: m
                datasets: [{kind: adding, length: 24, trainSize: 32, validationSize: 12, testSize: 8}]
                models:
                  - {name: LSTM, kind: lstm, hiddenSizes: [8, 6], forgetBias: 3}
                  - {name: Transformer, kind: transformer, modelSize: 8, numHeads: 2, numLayers: 2}
                train: {updates: 2}
                seeds: [1]
                """);
        tables = new HashMap<>();
        new GradientStudy(spec, Kinds.installed(), null, Measures.all()).tables(id -> true, Engine.withThreads(1),
                words -> { }).forEach(table -> tables.put(table.name(), table));
    }

    private static double number(MeasureTable table, List<Object> row, String column) {
        return ((Number) row.get(table.columns().indexOf(column))).doubleValue();
    }

    private static List<List<Object>> of(MeasureTable table, String model) {
        return table.rows().stream().filter(row -> row.get(1).equals(model)).toList();
    }

    @Test
    void attentionOfFreshHeadsIsNearlyEven() {
        MeasureTable table = tables.get("attention-summary");
        assertThat(of(table, "Transformer")).hasSize(4);
        assertThat(of(table, "LSTM")).isEmpty();
        for (List<Object> row : table.rows()) {
            double even = number(table, row, "even-entropy");
            assertThat(number(table, row, "entropy")).isBetween(0.6 * even, even + 1e-6);
        }
    }

    @Test
    void sharesOfAttentionAddUpToOne() {
        MeasureTable table = tables.get("attention-reach");
        for (String column : List.of("last-layer", "rollout", "gradient")) {
            double sum = table.rows().stream().mapToDouble(row -> number(table, row, column)).sum();
            assertThat(sum).as(column).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void rolloutMultipliesLayersWithTheirSkippedConnection() {
        // Two steps; the first layer looks at step 0 alone, the second evenly.
        StepValues first = new StepValues(1, 2, 2, new float[] {1, 0, 1, 0});
        StepValues second = new StepValues(1, 2, 2, new float[] {1, 0, 0.5f, 0.5f});

        // Of step 1: ½(½ + 1) = ¾ to itself and ¼ to step 0 through the second; then half of the ¾ goes to step 0.
        assertThat(Attention.rollout(List.of(List.of(first), List.of(second)), 0, 1, 2))
                .containsExactly(new double[] {0.625, 0.375}, within(1e-9));
    }

    @Test
    void theFieldGrowsToAllOfItself() {
        MeasureTable table = tables.get("field");
        List<List<Object>> lstm = of(table, "LSTM");
        assertThat(number(table, lstm.get(lstm.size() - 1), "share")).isCloseTo(1, within(1e-9));
        MeasureTable summary = tables.get("field-summary");
        int width = (int) number(summary, of(summary, "LSTM").get(0), "width");
        assertThat(number(table, lstm.get(width - 1), "share")).isGreaterThanOrEqualTo(0.9);
        assertThat(number(table, lstm.get(width - 2), "share")).isLessThan(0.9);
    }

    @Test
    void hiddenStatesGoBeyondTheTrainedLengthAndEndAtThemselves() {
        MeasureTable table = tables.get("hidden");
        List<List<Object>> layer = of(table, "LSTM").stream()
                .filter(row -> row.get(4).equals("layer1.hidden")).toList();
        assertThat(layer).hasSize(4 * 24);
        assertThat(number(table, layer.get(0), "trained-steps")).isEqualTo(24);
        assertThat(number(table, layer.get(95), "distance-to-last")).isZero();
        assertThat(number(table, layer.get(95), "norm")).isPositive();
        assertThat(of(table, "Transformer")).isEmpty();
    }

    @Test
    void parameterGradientsComeByTimeConstant() {
        MeasureTable table = tables.get("parameters-summary");
        List<List<Object>> rows = of(table, "LSTM");
        assertThat(rows).hasSize(8);
        // -1 / ln σ(3) = 20.6 steps.
        assertThat(number(table, rows.get(1), "tau")).isBetween(15.0, 26.0);
        assertThat(number(table, rows.get(0), "tau")).isLessThan(number(table, rows.get(3), "tau"));
        assertThat(number(table, rows.get(0), "norm")).isPositive();
    }

    @Test
    void allThatGoesIntoAUnitCounts() {
        Engine engine = Engine.withThreads(1);
        Task task = new Task(new Task.Features(2), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        SequenceModel model = new GruFactory().create(Specs.of(GruSpec.class, "hiddenSizes", List.of(3)), task,
                Randomness.of(1, Purpose.INITIALIZATION), engine);
        SequenceBatch batch = new SequenceBatch(new int[] {3}, new float[] {1, 2, -1, 0.5f, 1, -2}, null, new float[] {4},
                null, null);
        List<MeasureTable> measured = new ParameterGradients().of(new Subject("d", "m", 1, Subject.Moment.BEFORE, model, null,
                new Probe(batch, new int[] {2}), null, engine));
        MeasureTable table = measured.get(1);
        double squares = table.rows().stream().mapToDouble(row -> number(table, row, "norm")).map(n -> n * n).sum();
        double expected = 0;
        for (Parameter parameter : model.parameters()) {
            for (float d : parameter.gradient()) {
                expected += parameter.name().startsWith("layer0.") ? (double) d * d : 0;
            }
        }
        assertThat(model.parameters().get("layer0.recurrentBias").gradient()).doesNotContain(0);
        assertThat(squares).isCloseTo(expected, within(1e-9 * expected));
    }

    @Test
    void theWholeContextIsEnough() {
        MeasureTable table = tables.get("context");
        for (List<Object> row : table.rows()) {
            if (number(table, row, "kept") == 24) {
                assertThat(number(table, row, "rise")).as(row.toString()).isZero();
            }
        }
        assertThat(of(tables.get("context-summary"), "LSTM")).hasSize(3);
    }

    @Test
    void selectedSequencesKeepTheirStepsAndTargets() {
        Task task = new Task(new Tokens(9), new Target(TargetKind.CLASS_PER_STEP, 4), new CrossEntropy());
        SequenceBatch batch = new SequenceBatch(new int[] {2, 3}, null, new int[] {1, 2, 0, 3, 4, 5}, null,
                new int[] {0, 1, 0, 2, 3, 1}, new float[] {1, 0, 0, 1, 1, 0});
        SequenceBatch swapped = Sequences.select(batch, task, 1, 0);
        SequenceBatch shorter = Sequences.select(batch, task, 0);

        assertThat(swapped.tokens()).containsExactly(3, 4, 5, 1, 2, 0);
        assertThat(swapped.weights()).containsExactly(1, 1, 0, 1, 0, 0);
        assertThat(shorter.tokens()).containsExactly(1, 2);
        assertThat(shorter.classes()).containsExactly(0, 1);
    }

    @Test
    void everyMeasureHasTablesOfItsOwn() {
        assertThat(Measures.names()).doesNotHaveDuplicates();
        assertThat(tables.values()).allSatisfy(table -> assertThat(table.caption()).endsWith("."));
        assertThat(Arrays.asList("reach", "states", "gates-units")).allSatisfy(name ->
                assertThat(tables).containsKey(name));
    }
}
