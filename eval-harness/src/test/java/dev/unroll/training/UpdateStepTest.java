package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.optimizer.OptimizerSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import org.junit.jupiter.api.Test;

/** Gradient descent at rate 1 takes the gradient off the weights, so differences of weights are gradients. */
class UpdateStepTest {

    private static final SequenceBatch BATCH = new SequenceBatch(new int[] {3, 2}, new float[] {1, 2, -1, 0.5f, 1, 0},
            null, new float[] {1, -1}, null, null);
    private static final Engine ENGINE = Engine.withThreads(1);

    private final SequenceModel plain = model();
    private final SequenceModel other = model();

    private static SequenceModel model() {
        Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        return new RnnFactory().create(RnnSpec.of(4), task, Randomness.of(1, Purpose.INITIALIZATION), ENGINE);
    }

    private static double update(SequenceModel model, Double l1, Double l2, Double activity, Double temporal,
            Double clipNorm, Double maxNorm) {
        TrainingSpec spec = new TrainingSpec(null, OptimizerSpec.named("sgd"), 1.0, null, null, null, null, clipNorm, null,
                null, null, null, l1, l2, activity, temporal, maxNorm, null, null,
                null, null, null, null);
        return new UpdateStep(model, ENGINE, spec, 1, 10).run(BATCH, 0);
    }

    @Test
    void penaltiesOnWeightsMoveWeightsAloneAndAreNoPartOfTheLoss() {
        double loss = update(plain, null, null, null, null, null, null);
        assertThat(update(other, 0.01, 0.1, null, null, null, null)).isEqualTo(loss);
        SequenceModel initial = model();
        for (Parameter parameter : plain.parameters()) {
            float[] moved = other.parameters().get(parameter.name()).value();
            float[] before = initial.parameters().get(parameter.name()).value();
            for (int i = 0; i < parameter.size(); i++) {
                double pull = parameter.isWeight() ? 0.01 * Math.signum(before[i]) + 0.2 * before[i] : 0;
                assertThat((double) moved[i]).as(parameter.name())
                        .isCloseTo(parameter.value()[i] - pull, offset(1e-6));
            }
        }
    }

    @Test
    void thePenaltyOnActivityReachesTheModelAndIsNoPartOfTheLoss() {
        double loss = update(plain, null, null, null, null, null, null);
        assertThat(update(other, null, null, 0.5, null, null, null)).isEqualTo(loss);
        SequenceModel third = model();
        update(third, null, null, null, 0.5, null, null);
        float[] weight = plain.parameters().get("layer0.inputWeight").value();
        assertThat(other.parameters().get("layer0.inputWeight").value()).isNotEqualTo(weight);
        assertThat(third.parameters().get("layer0.inputWeight").value()).isNotEqualTo(weight)
                .isNotEqualTo(other.parameters().get("layer0.inputWeight").value());
        assertThat(other.parameters().get("head.weight").value()).isEqualTo(plain.parameters().get("head.weight").value());
    }

    @Test
    void clippingComesAfterPenaltiesAndTheLimitOfNormsLast() {
        update(other, null, 1e3, null, null, 1e-3, 0.3);
        double square = 0;
        for (Parameter parameter : other.parameters()) {
            float[] before = model().parameters().get(parameter.name()).value();
            for (int i = 0; i < parameter.size(); i++) {
                if (!parameter.isWeight()) {
                    square += Math.pow(parameter.value()[i] - before[i], 2);
                }
            }
            for (int j = 0; parameter.isWeight() && j < parameter.lastDimension(); j++) {
                double column = 0;
                for (int i = j; i < parameter.size(); i += parameter.lastDimension()) {
                    column += Math.pow(parameter.value()[i], 2);
                }
                assertThat(Math.sqrt(column)).isLessThan(0.3000001);
            }
        }
        // A penalty this large leaves next to nothing of a norm of 0.001 to the biases.
        assertThat(Math.sqrt(square)).isLessThan(1e-5);
    }

    @Test
    void aModelThatShowsNoActivityRefusesAPenaltyOnIt() {
        assertThatThrownBy(() -> update(new ScriptedModel(x -> x, x -> x), null, null, 0.5, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("activityPenalty and temporalPenalty must be 0 for this kind of model");
    }
}
