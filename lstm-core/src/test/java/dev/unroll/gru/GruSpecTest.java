package dev.unroll.gru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.layer.Pooling;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentStack;
import java.util.List;
import org.junit.jupiter.api.Test;

class GruSpecTest {

    private static void assertRefused(String message, List<Integer> hiddenSizes, Double dropout,
            Integer embeddingSize) {
        assertThatThrownBy(() -> new GruSpec(hiddenSizes, dropout, embeddingSize, null, null, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static RecurrentStack stack(Direction direction, boolean resetAfter) {
        return GruFactory.encoder(new GruSpec(List.of(6, 4), null, null, null, direction, resetAfter), 3,
                Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1));
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        assertThat(GruSpec.of(48, 32))
                .isEqualTo(new GruSpec(List.of(48, 32), 0.0, 48, Pooling.LAST, Direction.FORWARD, true));
    }

    @Test
    void impossibleValuesAreRefusedWithTheReason() {
        assertRefused("hiddenSizes must name the hidden units of at least one layer; got nothing; write for example "
                + "[64] or [64, 32]", null, null, null);
        assertRefused("dropout acts between layers and needs at least two; got 0.2 with one layer; set dropout to 0 "
                + "or give hiddenSizes another entry", List.of(8), 0.2, null);
        assertRefused("embeddingSize must be at least 1; got -1", List.of(8), null, -1);
    }

    @Test
    void onlyTheResetAfterTheProductHasARecurrentBias() {
        assertThat(stack(Direction.FORWARD, true).parameters()).extracting(Parameter::name).containsExactly(
                "layer0.inputWeight", "layer0.recurrentWeight", "layer0.bias", "layer0.recurrentBias",
                "layer1.inputWeight", "layer1.recurrentWeight", "layer1.bias", "layer1.recurrentBias");
        assertThat(stack(Direction.FORWARD, false).parameters()).extracting(Parameter::name).containsExactly(
                "layer0.inputWeight", "layer0.recurrentWeight", "layer0.bias",
                "layer1.inputWeight", "layer1.recurrentWeight", "layer1.bias");
    }

    @Test
    void bothDirectionsStandSideBySide() {
        RecurrentStack stack = stack(Direction.BIDIRECTIONAL, true);
        assertThat(stack.outputSize()).isEqualTo(8);
        assertThat(stack.reversedSize()).isEqualTo(4);
    }
}
