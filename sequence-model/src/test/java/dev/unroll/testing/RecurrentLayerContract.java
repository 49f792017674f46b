package dev.unroll.testing;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Closeness.assertSameBits;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentLayer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every recurrent layer must do, whatever its cell. Subclasses say how to make the layer and what one step of it
 * is, in plain double arithmetic.
 */
public abstract class RecurrentLayerContract {

    private static final int[] MIXED = {3, 9, 1, 9, 7, 2, 9, 5, 1, 8, 4, 9, 6, 9, 2, 9, 9, 3, 7, 9, 1, 5, 9, 8, 9, 6};

    /** A layer whose weights may be anything; the tests overwrite them. */
    protected abstract RecurrentLayer create(int inputSize, int hiddenSize, Engine engine);

    /**
     * One step of one sequence.
     *
     * @param parameters the layer's parameters in its order, each row-major
     * @param x          {@code [inputSize]}, read
     * @param state      {@code [stateSize]}, hidden state first, the one before when read, overwritten by the one after
     */
    protected abstract void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state);

    /**
     * Changes a cell of a state and what the hidden state shows of it.
     *
     * @return false where the layer has no cells, or what they show is not known from the state alone
     */
    protected boolean changeCell(int hiddenSize, double[] state, int cell, double change) {
        return false;
    }

    private interface StateChange {
        void of(int row, double[] state);
    }

    /** A layer, a batch, and all that goes into a training step of it. */
    private final class Case {

        final RecurrentLayer layer;
        final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        final float[] input;
        final float[] initial;
        final float[] dOutput;
        final float[] dFinal;
        final float[] dInput;
        final float[] dInitial;
        final float[] finalState;
        float[] output;
        StateChange change = (row, state) -> { };

        Case(int inputSize, int hiddenSize, int[] lengths, Engine engine) {
            layer = create(inputSize, hiddenSize, engine);
            layout.update(lengths);
            RandomStream stream = Randomness.of(hiddenSize, Purpose.PROBE).stream();
            for (Parameter parameter : layer.parameters()) {
                fill(parameter.value(), 1.2 / Math.sqrt(hiddenSize), stream);
            }
            // Drawn by sequence, so that a batch in another order holds the same sequences.
            input = new float[layout.rows() * inputSize];
            dOutput = new float[layout.rows() * hiddenSize];
            initial = new float[lengths.length * layer.stateSize()];
            dFinal = new float[initial.length];
            for (int b = 0; b < lengths.length; b++) {
                for (int t = 0; t < lengths[b]; t++) {
                    RandomStream step = Randomness.of(b, Purpose.TEST_DATA).derive(t).stream();
                    fill(input, layout.row(b, t) * inputSize, inputSize, 1, step);
                    fill(dOutput, layout.row(b, t) * hiddenSize, hiddenSize, 1, step);
                }
            }
            fill(initial, 1, stream);
            fill(dFinal, 1, stream);
            dInput = new float[input.length];
            dInitial = new float[initial.length];
            finalState = new float[initial.length];
        }

        void run(boolean withStates) {
            for (Parameter parameter : layer.parameters()) {
                Arrays.fill(parameter.gradient(), 0f);
            }
            output = layer.forward(layout, input, withStates ? initial : null).clone();
            layer.finalState(layout, finalState);
            layer.backward(layout, dOutput.clone(), withStates ? dFinal : null, dInput, withStates ? dInitial : null);
        }

        double[][] parameterValues() {
            return layer.parameters().stream().map(parameter -> toDouble(parameter.value())).toArray(double[][]::new);
        }

        /** Output rows, then final states. */
        double[] reference(double[][] parameters, double[] x, double[] start) {
            int in = layer.inputSize();
            int hidden = layer.hiddenSize();
            int size = layer.stateSize();
            double[] result = new double[layout.rows() * hidden + layout.batchSize() * size];
            for (int b = 0; b < layout.batchSize(); b++) {
                double[] state = Arrays.copyOfRange(start, b * size, (b + 1) * size);
                for (int t = 0; t < layout.length(b); t++) {
                    int row = layout.row(b, t);
                    referenceStep(hidden, parameters, Arrays.copyOfRange(x, row * in, (row + 1) * in), state);
                    change.of(row, state);
                    System.arraycopy(state, 0, result, row * hidden, hidden);
                }
                System.arraycopy(state, 0, result, layout.rows() * hidden + b * size, size);
            }
            return result;
        }

        void assertSameAs(Case other) {
            assertSameBits("output", output, other.output, dOutput.length);
            assertSameBits("final state", finalState, other.finalState, finalState.length);
            assertSameBits("gradient of the input", dInput, other.dInput, dInput.length);
            assertSameBits("gradient of the initial state", dInitial, other.dInitial, dInitial.length);
            for (int i = 0; i < layer.parameters().size(); i++) {
                Parameter parameter = layer.parameters().get(i);
                assertSameBits("gradient of " + parameter.name(), parameter.gradient(),
                        other.layer.parameters().get(i).gradient(), parameter.size());
            }
        }
    }

    private static void fill(float[] values, double deviation, RandomStream stream) {
        fill(values, 0, values.length, deviation, stream);
    }

    private static void fill(float[] values, int from, int count, double deviation, RandomStream stream) {
        for (int i = from; i < from + count; i++) {
            values[i] = (float) (deviation * stream.nextGaussian());
        }
    }

    private static Engine engine(Kernels kernels, int threads) {
        return new Engine(kernels, new Workers(threads));
    }

    private static int[] lengths(String text) {
        if (text.contains("x")) {
            int[] lengths = new int[Integer.parseInt(text.substring(0, text.indexOf('x')))];
            Arrays.fill(lengths, Integer.parseInt(text.substring(text.indexOf('x') + 1)));
            return lengths;
        }
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, true", "3, 5, 40, true", "2, 7, 4 1 7 7 2, true", "2, 7, 4 1 7 7 2, false",
            "4, 8, 1 1 1, false", "2, 3, 60x5, true", "1, 16, 2 3 1 3 3 3 3 3 2 1 1 3, true"})
    void forwardAndBackwardMatchTheReferenceInDouble(int in, int hidden, String lengths, boolean withStates) {
        Case c = new Case(in, hidden, lengths(lengths), engine(Kernels.chosen(), 2));
        double[][] parameters = c.parameterValues();
        double[] x = toDouble(c.input);
        double[] start = withStates ? toDouble(c.initial) : new double[c.initial.length];
        c.run(withStates);

        double[] expected = c.reference(parameters, x, start);
        int outputs = c.dOutput.length;
        assertClose("output", c.output, Arrays.copyOf(expected, outputs), 1e-4, 1e-5);
        assertClose("final state", c.finalState, Arrays.copyOfRange(expected, outputs, expected.length), 1e-4, 1e-5);

        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = c.layer.parameters().get(i);
            assertGradientClose(parameter.name(), parameter.gradient(), CentralDifferences.gradient(parameters[i],
                    () -> loss(c, c.reference(parameters, x, start), withStates)), 1e-4);
        }
        assertGradientClose("input", c.dInput, CentralDifferences.gradient(x,
                () -> loss(c, c.reference(parameters, x, start), withStates)), 1e-4);
        if (withStates) {
            assertGradientClose("initial state", c.dInitial, CentralDifferences.gradient(start,
                    () -> loss(c, c.reference(parameters, x, start), true)), 1e-4);
        }
    }

    private static double loss(Case c, double[] result, boolean withStates) {
        double loss = 0;
        int outputs = c.dOutput.length;
        for (int i = 0; i < outputs; i++) {
            loss += c.dOutput[i] * result[i];
        }
        for (int i = 0; withStates && i < c.dFinal.length; i++) {
            loss += c.dFinal[i] * result[outputs + i];
        }
        return loss;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void normsOfStateGradientsMatchDifferencesOfTheReference(long seed) {
        RandomStream draw = Randomness.of(seed, Purpose.TEST_DATA).stream();
        int hidden = 1 + draw.nextInt(7);
        int[] lengths = new int[1 + draw.nextInt(4)];
        Arrays.setAll(lengths, b -> 1 + draw.nextInt(8));
        Case c = new Case(1 + draw.nextInt(3), hidden, lengths, engine(Kernels.chosen(), 1));
        c.run(true);
        float[] dInput = c.dInput.clone();
        c.layer.keepGradientNorms(true);
        c.run(true);
        assertSameBits("gradient of the input with and without norms", c.dInput, dInput, dInput.length);
        Map<String, float[]> norms = new HashMap<>();
        c.layer.gradientNorms(c.layout, (name, size, values, offset, stride) ->
                norms.put(name.substring(name.indexOf('.') + 1), values.clone()));

        double[][] parameters = c.parameterValues();
        double[] x = toDouble(c.input);
        double[] start = toDouble(c.initial);
        int changed = draw.nextInt(c.layout.rows());
        double[] byHidden = new double[hidden];
        double[] byCell = new double[hidden];
        boolean[] cells = new boolean[1];
        c.change = (row, state) -> {
            for (int j = 0; row == changed && j < hidden; j++) {
                cells[0] = changeCell(hidden, state, j, byCell[j]);
                state[j] += byHidden[j];
            }
        };
        double expected = norm(CentralDifferences.gradient(byHidden, () -> loss(c, c.reference(parameters, x, start), true)));
        assertThat((double) norms.get("hidden")[changed]).as("hidden, seed " + seed)
                .isCloseTo(expected, offset(1e-4 * expected + 1e-6));
        if (cells[0]) {
            expected = norm(CentralDifferences.gradient(byCell, () -> loss(c, c.reference(parameters, x, start), true)));
            assertThat((double) norms.get("cell")[changed]).as("cell, seed " + seed)
                    .isCloseTo(expected, offset(1e-4 * expected + 1e-6));
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    @Test
    void wideInputsGiveTheOutputsOfTheReference() {
        Case c = new Case(300, 129, new int[] {2, 4, 1}, engine(Kernels.chosen(), 2));
        c.run(true);
        double[] expected = c.reference(c.parameterValues(), toDouble(c.input), toDouble(c.initial));
        assertClose("output", c.output, Arrays.copyOf(expected, c.dOutput.length), 1e-4, 1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void threadsChangeNoBit(int threads) {
        Case alone = new Case(3, 33, MIXED, engine(Kernels.chosen(), 1));
        Case team = new Case(3, 33, MIXED, engine(Kernels.chosen(), threads));
        alone.run(true);
        team.run(true);
        team.assertSameAs(alone);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void scalarAndVectorKernelsGiveTheSameBits(int hidden) {
        Case scalar = new Case(hidden % 5 + 1, hidden, MIXED, engine(Kernels.scalar(), 1));
        Case vector = new Case(hidden % 5 + 1, hidden, MIXED, engine(Kernels.vector(), 1));
        scalar.run(true);
        vector.run(true);
        vector.assertSameAs(scalar);
    }

    @Test
    void aSequenceComesOutTheSameInAnyCompany() {
        Case together = new Case(3, 17, MIXED, engine(Kernels.chosen(), 2));
        together.run(false);
        for (int b = 0; b < MIXED.length; b++) {
            int length = MIXED[b];
            RowLayout alone = new RowLayout(RowLayout.Order.TIME_MAJOR);
            alone.update(new int[] {length});
            float[] x = new float[length * 3];
            for (int t = 0; t < length; t++) {
                System.arraycopy(together.input, together.layout.row(b, t) * 3, x, t * 3, 3);
            }
            float[] output = together.layer.forward(alone, x, null);
            for (int t = 0; t < length; t++) {
                int row = together.layout.row(b, t) * 17;
                assertSameBits("step " + t + " of sequence " + b, Arrays.copyOfRange(output, t * 17, (t + 1) * 17),
                        Arrays.copyOfRange(together.output, row, row + 17), 17);
            }
        }
    }

    @Test
    void laterInputsNeverChangeEarlierOutputs() {
        Case c = new Case(2, 9, MIXED, engine(Kernels.chosen(), 1));
        c.run(false);
        for (int b = 0; b < MIXED.length; b++) {
            for (int t = 5; t < MIXED[b]; t++) {
                int row = c.layout.row(b, t);
                Arrays.fill(c.input, row * 2, (row + 1) * 2, 3f);
            }
        }
        float[] output = c.layer.forward(c.layout, c.input, null);
        for (int b = 0; b < MIXED.length; b++) {
            for (int t = 0; t < Math.min(5, MIXED[b]); t++) {
                int row = c.layout.row(b, t) * 9;
                assertSameBits("step " + t + " of sequence " + b, Arrays.copyOfRange(output, row, row + 9),
                        Arrays.copyOfRange(c.output, row, row + 9), 9);
            }
        }
        int changed = c.layout.rowOfRank(0, 5) * 9;
        assertThat(output[changed]).isNotEqualTo(c.output[changed]);
    }

    @Test
    void noInitialStateMeansZero() {
        Case c = new Case(2, 9, MIXED, engine(Kernels.chosen(), 1));
        c.run(false);
        float[] output = c.layer.forward(c.layout, c.input, new float[c.initial.length]);
        assertSameBits("output", output, c.output, c.dOutput.length);
    }

    @Test
    void twoHalvesWithTheStateCarriedMakeTheWhole() {
        Case whole = new Case(3, 9, new int[] {6, 4, 9, 5}, engine(Kernels.chosen(), 2));
        whole.run(true);
        int first = 3;
        RowLayout before = layout(first, first, first, first);
        RowLayout after = layout(3, 1, 6, 2);
        RecurrentLayer layer = whole.layer;
        float[] state = new float[whole.initial.length];
        float[] expected = rows(before, 0, whole, whole.output);
        float[] output = layer.forward(before, rows(before, 0, whole, whole.input), whole.initial);
        layer.finalState(before, state);
        assertSameBits("outputs of the first half", output, expected, expected.length);

        float[] later = rows(after, first, whole, whole.input);
        float[] dLater = new float[later.length];
        float[] dState = new float[state.length];
        expected = rows(after, first, whole, whole.output);
        output = layer.forward(after, later, state);
        assertSameBits("outputs of the second half", output, expected, expected.length);
        float[] ended = new float[state.length];
        layer.finalState(after, ended);
        assertSameBits("final state", ended, whole.finalState, ended.length);
        layer.backward(after, rows(after, first, whole, whole.dOutput), whole.dFinal, dLater, dState);
        assertSameBits("input gradient of the second half", dLater, rows(after, first, whole, whole.dInput),
                dLater.length);

        float[] earlier = rows(before, 0, whole, whole.input);
        float[] dEarlier = new float[earlier.length];
        float[] dInitial = new float[state.length];
        layer.forward(before, earlier, whole.initial);
        layer.backward(before, rows(before, 0, whole, whole.dOutput), dState, dEarlier, dInitial);
        assertClose("input gradient of the first half", dEarlier, toDouble(rows(before, 0, whole, whole.dInput)), 1e-5,
                1e-6);
        assertClose("gradient of the initial state", dInitial, toDouble(whole.dInitial), 1e-5, 1e-6);
    }

    private static RowLayout layout(int... lengths) {
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(lengths);
        return layout;
    }

    /** The rows of {@code of} from a step on, in the order of a layout whose sequences begin there. */
    private static float[] rows(RowLayout layout, int from, Case c, float[] of) {
        int size = of.length / c.layout.rows();
        float[] rows = new float[layout.rows() * size];
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                System.arraycopy(of, c.layout.row(b, from + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }

    @Test
    void aSmallerBatchAfterALargerOneSeesNothingOfIt() {
        Case large = new Case(2, 9, MIXED, engine(Kernels.chosen(), 1));
        Case small = new Case(2, 9, new int[] {2, 5, 3}, engine(Kernels.chosen(), 1));
        small.run(false);
        large.run(true);
        float[] output = large.layer.forward(small.layout, small.input, null);
        assertSameBits("output", output, small.output, small.dOutput.length);
        float[] dInput = new float[small.input.length];
        large.layer.backward(small.layout, small.dOutput.clone(), null, dInput, null);
        assertSameBits("gradient of the input", dInput, small.dInput, dInput.length);
    }

    @Test
    void gradientsAccumulate() {
        Case c = new Case(2, 9, MIXED, engine(Kernels.chosen(), 1));
        c.run(false);
        List<double[]> once = c.layer.parameters().stream().map(parameter -> toDouble(parameter.gradient())).toList();
        c.layer.forward(c.layout, c.input, null);
        c.layer.backward(c.layout, c.dOutput.clone(), null, null, null);
        for (int i = 0; i < once.size(); i++) {
            double[] twice = Arrays.stream(once.get(i)).map(g -> 2 * g).toArray();
            Parameter parameter = c.layer.parameters().get(i);
            assertGradientClose(parameter.name(), parameter.gradient(), twice, 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStepInSteadyStateAllocatesNothing(int threads) {
        SteadyState steadyState = new SteadyState();
        // Scalar kernels, since vectors are objects until the compiler has seen the loop often enough.
        Case c = new Case(3, 8, MIXED, engine(Kernels.scalar(), threads));
        steadyState.assertAllocatesNothing(() -> {
            c.layer.forward(c.layout, c.input, c.initial);
            c.layer.backward(c.layout, c.dOutput, c.dFinal, c.dInput, c.dInitial);
        });
    }
}
