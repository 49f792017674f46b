package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.optimizer.LearningRateSchedule;
import dev.unroll.optimizer.OptimizerSpec;
import org.junit.jupiter.api.Test;

class TrainingSpecTest {

    @Test
    void examplesAreCountedEpochByEpoch() {
        for (int[] expected : new int[][] {{1, 1}, {4, 1}, {5, 2}, {10, 3}, {11, 4}, {14, 4}, {15, 5}, {20, 6}}) {
            TrainingSpec spec = new SpecReader(TestKinds.KINDS).read("x.yaml", "name: x\ndatasets: [{kind: adding}]\nmodels:"
                    + " [{kind: transformer}]\nseeds: [1]\ntrain: {batchSize: 4, examples: " + expected[0] + "}\n")
                    .models().get(0).training().get(0);
            assertThat(spec.epochs()).isNull();
            assertThat(spec.totalUpdates(10)).as(expected[0] + " examples of 10").isEqualTo(expected[1]);
        }
    }

    private static TrainingSpec spec(Integer batchSize, Integer epochs, Integer updates, Double clipNorm) {
        return new TrainingSpec(null, null, null, null, batchSize, epochs, updates, clipNorm, null, null, null,
                null, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    @Test
    void fillsInDefaults() {
        TrainingSpec spec = spec(null, null, null, null);

        assertThat(spec).isEqualTo(new TrainingSpec(null, OptimizerSpec.named("adam"), 0.001,
                new LearningRateSchedule.Constant(), 32, 20, null, null, null, null, true, 0.0, 0.0, 0.0, 0.0, 0.0, null,
                null, null,
                null, null, null, null));
        assertThat(spec.lossFor(new Target(TargetKind.VALUE, 1))).isEqualTo(new ValueLoss.Squared());
        assertThat(spec.lossFor(new Target(TargetKind.CLASS, 3))).isEqualTo(new CrossEntropy());
    }

    @Test
    void countsAPartialBatchAsAnUpdate() {
        assertThat(spec(4, 3, null, null).totalUpdates(9)).isEqualTo(9);
        assertThat(spec(4, 3, null, null).totalUpdates(8)).isEqualTo(6);
        assertThat(spec(4, null, 5, null).totalUpdates(9)).isEqualTo(5);
    }

    @Test
    void refusesMoreUpdatesThanCanBeCounted() {
        assertThat(spec(4, Integer.MAX_VALUE / 3, null, null).totalUpdates(9)).isEqualTo(Integer.MAX_VALUE / 3 * 3);
        assertThatThrownBy(() -> spec(4, Integer.MAX_VALUE / 3 + 1, null, null).totalUpdates(9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs must come to at most 2147483647 updates; got 715827883 of 3 updates each; lower"
                        + " epochs or raise batchSize");
    }

    @Test
    void refusesImpossibleValues() {
        assertThatThrownBy(() -> spec(0, null, null, null)).hasMessage("batchSize must be at least 1; got 0");
        assertThatThrownBy(() -> spec(null, 2, 3, null))
                .hasMessageContaining("train must have one of epochs, updates, examples and seconds; got 2 of them");
        assertThatThrownBy(() -> spec(null, null, null, Double.NaN)).hasMessageContaining("clipNorm must be above 0");
        assertThatThrownBy(() -> new TrainingSpec(null, null, -1.0, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null,
                null, null, null, null))
                .hasMessage("learningRate must be at least 0 and finite; got -1.0");
        assertThatThrownBy(() -> new TrainingSpec(null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, 1,
                null, null, null, null)).hasMessage("bucketing must be at least 2 batches that are sorted"
                        + " together; got 1; leave it out for batches at random");
    }

    @Test
    void refusesImpossiblePenaltiesAndLimits() {
        assertThatThrownBy(() -> limited(3, 0.1, -1.0, null)).hasMessage("l1 must be at least 0 and finite; got -1.0");
        assertThatThrownBy(() -> limited(3, 0.1, null, 0.0))
                .hasMessage("maxNorm must be above 0 and finite; got 0.0; leave it out for no limit");
        assertThatThrownBy(() -> limited(null, 0.1, null, null)).hasMessage("minDelta says what patience counts as better"
                + " and needs it; got 0.1 without patience; add patience or leave minDelta out");
        assertThat(limited(3, 0.1, null, 2.0).maxNorm()).isEqualTo(2.0);
    }

    private static TrainingSpec limited(Integer patience, Double minDelta, Double l1, Double maxNorm) {
        return new TrainingSpec(null, null, null, null, null, null, null, null, null, patience, null, minDelta, l1, null,
                null, null, maxNorm, null, null,
                null, null, null, null);
    }
}
