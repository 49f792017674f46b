package dev.unroll.lstm;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.testing.CentralDifferences;
import dev.unroll.testing.RecurrentLayerContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LstmVariantLayerTest {

    static final int INPUT = 3;
    static final int HIDDEN = 5;
    static final int[] LENGTHS = {4, 1, 7, 7, 2};

    private abstract static class Contract extends RecurrentLayerContract {

        private final LstmCell cell;

        Contract(String words) {
            cell = Cells.of(words);
        }

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new LstmVariantLayer("layer0", inputSize, hiddenSize, cell, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            new VariantReference(cell, hiddenSize, parameters).step(x, state);
        }
    }

    /** The vanilla cell, where the hidden state tells what it shows of the cells. */
    @Nested
    class Vanilla extends Contract {
        Vanilla() {
            super("vanilla");
        }

        @Override
        protected boolean changeCell(int hiddenSize, double[] state, int cell, double change) {
            return new LstmLayerTest().changeCell(hiddenSize, state, cell, change);
        }
    }

    @Nested
    class WithAllThatCanBeAdded extends Contract {
        WithAllThatCanBeAdded() {
            super("peepholes fullGateRecurrence");
        }
    }

    @Nested
    class WithCoupledGates extends Contract {
        WithCoupledGates() {
            super("coupledGates peepholes inputActivation=identity");
        }
    }

    @Nested
    class WithOtherActivationsAndClippedCells extends Contract {
        WithOtherActivationsAndClippedCells() {
            super("gateActivation=hard-sigmoid inputActivation=softsign outputActivation=relu cellClip=0.7");
        }
    }

    @Nested
    class WithLayerNormalization extends Contract {
        WithLayerNormalization() {
            super("layerNorm peepholes");
        }
    }

    /** States of a width of their own beside cells and recurring gates. */
    @Nested
    class WithProjectionAndFullGateRecurrence extends RecurrentLayerContract {

        private static final int MORE = 3;

        private final LstmCell cell = Cells.of("peepholes fullGateRecurrence");

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new LstmVariantLayer("layer0", inputSize, hiddenSize + MORE, hiddenSize, cell,
                    LstmRegularization.NONE, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            new VariantReference(cell, hiddenSize + MORE, hiddenSize, parameters).step(x, state);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "peepholes", "coupledGates", "noInputGate", "noForgetGate", "noOutputGate",
            "inputActivation=identity", "outputActivation=identity", "fullGateRecurrence",
            "noInputGate noForgetGate noOutputGate", "noInputGate noForgetGate fullGateRecurrence peepholes",
            "noOutputGate fullGateRecurrence peepholes", "inputActivation=relu", "outputActivation=relu",
            "inputActivation=softsign", "outputActivation=softsign", "gateActivation=hard-sigmoid", "cellClip=0.6",
            "gateActivation=hard-sigmoid cellClip=0.6 peepholes coupledGates", "layerNorm",
            "layerNorm peepholes fullGateRecurrence cellClip=0.6", "layerNorm coupledGates noOutputGate"})
    void everyOptionMatchesTheReferenceAndItsCentralDifferences(String words) {
        check(Cells.of(words), HIDDEN, words);
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void optionsMatchTheReferenceInAnyCombination(long seed) {
        LstmCell cell = Cells.random(seed);
        int shown = seed % 4 == 3 ? HIDDEN - 3 : HIDDEN;
        check(cell, shown, shown + " of " + cell);
    }

    private static void check(LstmCell cell, int shown, String what) {
        RecurrentLayer layer = new LstmVariantLayer("layer0", INPUT, HIDDEN, shown < HIDDEN ? shown : 0, cell,
                LstmRegularization.NONE, Engine.withThreads(2));
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(LENGTHS);
        RandomStream stream = Randomness.of(11, Purpose.PROBE).stream();
        double[][] parameters = new double[layer.parameters().size()][];
        for (int i = 0; i < parameters.length; i++) {
            fill(layer.parameters().get(i).value(), 0.5, stream);
            parameters[i] = toDouble(layer.parameters().get(i).value());
        }
        float[] input = fill(new float[layout.rows() * INPUT], 1, stream);
        float[] initial = fill(new float[LENGTHS.length * layer.stateSize()], 1, stream);
        float[] dOutput = fill(new float[layout.rows() * shown], 1, stream);
        float[] dFinal = fill(new float[initial.length], 1, stream);
        float[] finalState = new float[initial.length];
        float[] dInput = new float[input.length];
        float[] dInitial = new float[initial.length];

        float[] output = layer.forward(layout, input, initial).clone();
        layer.finalState(layout, finalState);
        layer.backward(layout, dOutput.clone(), dFinal, dInput, dInitial);

        double[] x = toDouble(input);
        double[] start = toDouble(initial);
        double[] expected = reference(cell, shown, layout, parameters, x, start);
        assertClose(what + ": output", output, Arrays.copyOf(expected, dOutput.length), 1e-4, 1e-5);
        assertClose(what + ": final state", finalState,
                Arrays.copyOfRange(expected, dOutput.length, expected.length), 1e-4, 1e-5);
        float[] direction = Arrays.copyOf(dOutput, expected.length);
        System.arraycopy(dFinal, 0, direction, dOutput.length, dFinal.length);
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = layer.parameters().get(i);
            assertGradientClose(what + ": " + parameter.name(), parameter.gradient(), CentralDifferences.gradient(
                    parameters[i], () -> dot(reference(cell, shown, layout, parameters, x, start), direction)), 1e-4);
        }
        assertGradientClose(what + ": input", dInput, CentralDifferences.gradient(x,
                () -> dot(reference(cell, shown, layout, parameters, x, start), direction)), 1e-4);
        assertGradientClose(what + ": initial state", dInitial, CentralDifferences.gradient(start,
                () -> dot(reference(cell, shown, layout, parameters, x, start), direction)), 1e-4);
    }

    static float[] fill(float[] values, double deviation, RandomStream stream) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * stream.nextGaussian());
        }
        return values;
    }

    static double dot(double[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void projectionsMatchTheReferenceAndTheirCentralDifferences() {
        check(LstmCell.VANILLA, 2, "projected");
    }

    static double[] reference(LstmCell cell, RowLayout layout, double[][] parameters, double[] x, double[] start) {
        return reference(cell, HIDDEN, layout, parameters, x, start);
    }

    /** Output rows, then final states. */
    private static double[] reference(LstmCell cell, int shown, RowLayout layout, double[][] parameters, double[] x,
            double[] start) {
        int size = start.length / LENGTHS.length;
        double[] result = new double[layout.rows() * shown + start.length];
        VariantReference reference = new VariantReference(cell, HIDDEN, shown, parameters);
        for (int b = 0; b < LENGTHS.length; b++) {
            double[] state = Arrays.copyOfRange(start, b * size, (b + 1) * size);
            for (int t = 0; t < LENGTHS[b]; t++) {
                int row = layout.row(b, t);
                reference.step(Arrays.copyOfRange(x, row * INPUT, (row + 1) * INPUT), state);
                System.arraycopy(state, 0, result, row * shown, shown);
            }
            System.arraycopy(state, 0, result, layout.rows() * shown + b * size, size);
        }
        return result;
    }

    private static LstmVariantLayer layer(String words) {
        return new LstmVariantLayer("layer0", INPUT, HIDDEN, Cells.of(words), Engine.withThreads(1));
    }

    private static LstmInitialization forgetBias(double value) {
        return new LstmInitialization(value, 0, RecurrentInitialization.ORTHOGONAL);
    }

    private static List<String> shapes(RecurrentLayer layer) {
        return layer.parameters().stream()
                .map(parameter -> parameter.name() + " " + Arrays.toString(parameter.shape())).toList();
    }

    @Test
    void whatIsFixedHasNoWeights() {
        assertThat(shapes(layer("noInputGate"))).containsExactly("layer0.inputWeight [3, 15]",
                "layer0.recurrentWeight [5, 15]", "layer0.bias [15]");
        assertThat(shapes(layer("coupledGates noOutputGate peepholes fullGateRecurrence"))).containsExactly(
                "layer0.inputWeight [3, 10]", "layer0.recurrentWeight [5, 10]", "layer0.bias [10]",
                "layer0.peepholeWeight [1, 5]", "layer0.gateRecurrentWeight [5, 5]");
        assertThat(layer("peepholes").stateSize()).isEqualTo(2 * HIDDEN);
        assertThat(layer("coupledGates fullGateRecurrence").stateSize()).isEqualTo(4 * HIDDEN);
    }

    @Test
    void initializationSetsTheForgetGatesBiasWhereverItStands() {
        Randomness randomness = Randomness.of(1, Purpose.INITIALIZATION);
        float[] expected = new float[15];
        Arrays.fill(expected, 0, HIDDEN, 1.5f);
        LstmVariantLayer coupled = layer("coupledGates peepholes fullGateRecurrence")
                .initialize(forgetBias(1.5), randomness);
        assertThat(coupled.parameters().get(2).value()).isEqualTo(expected);
        assertThat(coupled.parameters().get(3).value()).containsOnly(0f);
        assertThat(coupled.parameters().get(4).value()).doesNotContain(0f);
        assertThat(layer("noForgetGate").initialize(forgetBias(0), randomness).parameters().get(2).value())
                .containsOnly(0f);
    }

    @Test
    void onlyGatesThatHaveWeightsAreReported() {
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(LENGTHS);
        LstmVariantLayer layer = layer("coupledGates noOutputGate");
        layer.parameters().get(2).value()[0] = 30f;
        layer.forward(layout, new float[layout.rows() * INPUT], null);
        List<String> names = new ArrayList<>();
        layer.states(layout, (name, size, values, offset, stride) -> {
            names.add(name);
            assertThat(values[offset + stride]).isEqualTo(name.equals("layer0.forgetGate") ? 1f : 0f);
        });
        assertThat(names).containsExactly("layer0.hidden", "layer0.cell", "layer0.forgetGate", "layer0.candidate");
    }
}
