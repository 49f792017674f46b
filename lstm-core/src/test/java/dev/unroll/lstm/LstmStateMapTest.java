package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.StateMapContract;
import org.junit.jupiter.api.Test;

class LstmStateMapTest {

    private static final int[] SIZES = {1, 2, 3, 7, 13};

    private final Engine engine = Engine.withThreads(1);

    @Test
    void theMapIsTheLayerAndItsDerivativesMatchCentralDifferences() {
        for (int seed = 0; seed < 80; seed++) {
            int units = SIZES[seed % SIZES.length];
            int inputs = 1 + seed % 4;
            if (seed % 4 == 0) {
                StateMapContract.check("vanilla, " + units + " units", new LstmLayer("layer0", inputs, units, engine),
                        seed);
                continue;
            }
            LstmCell cell = randomCell(Randomness.of(seed, Purpose.SEARCH).stream());
            StateMapContract.check(cell + ", " + units + " units",
                    new LstmVariantLayer("layer0", inputs, units, cell, engine), seed);
        }
    }

    private static LstmCell randomCell(RandomStream random) {
        boolean coupled = random.nextInt(4) == 0;
        boolean input = coupled || random.nextInt(4) > 0;
        boolean forget = coupled || random.nextInt(4) > 0;
        boolean output = random.nextInt(4) > 0;
        boolean gates = input || forget || output;
        return new LstmCell(gates && random.nextInt(2) == 0, coupled, input, forget, output,
                CellActivation.values()[random.nextInt(4)], CellActivation.values()[random.nextInt(4)], false,
                gates ? GateActivation.values()[random.nextInt(2)] : GateActivation.SIGMOID,
                random.nextInt(3) == 0 ? 0.5f : Float.POSITIVE_INFINITY, false);
    }

    @Test
    void cellsThatHaveNoMapAreRefused() {
        refused(new LstmVariantLayer("layer0", 1, 3, cell(true, false), engine), "fullGateRecurrence");
        refused(new LstmVariantLayer("layer0", 1, 3, cell(false, true), engine), "layerNorm");
        refused(new LstmVariantLayer("layer0", 1, 3, 2, LstmCell.VANILLA, LstmRegularization.NONE, engine),
                "projectionSize");
        refused(new LstmVariantLayer("layer0", 1, 3, 0, LstmCell.VANILLA, new LstmRegularization(null, null, 0.1), engine),
                "cellZoneout");
        refused(new LstmLayer("layer0", 1, 3, new RecurrentRegularization(null, null, 0.1), engine), "zoneout");
    }

    private static LstmCell cell(boolean fullGateRecurrence, boolean layerNorm) {
        return new LstmCell(false, false, true, true, true, CellActivation.TANH, CellActivation.TANH, fullGateRecurrence,
                GateActivation.SIGMOID, Float.POSITIVE_INFINITY, layerNorm);
    }

    private static void refused(RecurrentLayer layer, String option) {
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {1});
        layer.forward(layout, new float[1], null);
        assertThatThrownBy(() -> layer.recurrences(layout)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the recurrence of layer0 is told only").hasMessageEndingWith("leave " + option
                        + " out");
    }
}
