package dev.unroll.lstm;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.RecurrentFixture;
import dev.unroll.testing.RecurrentLayerContract;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LstmLayerTest extends RecurrentLayerContract {

    @Override
    protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
        return new LstmLayer("layer0", inputSize, hiddenSize, engine);
    }

    @Override
    protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
        LstmReference.step(hiddenSize, parameters, x, state);
    }

    /** h = o tanh(c). */
    @Override
    protected boolean changeCell(int hiddenSize, double[] state, int cell, double change) {
        double outputGate = state[cell] / Math.tanh(state[hiddenSize + cell]);
        state[hiddenSize + cell] += change;
        state[cell] = outputGate * Math.tanh(state[hiddenSize + cell]);
        return true;
    }

    @Test
    void matchesPyTorch() {
        RecurrentFixture.check(Fixture.load("lstm_1layer"), new int[] {5, 5, 5}, this::create);
    }

    @Test
    void matchesPyTorchOnVariableLengths() {
        RecurrentFixture.check(Fixture.load("lstm_variable_lengths"), new int[] {5, 3, 1}, this::create);
    }

    @Test
    void statesAreThoseOfTheEquations() {
        LstmLayer layer = new LstmLayer("layer3", 1, 2, Engine.withThreads(1));
        layer.parameters().get(2).value()[0] = 0.5f;   // input gate of unit 0
        layer.parameters().get(2).value()[3] = -1f;    // forget gate of unit 1
        layer.parameters().get(2).value()[4] = 2f;     // candidate of unit 0
        layer.parameters().get(2).value()[7] = 1.5f;   // output gate of unit 1
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {1, 2});
        layer.forward(layout, new float[3], null);

        Map<String, float[]> rows = new LinkedHashMap<>();
        layer.states(layout, (name, size, values, offset, stride) -> {
            // The second step of the longer sequence is the last row.
            int from = offset + 2 * stride;
            rows.put(name, Arrays.copyOfRange(values, from, from + size));
        });
        double i = 1 / (1 + StrictMath.exp(-0.5));
        double g = StrictMath.tanh(2);
        double c = 0.5 * (i * g) + i * g;
        assertClose("input gate", rows.get("layer3.inputGate"), new double[] {i, 0.5}, 1e-6, 1e-7);
        assertClose("forget gate", rows.get("layer3.forgetGate"), new double[] {0.5, 1 / (1 + StrictMath.exp(1))},
                1e-6, 1e-7);
        assertClose("candidate", rows.get("layer3.candidate"), new double[] {g, 0}, 1e-6, 1e-7);
        assertClose("output gate", rows.get("layer3.outputGate"), new double[] {0.5, 1 / (1 + StrictMath.exp(-1.5))},
                1e-6, 1e-7);
        assertClose("cell", rows.get("layer3.cell"), new double[] {c, 0}, 1e-6, 1e-7);
        assertClose("hidden", rows.get("layer3.hidden"), new double[] {0.5 * StrictMath.tanh(c), 0}, 1e-6, 1e-7);
        assertThat(rows).hasSize(6);
    }

    @Test
    void initializationIsOrthogonalGateByGateWithTheForgetBias() {
        int hidden = 6;
        LstmLayer layer = new LstmLayer("layer0", 3, hidden, Engine.withThreads(1))
                .initialize(new LstmInitialization(1.5, 0, RecurrentInitialization.ORTHOGONAL),
                        Randomness.of(1, Purpose.INITIALIZATION));
        float[] bias = layer.parameters().get(2).value();
        for (int j = 0; j < 4 * hidden; j++) {
            assertThat(bias[j]).isEqualTo(j >= hidden && j < 2 * hidden ? 1.5f : 0f);
        }
        Parameter recurrent = layer.parameters().get(1);
        for (int gate = 0; gate < 4; gate++) {
            for (int a = 0; a < hidden; a++) {
                for (int b = 0; b < hidden; b++) {
                    double dot = 0;
                    for (int j = 0; j < hidden; j++) {
                        dot += (double) recurrent.value()[(a * 4 + gate) * hidden + j]
                                * recurrent.value()[(b * 4 + gate) * hidden + j];
                    }
                    assertThat(dot).isCloseTo(a == b ? 1 : 0, offset(1e-6));
                }
            }
        }
        double limit = Math.sqrt(6.0 / (3 + hidden));
        float[] input = layer.parameters().get(0).value();
        double[] sizes = Arrays.stream(toDouble(input)).map(Math::abs).sorted().toArray();
        assertThat(sizes[0]).isLessThan(0.1 * limit);
        assertThat(sizes[sizes.length - 1]).isBetween(0.9 * limit, limit);
    }
}
