package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.fake.CountingDataset;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.optimizer.LearningRateSchedule;
import dev.unroll.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrainerTest {

    private static final IntToDoubleFunction ONE = count -> 1;

    private final CountingDataset dataset = new CountingDataset(7, 2);
    private final StopSignal stop = new StopSignal();

    private static TrainingSpec spec(int updates, Integer validateEvery, Integer patience, boolean keepBest) {
        return spec(updates, validateEvery, patience, keepBest, null);
    }

    private static TrainingSpec spec(int updates, Integer validateEvery, Integer patience, boolean keepBest,
            Double minDelta) {
        return new TrainingSpec(null, OptimizerSpec.named("sgd"), 1.0, null, 3, null, updates, null, validateEvery,
                patience, keepBest, minDelta, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    private TrainingOutcome train(ScriptedModel model, TrainingSpec spec, long seed) {
        return new Trainer(model, dataset, spec, seed, Engine.withThreads(1), stop, done -> { }).train();
    }

    @Test
    void keepsTheWeightsOfTheBestValidation() {
        ScriptedModel model = new ScriptedModel(count -> Math.abs(count - 4), ONE);

        TrainingOutcome outcome = train(model, spec(10, 2, null, true), 1);

        assertThat(outcome.bestUpdate()).isEqualTo(4);
        assertThat(model.count()).isEqualTo(4);
        assertThat(outcome.updates()).isEqualTo(10);
        assertThat(outcome.stoppedEarly()).isFalse();
    }

    @Test
    void keepsTheWeightsBeforeAnyUpdateIfTrainingOnlyWorsens() {
        ScriptedModel model = new ScriptedModel(count -> 1 + count, ONE);

        assertThat(train(model, spec(4, 1, null, true), 1).bestUpdate()).isZero();
        assertThat(model.count()).isZero();
    }

    @Test
    void leavesTheLastWeightsIfTheBestAreNotKept() {
        ScriptedModel model = new ScriptedModel(count -> Math.abs(count - 4), ONE);

        assertThat(train(model, spec(10, 2, null, false), 1).bestUpdate()).isEqualTo(4);
        assertThat(model.count()).isEqualTo(10);
    }

    @Test
    void aBudgetInSecondsEndsWithTheUpdateThatUsesItUp() {
        TrainingSpec spec = new TrainingSpec(null, OptimizerSpec.named("sgd"), 1.0, new LearningRateSchedule.Cosine(null), 3,
                null, null, null, 5, null, false, null, null, null, null, null, null, null, null, null, 1e-9, null,
                null);
        ScriptedModel model = new ScriptedModel(count -> 1 + count, ONE);
        List<Double> shares = new ArrayList<>();

        TrainingOutcome outcome =
                new Trainer(model, dataset, spec, 1, Engine.withThreads(1), stop, shares::add).train();

        assertThat(outcome.updates()).as("each takes longer").isEqualTo(1);
        assertThat(outcome.curve()).extracting(point -> point.update()).containsExactly(0, 1);
        assertThat(shares).containsExactly(1.0);
    }

    @Test
    void stopsWhenPatienceRunsOut() {
        ScriptedModel model = new ScriptedModel(count -> Math.abs(count - 4), ONE);

        TrainingOutcome outcome = train(model, spec(100, 2, 3, true), 1);

        assertThat(outcome.stoppedEarly()).isTrue();
        assertThat(outcome.updates()).isEqualTo(10);
        assertThat(outcome.bestUpdate()).isEqualTo(4);
    }

    @Test
    void aValidationBetterByLessThanMinDeltaUsesUpPatienceButItsWeightsAreKept() {
        // Validation losses are the squares of 4, 3.9, 3.8, … 3.5, 3, 3, …
        ScriptedModel model = new ScriptedModel(count -> count < 6 ? 4 - count / 10.0 : count < 9 ? 3 : 2.9, ONE);

        TrainingOutcome patient = train(model, spec(100, 1, 3, true, 1.5), 1);

        assertThat(patient.stoppedEarly()).isTrue();
        // 16, then 14.44 at update 2 (better by 1.56), 12.25 at 5, 9 at 6, then 9, 9 and 8.41, by too little.
        assertThat(patient.updates()).isEqualTo(9);
        assertThat(patient.bestUpdate()).isEqualTo(9);
        assertThat(model.count()).isEqualTo(9);
    }

    @Test
    void anEqualValidationIsNoBetterOne() {
        TrainingOutcome outcome = train(new ScriptedModel(ONE, ONE), spec(100, 1, 5, true), 1);

        assertThat(outcome.updates()).isEqualTo(5);
        assertThat(outcome.bestUpdate()).isZero();
    }

    @Test
    void drawsTheCurveFromBeforeTheFirstUpdateToTheLast() {
        ScriptedModel model = new ScriptedModel(count -> count, count -> 10 + count);

        TrainingOutcome outcome = train(model, spec(5, 2, null, true), 1);

        assertThat(outcome.curve()).extracting(point -> point.update()).containsExactly(0, 2, 4, 5);
        assertThat(outcome.curve()).extracting(point -> point.trainLoss()).containsExactly(10.0, 10.5, 12.5, 14.0);
        assertThat(outcome.curve()).extracting(point -> point.validationLoss()).containsExactly(0.0, 4.0, 16.0, 25.0);
        assertThat(outcome.curve().get(1).epoch()).isEqualTo(2 / 3.0);
        assertThat(outcome.curve().get(2).metrics()).containsEntry("MAE", 4.0);
    }

    @Test
    void validatesOncePerEpochUnlessToldOtherwise() {
        TrainingOutcome outcome = train(new ScriptedModel(ONE, ONE), spec(7, null, null, true), 1);

        assertThat(outcome.curve()).extracting(point -> point.update()).containsExactly(0, 3, 6, 7);
    }

    @Test
    void recordsWhenTheLossDiverged() {
        ScriptedModel model = new ScriptedModel(ONE, count -> count < 4 ? 1 : Double.NaN);

        TrainingOutcome outcome = train(model, spec(10, 1, null, true), 1);

        assertThat(outcome.diverged()).isTrue();
        assertThat(outcome.divergence()).isEqualTo("the loss became NaN after 4 updates");
        assertThat(outcome.updates()).isEqualTo(4);
        assertThat(outcome.curve()).hasSize(5);
    }

    @Test
    void recordsWhenValidationDiverged() {
        ScriptedModel model = new ScriptedModel(count -> count < 2 ? 1 : Double.POSITIVE_INFINITY, ONE);

        assertThat(train(model, spec(10, 2, null, true), 1).divergence())
                .isEqualTo("the validation loss became Infinity after 2 updates");
    }

    @Test
    void endsBetweenUpdatesOnRequest() {
        ScriptedModel model = new ScriptedModel(ONE, count -> {
            if (count == 3) {
                stop.request();
            }
            return 1;
        });

        assertThatThrownBy(() -> train(model, spec(10, 10, null, true), 1)).isInstanceOf(StoppedException.class);
        assertThat(model.count()).isEqualTo(4);
    }

    @Test
    void everyEpochSeesEachExampleOnceAndKeepsThePartialBatch() {
        ScriptedModel model = new ScriptedModel(ONE, ONE);

        train(model, spec(6, null, null, true), 1);

        assertThat(model.batches()).extracting(List::size).containsExactly(3, 3, 1, 3, 3, 1);
        List<Float> first = flat(model.batches().subList(0, 3));
        List<Float> second = flat(model.batches().subList(3, 6));
        assertThat(new TreeSet<>(first)).containsExactly(0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f);
        assertThat(new TreeSet<>(second)).isEqualTo(new TreeSet<>(first));
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void allModelsOfASeedSeeTheSameBatchesInTheSameOrder() {
        ScriptedModel one = new ScriptedModel(count -> count, ONE);
        ScriptedModel other = new ScriptedModel(count -> 100 - count, ONE);
        ScriptedModel otherSeed = new ScriptedModel(ONE, ONE);

        train(one, spec(9, 1, null, true), 1);
        train(other, spec(9, 4, null, false), 1);
        train(otherSeed, spec(9, 1, null, true), 2);

        assertThat(other.batches()).isEqualTo(one.batches());
        assertThat(otherSeed.batches()).isNotEqualTo(one.batches());
        assertThat(other.dropoutDraws()).isEqualTo(one.dropoutDraws());
        assertThat(otherSeed.dropoutDraws()).isNotEqualTo(one.dropoutDraws());
        assertThat(one.dropoutDraws()).doesNotHaveDuplicates();
    }

    private static List<Float> flat(List<List<Float>> batches) {
        List<Float> all = new ArrayList<>();
        batches.forEach(all::addAll);
        return all;
    }
}
