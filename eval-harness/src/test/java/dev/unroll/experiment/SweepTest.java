package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.TestKinds.AddingSpec;
import dev.unroll.experiment.TestKinds.LstmSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static ExperimentSpec read(String yaml) {
        return new SpecReader(TestKinds.KINDS).read("sweep.yaml", "name: x\nseeds: [1]\n" + yaml);
    }

    private static List<String> models(ExperimentSpec spec) {
        return spec.models().stream().map(ModelEntry::name).toList();
    }

    private static LstmSpec lstm(ExperimentSpec spec, int index) {
        return (LstmSpec) spec.models().get(index).spec();
    }

    @Test
    void aListForAKeyThatTakesOneValueIsAGrid() {
        ExperimentSpec spec = read("""
                datasets: [{kind: adding, length: [50, 200]}]
                models: [{name: A, kind: lstm, forgetBias: [0, 1], hiddenSizes: [8, 4], dropout: [0.1, 0.2]}]
                """);

        assertThat(spec.datasets()).extracting(DatasetEntry::name).containsExactly("adding_length-50", "adding_length-200");
        assertThat(((AddingSpec) spec.datasets().get(1).spec()).length()).isEqualTo(200);
        assertThat(models(spec)).containsExactly("A_forgetBias-0_dropout-0.1", "A_forgetBias-0_dropout-0.2",
                "A_forgetBias-1_dropout-0.1", "A_forgetBias-1_dropout-0.2");
        assertThat(lstm(spec, 2)).isEqualTo(new LstmSpec(List.of(8, 4), 0.1, false, 1f));
    }

    @Test
    void aSweepVariesListsAndKeysOfTraining() {
        ExperimentSpec spec = read("""
                datasets: [{kind: adding}]
                models:
                  - kind: lstm
                    forgetBias: 1
                    train: {batchSize: 16, updates: 7}
                    sweep:
                      over:
                        hiddenSizes: [[8], [16, 4]]
                        train: {learningRate: {from: 0.001, to: 0.1, scale: log, count: 3}}
                """);

        assertThat(models(spec)).containsExactly("lstm_hiddenSizes-8_learningRate-0.001",
                "lstm_hiddenSizes-8_learningRate-0.01", "lstm_hiddenSizes-8_learningRate-0.1",
                "lstm_hiddenSizes-16-4_learningRate-0.001", "lstm_hiddenSizes-16-4_learningRate-0.01",
                "lstm_hiddenSizes-16-4_learningRate-0.1");
        assertThat(lstm(spec, 5).hiddenSizes()).containsExactly(16, 4);
        TrainingSpec training = spec.models().get(4).training().get(0);
        assertThat(training.learningRate()).isEqualTo(0.01);
        assertThat(training.batchSize()).isEqualTo(16);
        assertThat(training.updates()).isEqualTo(7);
    }

    @Test
    void pairedTakesFirstWithFirst() {
        ExperimentSpec spec = read("""
                datasets: [{kind: adding, sweep: {method: paired, over: {length: {from: 10, to: 30, step: 10}, limit: [1, 2, 3]}}}]
                models: [{kind: transformer}]
                """);

        assertThat(spec.datasets()).extracting(DatasetEntry::name).containsExactly("adding_length-10_limit-1",
                "adding_length-20_limit-2", "adding_length-30_limit-3");
    }

    @Test
    void whatIsDrawnAtRandomStaysWithinItsRangeAndIsTheSameEveryTime() {
        String yaml = """
                datasets: [{kind: adding}]
                models:
                  - kind: lstm
                    forgetBias: 1
                    sweep:
                      method: random
                      trials: 50
                      over: {dropout: {from: 0.1, to: 0.5}, train: {learningRate: {from: 0.0001, to: 0.01, scale: log}}}
                """;
        ExperimentSpec spec = read(yaml);

        assertThat(spec.models()).isEqualTo(read(yaml).models());
        assertThat(spec.models()).hasSize(50);
        int low = 0;
        for (int i = 0; i < 50; i++) {
            double rate = spec.models().get(i).training().get(0).learningRate();
            assertThat(rate).isBetween(0.0001, 0.01);
            assertThat(lstm(spec, i).dropout()).isBetween(0.1, 0.5);
            low += rate < 0.001 ? 1 : 0;
        }
        assertThat(low).as("draws below the middle of a logarithmic range").isBetween(15, 35);
        ExperimentSpec other = read(yaml.replace("trials: 50", "trials: 50\n      seed: 2"));
        assertThat(models(other)).doesNotContainAnyElementsOf(models(spec).subList(0, 5));
        ExperimentSpec fewer = read(yaml.replace("dropout: {from: 0.1, to: 0.5}, ", "").replace("50", "5"));
        assertThat(fewer.models().get(3).training()).as("another key moves none of the first")
                .isEqualTo(spec.models().get(3).training());
    }

    @Test
    void aLatinHypercubeDrawsOnceFromEachPartOfARange() {
        ExperimentSpec spec = read("""
                datasets: [{kind: adding}]
                models:
                  - kind: lstm
                    forgetBias: 1
                    sweep:
                      method: latin-hypercube
                      trials: 13
                      over: {dropout: {from: 0.0, to: 0.65}, train: {batchSize: {from: 1, to: 13}}}
                """);

        List<Integer> parts = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            parts.add(Math.min(12, (int) (lstm(spec, i).dropout() / 0.05)));
            sizes.add(spec.models().get(i).training().get(0).batchSize());
        }
        assertThat(sizes).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(parts).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(parts).isNotEqualTo(sizes.stream().map(size -> size - 1).toList());
    }

    @Test
    void whatAllModelsAreVariedByLeavesAModelItsOwn() {
        ExperimentSpec spec = read("""
                datasets: [{kind: adding}]
                models: [{kind: transformer}, {kind: lstm, forgetBias: 1, train: {learningRate: 0.5}}]
                train: {learningRate: [0.1, 0.2], batchSize: 4}
                """);

        assertThat(models(spec)).containsExactly("transformer_learningRate-0.1", "transformer_learningRate-0.2", "lstm");
        assertThat(spec.models().get(1).training().get(0).learningRate()).isEqualTo(0.2);
        assertThat(spec.models().get(1).training().get(0).batchSize()).isEqualTo(4);
        assertThat(spec.models().get(2).training().get(0).learningRate()).isEqualTo(0.5);
    }

    @Test
    void whatSeveralSweepsComeToTogetherIsBounded() {
        assertThatThrownBy(() -> read("""
                datasets: [{kind: adding}]
                models:
                  - kind: lstm
                    forgetBias: 1
                    train: {learningRate: [0.1, 0.2, 0.3]}
                    sweep: {over: {dropout: {from: 0.1, to: 0.5, count: 4000}}}
                """)).isInstanceOf(SpecException.class).hasMessage("sweep.yaml:8: a sweep must come to at most 10000"
                + " variants; got more with dropout; take fewer values, or method random");
    }

    @Test
    void namesThatWouldBeTooLongAreNumbers() {
        ExperimentSpec spec = read("datasets: [{kind: digits, note: [" + "a".repeat(150) + ", b]}]\n"
                + "models: [{kind: transformer}]\n");

        assertThat(spec.datasets()).extracting(DatasetEntry::name).containsExactly("digits_variant-1", "digits_note-b");
    }
}
