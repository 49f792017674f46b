package dev.unroll.lstm;

import static dev.unroll.lstm.LstmVariantLayerTest.HIDDEN;
import static dev.unroll.lstm.LstmVariantLayerTest.INPUT;
import static dev.unroll.lstm.LstmVariantLayerTest.LENGTHS;
import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Closeness.assertSameBits;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.LearnedInitialState;
import dev.unroll.testing.CentralDifferences;
import dev.unroll.testing.Specs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedInitialStateTest {

    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
    private final RandomStream stream = Randomness.of(4, Purpose.PROBE).stream();

    private LearnedInitialState layer(LstmCell cell) {
        layout.update(LENGTHS);
        LearnedInitialState layer = new LearnedInitialState("layer0",
                new LstmVariantLayer("layer0", INPUT, HIDDEN, cell, Engine.withThreads(2)));
        for (Parameter parameter : layer.parameters()) {
            LstmVariantLayerTest.fill(parameter.value(), 0.6, stream);
        }
        return layer;
    }

    private static double[] forEverySequence(double[] state) {
        double[] states = new double[LENGTHS.length * state.length];
        for (int i = 0; i < states.length; i++) {
            states[i] = state[i % state.length];
        }
        return states;
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "peepholes", "fullGateRecurrence"})
    void gradientsMatchCentralDifferences(String words) {
        LstmCell cell = Cells.of(words);
        LearnedInitialState layer = layer(cell);
        double[][] parameters = layer.parameters().stream().map(p -> toDouble(p.value())).toArray(double[][]::new);
        double[] state = parameters[parameters.length - 1];
        float[] input = LstmVariantLayerTest.fill(new float[layout.rows() * INPUT], 1, stream);
        float[] dOutput = LstmVariantLayerTest.fill(new float[layout.rows() * HIDDEN], 1, stream);
        float[] direction = Arrays.copyOf(dOutput, dOutput.length + LENGTHS.length * state.length);
        float[] output = layer.forward(layout, input, null).clone();
        layer.backward(layout, dOutput.clone(), null, null, null);

        double[] x = toDouble(input);
        assertClose("output", output, Arrays.copyOf(LstmVariantLayerTest.reference(cell, layout, parameters, x,
                forEverySequence(state)), dOutput.length), 1e-4, 1e-5);
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = layer.parameters().get(i);
            assertGradientClose(parameter.name(), parameter.gradient(), CentralDifferences.gradient(parameters[i],
                    () -> LstmVariantLayerTest.dot(LstmVariantLayerTest.reference(cell, layout, parameters, x,
                    forEverySequence(state)), direction)), 1e-4);
        }
    }

    @Test
    void aGivenStateTakesItsPlace() {
        LearnedInitialState layer = layer(LstmCell.VANILLA);
        float[] input = LstmVariantLayerTest.fill(new float[layout.rows() * INPUT], 1, stream);
        float[] given = LstmVariantLayerTest.fill(new float[LENGTHS.length * 2 * HIDDEN], 1, stream);
        float[] output = layer.forward(layout, input, given).clone();
        float[] dGiven = new float[given.length];
        layer.backward(layout, output.clone(), null, null, dGiven);
        Parameter state = layer.parameters().get(3);
        assertThat(state.gradient()).containsOnly(0f);
        assertThat(dGiven).doesNotContain(0f);

        float[] learned = new float[given.length];
        for (int i = 0; i < learned.length; i++) {
            learned[i] = state.value()[i % state.size()];
        }
        float[] expected = layer.forward(layout, input, learned).clone();
        assertSameBits("output", layer.forward(layout, input, null), expected, layout.rows() * HIDDEN);
        assertThat(expected[0]).isNotEqualTo(output[0]);
    }

    @Test
    void theStackLearnsItWhereTheSpecSaysSo() {
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(6, 4), "learnedInitialState", true);
        assertThat(LstmFactory.encoder(spec, 2, Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1))
                .parameters()).extracting(Parameter::name).containsExactly("layer0.inputWeight",
                "layer0.recurrentWeight", "layer0.bias", "layer0.initialState", "layer1.inputWeight",
                "layer1.recurrentWeight", "layer1.bias", "layer1.initialState");
    }
}
