package dev.unroll.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {

    @Test
    void everyNameGivesTheLossThatBearsIt() {
        for (String name : Loss.NAMES) {
            assertThat(Loss.named(name).name()).isEqualTo(name);
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Loss.named("mse")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the loss must be one of squared, absolute, huber, quantile, cross-entropy; got mse");
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new ValueLoss.Huber(0.0)).hasMessageContaining("above 0 and finite; got 0.0");
        assertThatThrownBy(() -> new ValueLoss.Huber(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new ValueLoss.Quantile(List.of())).hasMessageContaining("at least one level");
        assertThatThrownBy(() -> new ValueLoss.Quantile(List.of(0.5, 0.5))).hasMessageContaining("must rise");
        assertThatThrownBy(() -> new ValueLoss.Quantile(List.of(0.5, 1.0))).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> new CrossEntropy(1.0)).hasMessageContaining("below 1; got 1.0");
        assertThatThrownBy(() -> new CrossEntropy(-0.1)).hasMessageContaining("at least 0");
    }

    @Test
    void valuesOfOneOutputAreTheTextbookOnes() {
        assertThat(new ValueLoss.Squared().value(3, 1, 0)).isEqualTo(4);
        assertThat(new ValueLoss.Absolute().value(-3, 1, 0)).isEqualTo(4);
        assertThat(new ValueLoss.Huber(2.0).value(1, 2, 0)).isEqualTo(0.5);
        assertThat(new ValueLoss.Huber(2.0).value(5, 1, 0)).isEqualTo(6);
        ValueLoss.Quantile quantile = new ValueLoss.Quantile(List.of(0.25, 0.75));
        assertThat(quantile.value(1, 3, 0)).isEqualTo(0.5);
        assertThat(quantile.value(1, 3, 1)).isEqualTo(1.5);
        assertThat(quantile.value(3, 1, 1)).isEqualTo(0.5);
    }

    @Test
    void derivativesAtAKinkAreZeroAndNanStaysNan() {
        for (ValueLoss loss : List.of(new ValueLoss.Squared(), new ValueLoss.Absolute(), new ValueLoss.Huber(null),
                new ValueLoss.Quantile(null))) {
            assertThat(loss.derivative(2, 2, 0)).as(loss.name()).isZero();
            assertThat(loss.derivative(Double.NaN, 2, 0)).as(loss.name()).isNaN();
            assertThat(loss.value(Double.NaN, 2, 0)).as(loss.name()).isNaN();
        }
    }

    @Test
    void theQuantileNearestToTheMedianIsTheForecast() {
        assertThat(new ValueLoss.Quantile(null).forecast()).isEqualTo(1);
        assertThat(new ValueLoss.Quantile(List.of(0.1, 0.5, 0.6, 0.9)).forecast()).isEqualTo(1);
        assertThat(new ValueLoss.Quantile(List.of(0.25, 0.75)).forecast()).isZero();
        assertThat(new ValueLoss.Quantile(List.of(0.05, 0.1, 0.45)).forecast()).isEqualTo(2);
    }
}
