package dev.unroll.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void everyKindGivesTheScheduleThatBearsIt() {
        for (String kind : LearningRateSchedule.KINDS) {
            assertThat(LearningRateSchedule.named(kind).kind()).isEqualTo(kind);
        }
        assertThatThrownBy(() -> LearningRateSchedule.named("exponential"))
                .hasMessage("the learning-rate schedule must be one of constant, warm-up, linear, cosine, step;"
                        + " got exponential");
    }

    @Test
    void factorsStayBetweenZeroAndOne() {
        for (String kind : LearningRateSchedule.KINDS) {
            for (long step = 0; step < 300; step++) {
                assertThat(LearningRateSchedule.named(kind).factor(step, 200)).as("%s at %d", kind, step)
                        .isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void warmUpRisesEvenlyAndHandsOverTheStepsThatRemain() {
        LearningRateSchedule schedule = new LearningRateSchedule.WarmUp(4L, new LearningRateSchedule.Linear(null));
        double[] expected = {0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0};
        for (int step = 0; step < expected.length; step++) {
            assertThat(schedule.factor(step, 8)).as("step %d", step).isEqualTo(expected[step]);
        }
    }

    @Test
    void warmUpLongerThanTrainingStillWorks() {
        assertThat(new LearningRateSchedule.WarmUp(10L, new LearningRateSchedule.Cosine(null)).factor(4, 5))
                .isEqualTo(0.5);
    }

    @Test
    void cosineGoesFromOneThroughTheMiddleToTheMinimumAndStays() {
        LearningRateSchedule schedule = new LearningRateSchedule.Cosine(0.2);
        assertThat(schedule.factor(0, 100)).isEqualTo(1);
        assertThat(schedule.factor(50, 100)).isCloseTo(0.6, within(1e-15));
        assertThat(schedule.factor(25, 100)).isCloseTo(0.2 + 0.4 * (1 + Math.sqrt(0.5)), within(1e-15));
        assertThat(schedule.factor(100, 100)).isEqualTo(0.2);
        assertThat(schedule.factor(1000, 100)).isEqualTo(0.2);
    }

    @Test
    void stepsFallByTheirFactor() {
        LearningRateSchedule schedule = new LearningRateSchedule.Step(10L, 0.5);
        assertThat(schedule.factor(9, 100)).isEqualTo(1);
        assertThat(schedule.factor(10, 100)).isEqualTo(0.5);
        assertThat(schedule.factor(29, 100)).isEqualTo(0.25);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new LearningRateSchedule.WarmUp(0L, null))
                .hasMessage("warmupSteps must be at least 1; got 0");
        assertThatThrownBy(() -> new LearningRateSchedule.Cosine(1.5)).hasMessageContaining("from 0 to 1; got 1.5");
        assertThatThrownBy(() -> new LearningRateSchedule.Linear(-1.0)).hasMessageContaining("from 0 to 1; got -1.0");
        assertThatThrownBy(() -> new LearningRateSchedule.Step(0L, null)).hasMessageContaining("at least 1 step");
        assertThatThrownBy(() -> new LearningRateSchedule.Step(null, 0.0))
                .hasMessageContaining("above 0 and at most 1");
    }
}
