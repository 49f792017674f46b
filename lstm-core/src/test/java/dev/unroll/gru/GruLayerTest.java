package dev.unroll.gru;

import static dev.unroll.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.testing.RecurrentLayerContract;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GruLayerTest {

    private abstract static class Contract extends RecurrentLayerContract {

        private final boolean resetAfter;

        Contract(boolean resetAfter) {
            this.resetAfter = resetAfter;
        }

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new GruLayer("layer0", inputSize, hiddenSize, resetAfter, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            GruReference.step(parameters, x, state);
        }
    }

    @Nested
    class WithTheResetAfterTheProduct extends Contract {
        WithTheResetAfterTheProduct() {
            super(true);
        }
    }

    @Nested
    class WithTheResetBeforeTheProduct extends Contract {
        WithTheResetBeforeTheProduct() {
            super(false);
        }
    }

    @Test
    void statesAreThoseOfTheEquations() {
        GruLayer layer = new GruLayer("layer3", 1, 2, true, Engine.withThreads(1));
        layer.parameters().get(2).value()[1] = 0.5f;   // reset gate of unit 1
        layer.parameters().get(2).value()[2] = -1f;    // update gate of unit 0
        layer.parameters().get(2).value()[4] = 2f;     // candidate of unit 0
        layer.parameters().get(3).value()[1] = 3f;     // recurrent bias of unit 1
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {1, 2});
        layer.forward(layout, new float[3], null);

        Map<String, float[]> rows = new LinkedHashMap<>();
        layer.states(layout, (name, size, values, offset, stride) -> {
            // The second step of the longer sequence is the last row.
            int from = offset + 2 * stride;
            rows.put(name, Arrays.copyOfRange(values, from, from + size));
        });
        double r = 1 / (1 + StrictMath.exp(-0.5));
        double z = 1 / (1 + StrictMath.exp(1));
        double[] n = {StrictMath.tanh(2), StrictMath.tanh(3 * r)};
        assertClose("reset gate", rows.get("layer3.resetGate"), new double[] {0.5, r}, 1e-6, 1e-7);
        assertClose("update gate", rows.get("layer3.updateGate"), new double[] {z, 0.5}, 1e-6, 1e-7);
        assertClose("candidate", rows.get("layer3.candidate"), n, 1e-6, 1e-7);
        assertClose("hidden", rows.get("layer3.hidden"), new double[] {(1 - z * z) * n[0], 0.75 * n[1]}, 1e-6, 1e-7);
        assertThat(rows).hasSize(4);
    }

    @Test
    void initializationIsOrthogonalGateByGate() {
        int hidden = 6;
        GruLayer layer = new GruLayer("layer0", 3, hidden, true, Engine.withThreads(1))
                .initialize(RecurrentInitialization.ORTHOGONAL, Randomness.of(1, Purpose.INITIALIZATION));
        Parameter recurrent = layer.parameters().get(1);
        for (int gate = 0; gate < 3; gate++) {
            for (int a = 0; a < hidden; a++) {
                for (int b = 0; b < hidden; b++) {
                    double dot = 0;
                    for (int j = 0; j < hidden; j++) {
                        dot += (double) recurrent.value()[(a * 3 + gate) * hidden + j]
                                * recurrent.value()[(b * 3 + gate) * hidden + j];
                    }
                    assertThat(dot).isCloseTo(a == b ? 1 : 0, offset(1e-6));
                }
            }
        }
        double limit = Math.sqrt(6.0 / (3 + hidden));
        double largest = 0;
        for (float value : layer.parameters().get(0).value()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.8 * limit, limit);
        assertThat(layer.parameters().get(2).value()).containsOnly(0f);
        assertThat(layer.parameters().get(3).value()).containsOnly(0f);
    }
}
