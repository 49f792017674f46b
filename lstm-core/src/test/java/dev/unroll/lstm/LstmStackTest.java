package dev.unroll.lstm;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentStack;
import dev.unroll.testing.CentralDifferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LstmStackTest {

    private static final Randomness DROPOUT = Randomness.of(5, Purpose.DROPOUT);
    private static final int INPUT = 3;

    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    private static RecurrentStack stack(List<Integer> sizes, double dropout) {
        LstmSpec spec = new LstmSpec(sizes, dropout, null, null, null);
        return LstmFactory.encoder(spec, INPUT, Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(2));
    }

    private static float[] random(int size, long seed) {
        RandomStream stream = Randomness.of(seed, Purpose.PROBE).stream();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return values;
    }

    /** The stack in double; masks[k] multiplies what layer k takes, null for nothing. */
    private double[] reference(List<Integer> sizes, double[][][] parameters, double[] x, float[][] masks) {
        double[] output = x;
        int in = INPUT;
        for (int k = 0; k < sizes.size(); k++) {
            double[] input = output.clone();
            for (int i = 0; masks[k] != null && i < input.length; i++) {
                input[i] *= masks[k][i];
            }
            int hidden = sizes.get(k);
            output = new double[layout.rows() * hidden];
            for (int b = 0; b < layout.batchSize(); b++) {
                double[] state = new double[2 * hidden];
                for (int t = 0; t < layout.length(b); t++) {
                    int row = layout.row(b, t);
                    LstmReference.step(hidden, parameters[k], Arrays.copyOfRange(input, row * in, (row + 1) * in),
                            state);
                    System.arraycopy(state, 0, output, row * hidden, hidden);
                }
            }
            in = hidden;
        }
        return output;
    }

    @ParameterizedTest
    @CsvSource({"0", "0.4"})
    void layersOfTheirOwnSizesMatchTheReferenceWithAndWithoutDropout(double dropout) {
        List<Integer> sizes = List.of(6, 9, 4);
        RecurrentStack stack = stack(sizes, dropout);
        layout.update(new int[] {4, 1, 6, 6, 2});
        float[] input = random(layout.rows() * INPUT, 1);
        float[] direction = random(layout.rows() * 4, 2);
        float[] dInput = new float[input.length];
        float[] output = stack.forward(layout, input, new Pass(DROPOUT)).clone();
        stack.backward(layout, direction.clone(), dInput);

        float[][] masks = new float[sizes.size()][];
        for (int k = 1; k < sizes.size() && dropout > 0; k++) {
            masks[k] = new float[layout.rows() * sizes.get(k - 1)];
            DROPOUT.derive("layer" + (k - 1)).dropoutMask((float) dropout, 0, masks[k].length, masks[k], 0, new int[4]);
        }
        double[][][] parameters = new double[sizes.size()][3][];
        for (int i = 0; i < stack.parameters().size(); i++) {
            parameters[i / 3][i % 3] = toDouble(stack.parameters().get(i).value());
        }
        double[] x = toDouble(input);
        assertClose("output", output, reference(sizes, parameters, x, masks), 1e-4, 1e-5);
        for (int i = 0; i < stack.parameters().size(); i++) {
            Parameter parameter = stack.parameters().get(i);
            assertGradientClose(parameter.name(), parameter.gradient(),
                    CentralDifferences.gradient(parameters[i / 3][i % 3],
                    () -> project(reference(sizes, parameters, x, masks), direction)), 1e-4);
        }
        assertGradientClose("input", dInput, CentralDifferences.gradient(x,
                () -> project(reference(sizes, parameters, x, masks), direction)), 1e-4);
    }

    private static double project(double[] output, float[] direction) {
        double sum = 0;
        for (int i = 0; i < output.length; i++) {
            sum += output[i] * direction[i];
        }
        return sum;
    }

    @Test
    void parametersAndStatesAreNamedByLayer() {
        RecurrentStack stack = stack(List.of(6, 4), 0);
        assertThat(stack.parameters().stream().map(Parameter::name)).containsExactly(
                "layer0.inputWeight", "layer0.recurrentWeight", "layer0.bias",
                "layer1.inputWeight", "layer1.recurrentWeight", "layer1.bias");
        assertThat(stack.parameters().get(3).shape()).containsExactly(6, 16);
        assertThat(stack.parameters().get(4).shape()).containsExactly(4, 16);
        layout.update(new int[] {2});
        stack.forward(layout, random(2 * INPUT, 1), Pass.EVALUATION);
        List<String> names = new ArrayList<>();
        stack.states(layout, (name, size, values, offset, stride) -> names.add(name + " " + size));
        assertThat(names).contains("layer0.forgetGate 6", "layer1.cell 4").hasSize(12);
    }

    @Test
    void layersThatDoNotFitAreRefused() {
        Engine engine = Engine.withThreads(1);
        List<LstmLayer> layers = List.of(new LstmLayer("layer0", 2, 5, engine), new LstmLayer("layer1", 4, 3, engine));
        assertThatThrownBy(() -> new RecurrentStack(layers, 0, engine)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("each layer must take what the one before gives; layer 1 takes 4 values and gets 5");
    }
}
