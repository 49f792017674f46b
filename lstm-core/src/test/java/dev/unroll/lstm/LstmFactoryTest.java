package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class LstmFactoryTest {

    @ParameterizedTest
    @CsvSource({"0.3, 0, 0, 0, 0", "0, 0.3, 0, 0, 0", "0, 0, 0.3, 0, 0", "0, 0, 0, 0.3, 0", "0, 0, 0, 0, 0.3",
            "0, 0, 0, 0, 0"})
    void noiseIsThatOfTheSpec(double dropout, double dropConnect, double zoneout, double candidates, double cells) {
        LstmRegularization noise = new LstmRegularization(new RecurrentRegularization(dropout, dropConnect, zoneout),
                candidates, cells);
        boolean noisy = dropout + dropConnect + zoneout + candidates + cells > 0;
        TrainingNoise.check(new LstmFactory(), spec("regularization", noise), noisy);
        TrainingNoise.check(new LstmFactory(), spec("regularization", noise, "peepholes", true), noisy);
    }

    private static LstmSpec spec(Object... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "hiddenSizes";
        all[1] = List.of(6, 5);
        System.arraycopy(options, 0, all, 2, options.length);
        return Specs.of(LstmSpec.class, all);
    }

    @Test
    void normalizedLayersHaveGains() {
        assertThat(LstmFactory.encoder(spec("layerNorm", true), 3, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1)).parameters()).extracting(Parameter::name).startsWith("layer0.inputWeight",
                "layer0.recurrentWeight", "layer0.bias", "layer0.inputGain", "layer0.recurrentGain", "layer0.cellGain",
                "layer0.cellBias", "layer1.inputWeight");
        assertThatThrownBy(() -> Specs.of(LstmSpec.class, "hiddenSizes", List.of(4, 1), "layerNorm", true))
                .hasMessage("layerNorm needs layers of at least 2 units, since a single value less its mean is always 0;"
                        + " got hiddenSizes [4, 1]; leave layerNorm out or make the layer larger");
    }
}
