package dev.unroll.lstm;

import static dev.unroll.lstm.LstmVariantLayerTest.HIDDEN;
import static dev.unroll.lstm.LstmVariantLayerTest.INPUT;
import static dev.unroll.lstm.LstmVariantLayerTest.LENGTHS;
import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Closeness.assertSameBits;
import static dev.unroll.testing.Numbers.toDouble;
import static dev.unroll.testing.Numbers.toFloat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.BidirectionalLayer;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentStack;
import dev.unroll.testing.BidirectionalFixture;
import dev.unroll.testing.CentralDifferences;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.Specs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionTest {

    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
    private final RandomStream stream = Randomness.of(8, Purpose.PROBE).stream();

    private static RecurrentLayer layer(Direction direction, int threads) {
        Engine engine = Engine.withThreads(threads);
        RecurrentLayer layer = direction.layer("layer0", name -> new LstmLayer(name, INPUT, HIDDEN, engine), engine);
        RandomStream weights = Randomness.of(7, Purpose.PROBE).stream();
        for (Parameter parameter : layer.parameters()) {
            LstmVariantLayerTest.fill(parameter.value(), 0.6, weights);
        }
        return layer;
    }

    private float[] random(int size) {
        return LstmVariantLayerTest.fill(new float[size], 1, stream);
    }

    @Test
    void bothDirectionsOfTwoLayersMatchPyTorch() {
        BidirectionalFixture.check(Fixture.load("lstm_2layer_bidirectional"),
                (in, hidden, engine) -> new LstmLayer("layer0", in, hidden, engine));
    }

    private double[] mirrored(double[] rows, int size) {
        double[] mirrored = new double[rows.length];
        for (int b = 0; b < LENGTHS.length; b++) {
            for (int t = 0; t < LENGTHS[b]; t++) {
                System.arraycopy(rows, layout.row(b, t) * size, mirrored, layout.row(b, LENGTHS[b] - 1 - t) * size,
                        size);
            }
        }
        return mirrored;
    }

    /** The outputs of both directions side by side. */
    private double[] reference(double[][] parameters, double[] x) {
        double[] zero = new double[LENGTHS.length * 2 * HIDDEN];
        double[] ahead = LstmVariantLayerTest.reference(LstmCell.VANILLA, layout, parameters, x, zero);
        double[] back = mirrored(Arrays.copyOf(LstmVariantLayerTest.reference(LstmCell.VANILLA, layout,
                Arrays.copyOfRange(parameters, 3, 6), mirrored(x, INPUT), zero), layout.rows() * HIDDEN), HIDDEN);
        double[] joined = new double[2 * back.length];
        for (int row = 0; row < layout.rows(); row++) {
            System.arraycopy(ahead, row * HIDDEN, joined, 2 * row * HIDDEN, HIDDEN);
            System.arraycopy(back, row * HIDDEN, joined, (2 * row + 1) * HIDDEN, HIDDEN);
        }
        return joined;
    }

    @Test
    void bothDirectionsMatchTheReferenceOnVariableLengths() {
        layout.update(LENGTHS);
        RecurrentLayer layer = layer(Direction.BIDIRECTIONAL, 2);
        float[] input = random(layout.rows() * INPUT);
        float[] dOutput = random(layout.rows() * 2 * HIDDEN);
        float[] dInput = new float[input.length];
        float[] output = layer.forward(layout, input, null).clone();
        layer.backward(layout, dOutput.clone(), null, dInput, null);
        double[][] parameters = layer.parameters().stream().map(p -> toDouble(p.value())).toArray(double[][]::new);
        double[] x = toDouble(input);
        assertClose("output", output, reference(parameters, x), 1e-4, 1e-5);
        for (int i = 0; i < parameters.length; i++) {
            assertGradientClose(layer.parameters().get(i).name(), layer.parameters().get(i).gradient(),
                    CentralDifferences.gradient(parameters[i],
                    () -> LstmVariantLayerTest.dot(reference(parameters, x), dOutput)), 1e-4);
        }
        assertGradientClose("input", dInput, CentralDifferences.gradient(x,
                () -> LstmVariantLayerTest.dot(reference(parameters, x), dOutput)), 1e-4);
    }

    @Test
    void backwardsOnMirroredInputIsForwardsMirrored() {
        layout.update(LENGTHS);
        float[] input = random(layout.rows() * INPUT);
        float[] mirrored = toFloat(mirrored(toDouble(input), INPUT));
        float[] ahead = layer(Direction.FORWARD, 2).forward(layout, input, null);
        RecurrentLayer reversed = layer(Direction.REVERSE, 2);
        float[] back = reversed.forward(layout, mirrored, null);
        assertSameBits("output", back, toFloat(mirrored(
                Arrays.copyOf(toDouble(ahead), layout.rows() * HIDDEN), HIDDEN)), layout.rows() * HIDDEN);
        float[] state = new float[LENGTHS.length * 2 * HIDDEN];
        reversed.finalState(layout, state);
        for (int b = 0; b < LENGTHS.length; b++) {
            for (int j = 0; j < HIDDEN; j++) {
                assertThat(state[2 * b * HIDDEN + j]).isEqualTo(back[layout.row(b, 0) * HIDDEN + j]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSequenceComesOutTheSameInAnyCompany(Direction direction) {
        layout.update(LENGTHS);
        RecurrentLayer layer = layer(direction, 2);
        int size = layer.hiddenSize();
        float[] input = random(layout.rows() * INPUT);
        float[] together = layer.forward(layout, input, null).clone();
        for (int b = 0; b < LENGTHS.length; b++) {
            RowLayout alone = new RowLayout(RowLayout.Order.TIME_MAJOR);
            alone.update(new int[] {LENGTHS[b]});
            float[] x = new float[LENGTHS[b] * INPUT];
            float[] expected = new float[LENGTHS[b] * size];
            for (int t = 0; t < LENGTHS[b]; t++) {
                System.arraycopy(input, layout.row(b, t) * INPUT, x, t * INPUT, INPUT);
                System.arraycopy(together, layout.row(b, t) * size, expected, t * size, size);
            }
            assertSameBits("sequence " + b, layer.forward(alone, x, null), expected, expected.length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void threadsChangeNoBit(int threads) {
        int[] lengths = new int[26];
        for (int b = 0; b < lengths.length; b++) {
            lengths[b] = 1 + b * 7 % 9;
        }
        layout.update(lengths);
        float[] input = random(layout.rows() * INPUT);
        float[] dOutput = random(layout.rows() * 2 * HIDDEN);
        RecurrentLayer alone = layer(Direction.BIDIRECTIONAL, 1);
        RecurrentLayer team = layer(Direction.BIDIRECTIONAL, threads);
        float[] dAlone = new float[input.length];
        float[] dTeam = new float[input.length];
        assertSameBits("output", team.forward(layout, input, null), alone.forward(layout, input, null), dOutput.length);
        alone.backward(layout, dOutput.clone(), null, dAlone, null);
        team.backward(layout, dOutput.clone(), null, dTeam, null);
        assertSameBits("gradient of the input", dTeam, dAlone, dAlone.length);
        for (int i = 0; i < 6; i++) {
            assertSameBits(alone.parameters().get(i).name(), team.parameters().get(i).gradient(),
                    alone.parameters().get(i).gradient(), alone.parameters().get(i).size());
        }
    }

    @Test
    void theStackReadsAsTheSpecSays() {
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(6, 4), "dropout", 0.1, "peepholes", true,
                "direction", Direction.BIDIRECTIONAL);
        RecurrentStack stack = LstmFactory.encoder(spec, INPUT, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1));
        assertThat(stack.parameters()).extracting(Parameter::name).contains("layer0.peepholeWeight",
                "layer0.reverse.peepholeWeight", "layer1.reverse.inputWeight").hasSize(16);
        assertThat(stack.parameters().get(8).shape()).containsExactly(12, 16);
        assertThat(stack.outputSize()).isEqualTo(8);
        assertThat(stack.reversedSize()).isEqualTo(4);
        layout.update(LENGTHS);
        stack.forward(layout, random(layout.rows() * INPUT), new Pass(Randomness.of(1, Purpose.DROPOUT)));
        stack.backward(layout, random(layout.rows() * 8), null);
        for (Parameter parameter : stack.parameters()) {
            assertThat(parameter.gradient()).isNotEqualTo(new float[parameter.size()]);
        }
    }

    @Test
    void statesStandWhereTheirStepsAre() {
        layout.update(LENGTHS);
        BidirectionalLayer layer = (BidirectionalLayer) layer(Direction.BIDIRECTIONAL, 1);
        float[] output = layer.forward(layout, random(layout.rows() * INPUT), null);
        layer.states(layout, (name, size, values, offset, stride) -> {
            for (int row = 0; name.endsWith("hidden") && row < layout.rows(); row++) {
                int column = name.equals("layer0.reverse.hidden") ? HIDDEN : 0;
                assertThat(values[offset + row * stride]).isEqualTo(output[2 * row * HIDDEN + column]);
            }
        });
    }
}
