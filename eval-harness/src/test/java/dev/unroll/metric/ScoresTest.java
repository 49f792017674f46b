package dev.unroll.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.TargetSlice;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.dataset.ValidTime;
import dev.unroll.fake.CountingDataset;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private static Scores scores(TargetKind kind, int size, Loss loss, TargetUnits units) {
        return Scores.of(new Task(new Features(1), new Target(kind, size), loss), Optional.ofNullable(units),
                Optional.empty());
    }

    private static SequenceBatch values(float[] values, int size, float[] weights) {
        int n = values.length / size;
        int[] lengths = new int[n];
        Arrays.fill(lengths, 1);
        return new SequenceBatch(lengths, new float[n], null, values, null, weights);
    }

    private static SequenceBatch classes(int[] lengths, int steps, int[] classes, float[] weights) {
        return new SequenceBatch(lengths, new float[lengths.length * steps], null, null, classes, weights);
    }

    @Test
    void valuesWithoutUnitsLeadWithTheSquaredError() {
        Scores scores = scores(TargetKind.VALUE, 1, new ValueLoss.Squared(), null);

        scores.add(values(new float[] {1, 2}, 1, null), new Predictions(2, 1, 1, new float[] {2, 5}));
        scores.add(values(new float[] {0}, 1, null), new Predictions(1, 1, 1, new float[] {-2}));

        assertThat(scores.metrics()).containsExactly(entry("MSE", 14 / 3.0), entry("RMSE", Math.sqrt(14 / 3.0)),
                entry("MAE", 2.0));
        assertThat(scores.loss()).isEqualTo(14 / 3.0);
    }

    @Test
    void valuesWithUnitsAreMeasuredInThem() {
        TargetUnits units = new TargetUnits("MW", new double[] {10, 2}, new double[] {5, 100},
                new double[] {4, Double.NaN});
        Scores scores = scores(TargetKind.VALUE, 2, new ValueLoss.Squared(), units);

        // Errors of +1 and -2 scaled are 10 and 4 in MW.
        scores.add(values(new float[] {0, 3}, 2, null), new Predictions(1, 1, 2, new float[] {1, 1}));

        assertThat(scores.metrics()).containsExactly(entry("MAE", 7.0), entry("MSE", 58.0), entry("RMSE",
                Math.sqrt(58)), entry("MASE", 2.5));
        assertThat(scores.loss()).isEqualTo(2.5);
    }

    @Test
    void ofSeveralQuantilesTheMedianIsTheForecast() {
        Scores scores = scores(TargetKind.VALUE, 1, new ValueLoss.Quantile(List.of(0.1, 0.5, 0.9)), null);

        scores.add(values(new float[] {4}, 1, null), new Predictions(1, 1, 3, new float[] {1, 3, 6}));

        assertThat(scores.metrics()).containsEntry("MAE", 1.0);
        // 0.1 * 3, 0.5 * 1 and 0.1 * 2, twice their mean.
        assertThat(scores.metrics().get("quantile loss")).isCloseTo(2 * (0.3 + 0.5 + 0.2) / 3, within(1e-12));
        assertThat(scores.loss()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void weightsWeighTheLossAndOnlyMaskTheMetrics() {
        Scores scores = scores(TargetKind.VALUE, 1, new ValueLoss.Squared(), null);

        scores.add(values(new float[] {0, 0, 0}, 1, new float[] {3, 1, 0}),
                new Predictions(3, 1, 1, new float[] {1, 3, 100}));

        assertThat(scores.loss()).isEqualTo(3);
        assertThat(scores.metrics()).containsEntry("MSE", 5.0);
    }

    @Test
    void classesPerStepCountRealStepsWithWeightOnly() {
        Scores scores = scores(TargetKind.CLASS_PER_STEP, 2, new CrossEntropy(), null);
        float[] outputs = {5, 0, 0, 0, 9, 9, 0, 3, 1, 0, 0, 9};

        scores.add(classes(new int[] {2, 3}, 3, new int[] {0, 0, -1, 1, 1, 0}, new float[] {0, 1, 1, 1, 1, 0}),
                new Predictions(2, 3, 2, outputs));

        assertThat(scores.metrics().keySet()).containsExactly("accuracy", "cross-entropy");
        assertThat(scores.metrics().get("accuracy")).isEqualTo(2 / 3.0);
        double expected = (Math.log(2) + Math.log1p(Math.exp(-3)) + 1 + Math.log1p(Math.exp(-1))) / 3;
        assertThat(scores.metrics().get("cross-entropy")).isCloseTo(expected, within(1e-15));
        assertThat(scores.loss()).isCloseTo(expected, within(1e-15));
    }

    @Test
    void theLossOfClassesIsSmoothedAsInTraining() {
        CrossEntropy smoothed = new CrossEntropy(0.3);
        Scores scores = scores(TargetKind.CLASS, 3, smoothed, null);
        float[] outputs = {0.5f, -1, 2};

        scores.add(classes(new int[] {1}, 1, new int[] {1}, null), new Predictions(1, 1, 3, outputs));

        double logSum = Math.log(Math.exp(0.5) + Math.exp(-1) + Math.exp(2));
        assertThat(scores.loss()).isCloseTo(0.1 * (logSum - 0.5) + 0.8 * (logSum + 1) + 0.1 * (logSum - 2),
                within(1e-12));
        assertThat(scores.metrics().get("cross-entropy")).isCloseTo(logSum + 1, within(1e-12));
    }

    @Test
    void theSizeOfBatchesChangesNoBit() {
        Scores whole = scores(TargetKind.VALUE, 1, new ValueLoss.Squared(), null);
        Scores pieces = scores(TargetKind.VALUE, 1, new ValueLoss.Squared(), null);
        float[] outputs = new float[100];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = 1f / (i + 1);
            pieces.add(values(new float[1], 1, null), new Predictions(1, 1, 1, new float[] {outputs[i]}));
        }
        whole.add(values(new float[100], 1, null), new Predictions(100, 1, 1, outputs));

        assertThat(pieces.metrics()).isEqualTo(whole.metrics());
        assertThat(pieces.loss()).isEqualTo(whole.loss());
    }

    @Test
    void baselinesAreScoredByTheSameCode() {
        Map<String, BaselineScores.BaselineScore> scores = BaselineScores.of(new CountingDataset(4, 2), Part.TEST);

        assertThat(scores).containsOnlyKeys("always 3");
        assertThat(scores.get("always 3").metrics()).containsExactly(entry("MSE", 9.0), entry("RMSE", 3.0),
                entry("MAE", 3.0));
        assertThat(scores.get("always 3").slices()).containsOnlyKeys("even", "odd");
    }

    @Test
    void eachSliceHasTheScoresOfItsOwnExamples() {
        Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        SlicedScores scores = new SlicedScores(task, new CountingDataset(6, 1), Part.TRAIN);

        scores.add(0, values(new float[] {0, 0, 0}, 1, null), new Predictions(3, 1, 1, new float[] {1, 2, 3}));
        scores.add(3, values(new float[] {0, 0}, 1, new float[] {1, 0}), new Predictions(2, 1, 1, new float[] {4, 5}));

        assertThat(scores.slices()).containsOnlyKeys("even", "odd");
        assertThat(scores.slices().get("even")).containsEntry("MSE", 5.0);
        assertThat(scores.slices().get("odd")).containsEntry("MSE", 10.0);
        assertThat(scores.whole().metrics()).containsEntry("MSE", 7.5);
    }

    @Test
    void someComponentsOfAValueAreScoredAlone() {
        TargetUnits units = new TargetUnits("MW", new double[] {10, 2, 1}, new double[] {5, 100, 0},
                new double[] {4, Double.NaN, 2});
        Scores scores = Scores.of(new Task(new Features(1), new Target(TargetKind.VALUE, 3), new ValueLoss.Squared()),
                Optional.of(units), new TargetSlice("later", 1, 3));

        // Errors of -2 and 6 scaled are 4 and 6 in MW; the first component does not count.
        scores.add(values(new float[] {0, 3, 0}, 3, null), new Predictions(1, 1, 3, new float[] {9, 1, 6}));

        assertThat(scores.metrics()).containsExactly(entry("MAE", 5.0), entry("MSE", 26.0), entry("RMSE",
                Math.sqrt(26)), entry("MASE", 3.0));
        assertThat(scores.loss()).isEqualTo(20.0);
    }

    @Test
    void aSliceWithoutTargetsIsLeftOut() {
        Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        SlicedScores scores = new SlicedScores(task, new CountingDataset(6, 1), Part.TRAIN);

        scores.add(2, values(new float[] {0}, 1, null), new Predictions(1, 1, 1, new float[] {1}));

        assertThat(scores.slices()).containsOnlyKeys("even");
    }

    @Test
    void aForecastIsValidUntilItsErrorOverTheVariablesFirstExceedsTheTolerance() {
        Scores scores = Scores.of(new Task(new Features(1), new Target(TargetKind.VALUE, 6), new ValueLoss.Squared()),
                Optional.empty(), Optional.of(new ValidTime(2, 0.25, 0.5)));

        // Root mean squares over the two variables: 0.5, 0.51, 0; then 0, 0, 0.
        scores.add(values(new float[12], 6, null), new Predictions(2, 1, 6,
                new float[] {0.5f, -0.5f, 0.72f, 0, 0, 0, 0, 0, 0, 0, 0, 0}));

        assertThat(scores.metrics()).containsEntry("valid time", (1 + 3) * 0.25 / 2);
    }

    @Test
    void onlyLogProbabilitiesMakeABaselinesCrossEntropy() {
        ClassScores probabilities = new ClassScores(new Target(TargetKind.CLASS, 2), new CrossEntropy());
        ClassScores votes = new ClassScores(new Target(TargetKind.CLASS, 2), new CrossEntropy());
        float[] logs = {(float) Math.log(0.25), (float) Math.log(0.75)};

        probabilities.add(classes(new int[] {1}, 1, new int[] {1}, null), new Predictions(1, 1, 2, logs));
        votes.add(classes(new int[] {1}, 1, new int[] {1}, null), new Predictions(1, 1, 2, new float[] {0, 1}));

        assertThat(probabilities.logProbabilities()).isTrue();
        assertThat(votes.logProbabilities()).isFalse();
    }
}
