package dev.unroll.gru;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.RecurrentStack;
import dev.unroll.testing.Specs;
import dev.unroll.testing.TrainingNoise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GruFactoryTest {

    @ParameterizedTest
    @CsvSource({"0.3, 0, 0", "0, 0.3, 0", "0, 0, 0.3", "0, 0, 0"})
    void noiseIsThatOfTheSpec(double dropout, double dropConnect, double zoneout) {
        TrainingNoise.check(new GruFactory(), Specs.of(GruSpec.class, "hiddenSizes", List.of(6, 5), "regularization",
                new RecurrentRegularization(dropout, dropConnect, zoneout)), dropout + dropConnect + zoneout > 0);
    }

    @Test
    void layersStartAsTheSpecSays() {
        RecurrentStack stack = GruFactory.encoder(Specs.of(GruSpec.class, "hiddenSizes", List.of(3), "recurrentInitialization",
                RecurrentInitialization.IDENTITY, "learnedInitialState", true), 2,
                Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1));
        assertThat(stack.parameters()).extracting(Parameter::name).endsWith("layer0.initialState");
        float[] weight = stack.parameters().get(1).value();
        for (int i = 0; i < weight.length; i++) {
            assertThat(weight[i]).isEqualTo(i / 9 == i % 3 ? 1f : 0f);
        }
    }
}
