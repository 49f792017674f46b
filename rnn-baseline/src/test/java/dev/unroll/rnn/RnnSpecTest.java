package dev.unroll.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.layer.Pooling;
import java.util.List;
import org.junit.jupiter.api.Test;

class RnnSpecTest {

    private static void assertRefused(String message, List<Integer> hiddenSizes, Double dropout,
            Integer embeddingSize) {
        assertThatThrownBy(() -> new RnnSpec(hiddenSizes, null, dropout, embeddingSize, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        assertThat(RnnSpec.of(48, 32)).isEqualTo(new RnnSpec(List.of(48, 32), Activation.TANH, 0.0, 48, Pooling.LAST));
    }

    @Test
    void impossibleValuesAreRefusedWithTheReason() {
        assertRefused("hiddenSizes must name the hidden units of at least one layer; got nothing; write for example "
                + "[64] or [64, 32]", null, null, null);
        assertRefused("each of hiddenSizes must be at least 1; got [-3]", List.of(-3), null, null);
        assertRefused("dropout must be at least 0 and less than 1; got -0.1", List.of(8, 8), -0.1, null);
        assertRefused("dropout acts between layers and needs at least two; got 0.2 with one layer; set dropout to 0 "
                + "or give hiddenSizes another entry", List.of(8), 0.2, null);
        assertThatThrownBy(() -> new RnnSpec(List.of(8), null, null, null, null, null, null, null, 0.0, null, null,
                null, null))
                .hasMessage("leak must be above 0 and at most 1; got 0.0; leave it out for units that do not leak");
        assertRefused("embeddingSize must be at least 1; got -1", List.of(8), null, -1);
        assertThatThrownBy(() -> new RnnSpec(List.of(8), null, null, null, Pooling.FIRST))
                .hasMessage("pooling first needs a direction whose first step has seen the others; got direction forward,"
                        + " which knows nothing but that step there; choose direction reverse or bidirectional, or"
                        + " pooling last");
    }
}
