package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.TestKinds.AddingSpec;
import dev.unroll.experiment.TestKinds.DigitsSpec;
import dev.unroll.experiment.TestKinds.LstmSpec;
import dev.unroll.experiment.TestKinds.Reading;
import dev.unroll.experiment.TestKinds.TransformerSpec;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.optimizer.LearningRateSchedule;
import dev.unroll.optimizer.OptimizerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecReaderTest {

    private static final String WHOLE = """
            name: whole
            description: every kind of value
            datasets:
              - {kind: adding, length: 50, weights: [1, .5, 1e-3], train: {updates: 3000}}
              - name: pixels
                kind: digits
                reading: pixel-by-pixel
                train: {loss: {kind: cross-entropy, labelSmoothing: 0.1}}
            models:
              - {kind: lstm, hiddenSizes: [64, 32], forgetBias: 1}
              - {name: small, kind: transformer, modelSize: 32, train: {learningRate: 5e-4, epochs: 7}}
            train: {optimizer: {kind: sgd, momentum: 0.9}, schedule: cosine, batchSize: 16, epochs: 5, clipNorm: 1.0}
            seeds: [1, 2, -3]
            dataSeed: 9
            """;

    private final SpecReader reader = new SpecReader(TestKinds.KINDS);

    @Test
    void bindsEntriesToTheirRecords() {
        ExperimentSpec spec = reader.read("whole.yaml", WHOLE);

        assertThat(spec.name()).isEqualTo("whole");
        assertThat(spec.description()).isEqualTo("every kind of value");
        assertThat(spec.seeds()).containsExactly(1L, 2L, -3L);
        assertThat(spec.dataSeed()).isEqualTo(9);
        assertThat(spec.datasets().get(0).name()).isEqualTo("adding");
        assertThat(((AddingSpec) spec.datasets().get(0).spec()).weights()).containsExactly(1, 0.5, 0.001);
        assertThat(spec.datasets().get(1).name()).isEqualTo("pixels");
        assertThat(spec.datasets().get(1).spec()).isEqualTo(new DigitsSpec(Reading.PIXEL_BY_PIXEL, ""));
        assertThat(spec.models().get(0).spec()).isEqualTo(new LstmSpec(List.of(64, 32), 0.0, false, 1f));
        assertThat(spec.models().get(1).spec()).isEqualTo(new TransformerSpec(32, 4));
    }

    @Test
    void trainingIsTheExperimentsOverriddenByTheDatasetsAndThenTheModels() {
        ExperimentSpec spec = reader.read("whole.yaml", WHOLE);

        TrainingSpec lstmOnAdding = spec.models().get(0).training().get(0);
        assertThat(lstmOnAdding.updates()).isEqualTo(3000);
        assertThat(lstmOnAdding.epochs()).isNull();
        assertThat(lstmOnAdding.loss()).isNull();
        assertThat(lstmOnAdding.optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.9, null, null));
        assertThat(lstmOnAdding.learningRate()).isEqualTo(0.01);
        assertThat(lstmOnAdding.schedule()).isEqualTo(new LearningRateSchedule.Cosine(null));
        assertThat(lstmOnAdding.batchSize()).isEqualTo(16);
        TrainingSpec lstmOnDigits = spec.models().get(0).training().get(1);
        assertThat(lstmOnDigits.epochs()).isEqualTo(5);
        assertThat(lstmOnDigits.loss()).isEqualTo(new CrossEntropy(0.1));
        TrainingSpec smallOnAdding = spec.models().get(1).training().get(0);
        assertThat(smallOnAdding.epochs()).isEqualTo(7);
        assertThat(smallOnAdding.updates()).isNull();
        assertThat(smallOnAdding.learningRate()).isEqualTo(0.0005);
    }

    @Test
    void aNullOverrideTakesAValueBack() {
        ExperimentSpec spec = reader.read("x.yaml", """
                name: x
                datasets: [{kind: adding}]
                models: [{kind: transformer, train: {clipNorm: null}}]
                train: {clipNorm: 1}
                seeds: [1]
                """);

        assertThat(spec.models().get(0).training().get(0).clipNorm()).isNull();
    }

    @Test
    void aListMayBeOneValueWhereItsRecordSaysSo() {
        ExperimentSpec spec = reader.read("x.yaml",
                "name: x\ndatasets: [{kind: adding, weights: 2}]\nmodels: [{kind: transformer}]\nseeds: [1]\n");

        assertThat(((AddingSpec) spec.datasets().get(0).spec()).weights()).containsExactly(2);
    }

    @Test
    void anExperimentComesBackFromItsResolvedForm() {
        ResolvedSpec resolved = ResolvedSpec.of(reader.read("whole.yaml", WHOLE));

        ExperimentSpec rebuilt = RecordJson.parse("resolved.json", resolved.json(),
                ExperimentSpec.class, TestKinds.KINDS);

        assertThat(ResolvedSpec.of(rebuilt)).isEqualTo(resolved);
        assertThat(rebuilt.models()).isEqualTo(reader.read("whole.yaml", WHOLE).models());
    }

    @Test
    void writingADefaultOutChangesNoHash() {
        String brief = "name: x\ndatasets: [{kind: adding}]\nmodels: [{kind: transformer}]\nseeds: [1]\n";
        String full = """
                # spelled out, in another order
                seeds: [1]
                models: [{numHeads: 4, kind: transformer, modelSize: 64, train: {learningRate: 1.0e-03}}]
                name: x
                dataSeed: 1
                train: {optimizer: {kind: adam, beta1: 0.90}, epochs: 20, schedule: {kind: constant}}
                datasets: [{name: adding, kind: adding, length: 100}]
                """;

        assertThat(ResolvedSpec.of(reader.read("full.yaml", full)).hash())
                .isEqualTo(ResolvedSpec.of(reader.read("brief.yaml", brief)).hash());
        assertThat(ResolvedSpec.of(reader.read("brief.yaml", brief.replace("[1]", "[2]"))).hash())
                .isNotEqualTo(ResolvedSpec.of(reader.read("brief.yaml", brief)).hash());
    }

    @Test
    void theResolvedFormIsTheSameOnEveryJdk() {
        String yaml = """
                name: x
                datasets: [{kind: adding, weights: [2e-3, 2.2250738585072014e-308, 1e23, 100]}]
                models: [{kind: lstm, forgetBias: 1.17549435e-38}]
                seeds: [1]
                """;

        assertThat(ResolvedSpec.of(reader.read("x.yaml", yaml)).json())
                .contains("\"weights\": [ 0.002, 2.2250738585072014E-308, 1.0E23, 100.0 ]", "\"forgetBias\":"
                        + " 1.1754944E-38");
    }

    @Test
    void everyWordIsTheOneThatItsRecordGoesBy() {
        for (String kind : OptimizerSpec.KINDS) {
            assertThat(Words.of(OptimizerSpec.named(kind).getClass())).isEqualTo(kind);
        }
        for (String kind : LearningRateSchedule.KINDS) {
            assertThat(Words.of(LearningRateSchedule.named(kind).getClass())).isEqualTo(kind);
        }
        for (String name : Loss.NAMES) {
            assertThat(Words.of(Loss.named(name).getClass())).isEqualTo(name);
        }
        assertThat(Words.of(ValueLoss.Huber.class)).isEqualTo("huber");
    }
}
