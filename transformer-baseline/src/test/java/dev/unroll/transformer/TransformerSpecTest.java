package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelFactory;
import dev.unroll.testing.Specs;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerSpecTest {

    @Test
    void whatIsLeftOutGetsItsDefault() {
        TransformerSpec spec = new TransformerSpec(null, null, null, null, null, null, null, null, null, null);
        assertThat(spec).isEqualTo(new TransformerSpec(64, 4, 2, 256, Activation.GELU, true, true,
                Positions.SINUSOIDAL, 0.0, Pooling.LAST, 4, Normalization.LAYER, null, null, 0.0, 0.0, 0.0, true,
                false, ModelEngine.NATIVE));
        assertThat(TransformerSpec.of(32, 2, 1).feedForwardSize()).isEqualTo(128);
    }

    @Test
    void aWidthThatHeadsCannotShareIsRefused() {
        assertThatThrownBy(() -> TransformerSpec.of(30, 4, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("modelSize must be divisible by numHeads; got 30 and 4; "
                        + "change one of them, for example modelSize to 32");
    }

    @Test
    void sizesBelowOneAreRefused() {
        assertThatThrownBy(() -> TransformerSpec.of(0, 4, 1)).hasMessage("modelSize must be at least 1; got 0");
        assertThatThrownBy(() -> TransformerSpec.of(8, 0, 1)).hasMessage("numHeads must be at least 1; got 0");
        assertThatThrownBy(() -> TransformerSpec.of(8, 4, 0)).hasMessage("numLayers must be at least 1; got 0");
        assertThatThrownBy(() -> new TransformerSpec(8, 4, 1, -3, null, null, null, null, null, null))
                .hasMessage("feedForwardSize must be at least 1; got -3");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.0, Double.NaN})
    void impossibleDropoutIsRefused(double dropout) {
        assertThatThrownBy(() -> new TransformerSpec(8, 4, 1, 8, null, null, null, null, dropout, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dropout must be at least 0 and less than 1; got " + dropout);
    }

    @Test
    void theFirstStepOfACausalModelIsNotPooled() {
        assertThatThrownBy(() -> new TransformerSpec(8, 4, 1, 8, null, null, null, null, null, Pooling.FIRST))
                .hasMessage("pooling first needs a first step that sees the others; got causal true, where it sees itself"
                        + " alone; set causal to false or choose pooling last");
        assertThat(new TransformerSpec(8, 4, 1, 8, null, null, false, null, null, Pooling.FIRST).pooling())
                .isEqualTo(Pooling.FIRST);
    }

    @Test
    void gatedFeedForwardHasTwoThirdsOfTheWidthByDefault() {
        assertThat(Specs.of(TransformerSpec.class, "modelSize", 64, "activation", Activation.SWIGLU).feedForwardSize())
                .isEqualTo(171);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "numKeyValueHeads | 3 | numHeads must be divisible by numKeyValueHeads; got 4 and 3; each head of keys and"
                + " values serves as many heads of queries",
        "numKeyValueHeads | 0 | numKeyValueHeads must be at least 1; got 0",
        "attentionWindow | 0 | attentionWindow must be at least 1; got 0",
        "maxPositions | 9 | maxPositions needs positions learned; got 9 with other positions, which take sequences of"
                + " any length; leave it out"})
    void impossibleSizesAreRefused(String option, int value, String message) {
        assertThatThrownBy(() -> Specs.of(TransformerSpec.class, option, value))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropout", "embeddingDropout", "attentionDropout", "stochasticDepth"})
    void probabilitiesOfOneAreRefused(String option) {
        assertThatThrownBy(() -> Specs.of(TransformerSpec.class, option, 1.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + " must be at least 0 and less than 1; got 1.0; it is the probability");
    }

    @Test
    void rotaryPositionsNeedHeadsOfEvenSize() {
        assertThatThrownBy(() -> Specs.of(TransformerSpec.class, "modelSize", 12, "positions", Positions.ROTARY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("modelSize / numHeads must be even for rotary positions, which turn values in pairs;"
                        + " got 12 / 4; choose fewer heads or other positions");
    }

    @Test
    void theFactoryIsFoundByItsKind() {
        assertThat(ServiceLoader.load(ModelFactory.class)).extracting(ModelFactory::kind).contains("transformer");
    }
}
