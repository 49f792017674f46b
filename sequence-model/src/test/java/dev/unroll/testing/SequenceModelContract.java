package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.ActivityPenalty;
import dev.unroll.model.Parameter;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.TrainingPass;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every model must do, whatever its kind. A model's module extends this with a way to make its model; every test runs
 * on features with values, tokens with a class, and tokens with a class per step.
 */
public abstract class SequenceModelContract extends TraceContract {

    private static final TrainingPass PENALIZED = new TrainingPass(DROPOUT, new ActivityPenalty(0.5, 0.7), null);

    /** A pass with all that the model under test can have in it. */
    private TrainingPass pass() {
        return abilities().contains(Ability.ACTIVITY_PENALTY) ? PENALIZED : TrainingPass.of(DROPOUT);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void sameSeedGivesSameWeightsAndPredictions(Form form) {
        SequenceModel first = model(form, 0, 1);
        SequenceModel second = model(form, 0, 1);
        for (int i = 0; i < first.parameters().list().size(); i++) {
            assertThat(second.parameters().list().get(i).value()).isEqualTo(first.parameters().list().get(i).value());
        }
        assertThat(second.predict(batch(form)).values()).isEqualTo(first.predict(batch(form)).values());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void predictionsHaveTheFormOfTheTask(Form form) {
        Predictions predictions = model(form, 0, 1).predict(batch(form));
        assertThat(predictions.batchSize()).isEqualTo(LENGTHS.length);
        assertThat(predictions.steps()).isEqualTo(form == Form.CLASS_PER_STEP ? 9 : 1);
        assertThat(predictions.outputSize()).isEqualTo(form.task.outputSize());
        assertThat(predictions.values()).hasSize(predictions.batchSize() * predictions.steps() * predictions.outputSize());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void parameterGradientsMatchDifferencesOfTheLoss(Form form) {
        checkParameterGradients(model(form, 0, 1), batch(form), () -> TrainingPass.of(DROPOUT));
    }

    @ParameterizedTest
    @CsvSource({"VALUE, 2, 0", "CLASS, 0, 3", "CLASS_PER_STEP, 1, 2"})
    void withAPenaltyOnActivityTheyMatchThoseOfTheLossAndThePenalty(Form form, double activity, double temporal) {
        assumeTrue(abilities().contains(Ability.ACTIVITY_PENALTY), "not supported");
        SequenceModel model = model(form, 0, 1);
        TrainingPass pass = new TrainingPass(DROPOUT, new ActivityPenalty(activity, temporal), null);
        double loss = model.gradients(batch(form), DROPOUT);
        assertThat(model.activityPenalty()).isZero();
        assertThat(model.gradients(batch(form), pass)).isEqualTo(loss);
        assertThat(model.activityPenalty()).isPositive();
        checkParameterGradients(model, batch(form), () -> pass);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void gradientsAreOverwrittenNotAccumulated(Form form) {
        SequenceModel model = model(form, 0, 1);
        model.gradients(batch(form), DROPOUT);
        List<float[]> once = gradients(model);
        model.gradients(batch(form), DROPOUT);
        assertSameGradients(model, once);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void paddingChangesNoBit(Form form) {
        SequenceModel model = model(form, 0.3, 1);
        double loss = model.gradients(batch(form), pass());
        List<float[]> gradients = gradients(model);
        Predictions predictions = model.predict(batch(form));
        SequenceBatch padded = batch(form, LENGTHS, 9, true);
        assertThat(model.gradients(padded, pass())).isEqualTo(loss);
        assertSameGradients(model, gradients);
        assertThat(model.predict(padded).values()).isEqualTo(predictions.values());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aSequenceIsPredictedTheSameInAnyCompany(Form form) {
        assumeTrue(abilities().contains(Ability.SAME_BITS), "not supported");
        SequenceModel model = model(form, 0, 1);
        SequenceBatch batch = batch(form);
        Predictions together = model.predict(batch);
        int size = form == Form.VALUE ? 3 : 1;
        for (int b = 0; b < LENGTHS.length; b++) {
            int[] length = {LENGTHS[b]};
            float[] features = form == Form.VALUE
                    ? Arrays.copyOfRange(batch.features(), b * 9 * size, (b * 9 + LENGTHS[b]) * size) : null;
            int[] tokens = form == Form.VALUE ? null : Arrays.copyOfRange(batch.tokens(), b * 9, b * 9 + LENGTHS[b]);
            Predictions alone = model.predict(new SequenceBatch(length, features, tokens, null, null, null));
            for (int t = 0; t < alone.steps(); t++) {
                for (int k = 0; k < alone.outputSize(); k++) {
                    assertThat(alone.value(0, t, k)).isEqualTo(together.value(b, t, k));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void threadsChangeNoBit(int threads) {
        assumeTrue(abilities().contains(Ability.SAME_BITS), "not supported");
        for (Form form : Form.values()) {
            SequenceModel alone = model(form, 0.3, 1);
            SequenceModel team = model(form, 0.3, threads);
            assertThat(team.gradients(batch(form), pass())).isEqualTo(alone.gradients(batch(form), pass()));
            assertSameGradients(team, gradients(alone));
            assertThat(team.predict(batch(form)).values()).isEqualTo(alone.predict(batch(form)).values());
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void scalarAndChosenKernelsGiveTheSameBits(Form form) {
        assumeTrue(abilities().contains(Ability.SAME_BITS), "not supported");
        SequenceModel chosen = model(form, 0.3, 1);
        SequenceModel scalar = create(form.task, 0.3, Randomness.of(1, Purpose.INITIALIZATION),
                new Engine(Kernels.scalar(), new Workers(1)));
        assertThat(chosen.gradients(batch(form), pass())).isEqualTo(scalar.gradients(batch(form), pass()));
        assertSameGradients(chosen, gradients(scalar));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void dropoutActsInTrainingAndNowhereElse(Form form) {
        SequenceModel plain = model(form, 0, 1);
        SequenceModel dropping = model(form, 0.5, 1);
        assertThat(dropping.predict(batch(form)).values()).isEqualTo(plain.predict(batch(form)).values());
        double first = dropping.gradients(batch(form), DROPOUT.derive(1));
        assertThat(dropping.gradients(batch(form), DROPOUT.derive(2))).isNotEqualTo(first);
        assertThat(dropping.gradients(batch(form), DROPOUT.derive(1))).isEqualTo(first);
        assertThat(plain.gradients(batch(form), DROPOUT.derive(1))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void gradientDescentFitsASmallBatch(Form form) {
        SequenceModel model = model(form, 0, 1);
        double before = model.gradients(batch(form), DROPOUT);
        double loss = before;
        for (int step = 0; step < 150 && loss >= 0.5 * before; step++) {
            for (Parameter parameter : model.parameters()) {
                for (int i = 0; i < parameter.size(); i++) {
                    parameter.value()[i] -= learningRate() * parameter.gradient()[i];
                }
            }
            loss = model.gradients(batch(form), DROPOUT);
        }
        assertThat(loss).isLessThan(0.5 * before);
    }

    @Test
    void aBatchThatDoesNotSuitTheTaskIsRefused() {
        SequenceModel model = model(Form.CLASS, 0, 1);
        assertThatThrownBy(() -> model.predict(batch(Form.VALUE)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("tokens");
        SequenceBatch unknown = new SequenceBatch(new int[] {2}, null, new int[] {0, 7}, null, new int[] {0}, null);
        assertThatThrownBy(() -> model.predict(unknown))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("from 0 to 6; got 7");
        SequenceBatch unlabelled = new SequenceBatch(new int[] {2}, null, new int[] {0, 1}, null, null, null);
        assertThatThrownBy(() -> model.gradients(unlabelled, DROPOUT))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("target classes");
    }
}
