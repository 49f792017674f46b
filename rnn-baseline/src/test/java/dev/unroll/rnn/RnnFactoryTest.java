package dev.unroll.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.Specs;
import dev.unroll.testing.TrainingNoise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RnnFactoryTest {

    @ParameterizedTest
    @CsvSource({"0.3, 0, 0", "0, 0.3, 0", "0, 0, 0.3", "0, 0, 0"})
    void noiseIsThatOfTheSpec(double dropout, double dropConnect, double zoneout) {
        TrainingNoise.check(new RnnFactory(), Specs.of(RnnSpec.class, "hiddenSizes", List.of(6, 5), "regularization",
                new RecurrentRegularization(dropout, dropConnect, zoneout)), dropout + dropConnect + zoneout > 0);
    }

    @Test
    void normalizedLayersHaveAGain() {
        assertThat(RnnFactory.encoder(Specs.of(RnnSpec.class, "hiddenSizes", List.of(4), "layerNorm", true), 2,
                Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1)).parameters())
                .extracting(Parameter::name).endsWith("layer0.gain");
    }
}
