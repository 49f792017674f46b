package dev.unroll.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptimizerSpecTest {

    @Test
    void everyKindGivesTheOptimizerThatBearsIt() {
        for (String kind : OptimizerSpec.KINDS) {
            assertThat(OptimizerSpec.named(kind).kind()).isEqualTo(kind);
        }
        assertThatThrownBy(() -> OptimizerSpec.named("adagrad"))
                .hasMessage("the optimizer must be one of sgd, rmsprop, adam, adamw; got adagrad");
    }

    @Test
    void defaultsAreThoseOfPyTorch() {
        assertThat(OptimizerSpec.named("sgd")).isEqualTo(new OptimizerSpec.Sgd(0.0, false, 0.0));
        assertThat(OptimizerSpec.named("rmsprop")).isEqualTo(new OptimizerSpec.Rmsprop(0.99, 1e-8, 0.0, false, 0.0));
        assertThat(OptimizerSpec.named("adam")).isEqualTo(new OptimizerSpec.Adam(0.9, 0.999, 1e-8, 0.0));
        assertThat(OptimizerSpec.named("adamw")).isEqualTo(new OptimizerSpec.AdamW(0.9, 0.999, 1e-8, 0.01));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new OptimizerSpec.Sgd(1.0, null, null))
                .hasMessage("momentum must be at least 0 and below 1; got 1.0");
        assertThatThrownBy(() -> new OptimizerSpec.Sgd(null, true, null))
                .hasMessageContaining("nesterov needs a momentum");
        assertThatThrownBy(() -> new OptimizerSpec.Sgd(null, null, -0.1))
                .hasMessage("weightDecay must be at least 0 and finite; got -0.1");
        assertThatThrownBy(() -> new OptimizerSpec.Rmsprop(Double.NaN, null, null, null, null))
                .hasMessageContaining("alpha must be");
        assertThatThrownBy(() -> new OptimizerSpec.Adam(-0.1, null, null, null)).hasMessageContaining("beta1 must be");
        assertThatThrownBy(() -> new OptimizerSpec.Adam(null, 1.5, null, null)).hasMessageContaining("beta2 must be");
        assertThatThrownBy(() -> new OptimizerSpec.AdamW(null, null, 1e-60, null))
                .hasMessage("epsilon must be above 0 and finite in single precision; got 1.0E-60");
    }
}
