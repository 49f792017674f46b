package dev.unroll.gru;

import dev.unroll.engine.Engine;
import dev.unroll.testing.StateMapContract;
import org.junit.jupiter.api.Test;

class GruStateMapTest {

    private static final int[] SIZES = {1, 2, 3, 7, 13};

    private final Engine engine = Engine.withThreads(1);

    @Test
    void theMapIsTheLayerAndItsDerivativesMatchCentralDifferences() {
        for (int seed = 0; seed < 60; seed++) {
            boolean resetAfter = seed % 2 == 0;
            int units = SIZES[seed / 2 % SIZES.length];
            StateMapContract.check("reset after the product " + resetAfter + ", " + units + " units",
                    new GruLayer("layer0", 1 + seed % 4, units, resetAfter, engine), seed);
        }
    }
}
