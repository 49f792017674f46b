package dev.unroll.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.StateMap;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.StateMapContract;
import org.junit.jupiter.api.Test;

class RnnStateMapTest {

    private static final int[] SIZES = {1, 2, 3, 7, 13};

    private final Engine engine = Engine.withThreads(1);

    @Test
    void theMapIsTheLayerAndItsDerivativesMatchCentralDifferences() {
        for (int seed = 0; seed < 60; seed++) {
            Activation activation = Activation.values()[seed % 2];
            float leak = seed % 3 == 0 ? 0.3f : 1f;
            int units = SIZES[seed % SIZES.length];
            RnnLayer layer = new RnnLayer("layer0", 1 + seed % 4, units, activation, leak, false,
                    RecurrentRegularization.NONE, engine);
            StateMapContract.check(activation + ", leak " + leak + ", " + units + " units", layer, seed);
        }
    }

    @Test
    void theVanillaFormTellsItsWeightsSlopeAndLeak() {
        RnnLayer layer = new RnnLayer("layer0", 1, 2, Activation.TANH, 0.5f, false, RecurrentRegularization.NONE, engine);
        layer.parameters().get(1).value()[1] = 3f;
        StateMap.Elman elman = recurrence(layer).elman().orElseThrow();
        assertThat(elman.recurrentWeight()).as("what unit 1 takes of unit 0").containsExactly(0, 0, 3, 0);
        assertThat(elman.slope()).isEqualTo(1);
        assertThat(elman.leak()).isEqualTo(0.5);
    }

    @Test
    void whatHasNoMapIsRefused() {
        RnnLayer normalized = new RnnLayer("layer0", 1, 2, Activation.TANH, 1f, true, RecurrentRegularization.NONE,
                engine);
        assertThatThrownBy(() -> recurrence(normalized)).hasMessage("the recurrence of layer0 is told only without"
                + " layerNorm; leave layerNorm out");
        RnnLayer zoned = new RnnLayer("layer0", 1, 2, Activation.TANH, 1f, false,
                new RecurrentRegularization(null, null, 0.1), engine);
        assertThatThrownBy(() -> recurrence(zoned)).hasMessageContaining("without zoneout");
    }

    private static StateMap recurrence(RnnLayer layer) {
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {1});
        layer.forward(layout, new float[1], null);
        return layer.recurrences(layout).get(0).map();
    }
}
