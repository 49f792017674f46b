package dev.unroll.gru;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.copy;
import static dev.unroll.testing.Numbers.toFloat;
import static dev.unroll.testing.Numbers.transpose;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.testing.Fixture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Two layers against PyTorch's {@code nn.GRU}. Of its two biases those of r and z add up; the candidate's recurrent one
 * stays apart.
 */
class GruFixtureTest {

    private static final double TOLERANCE = 1e-5;
    private static final int BATCH = 3;
    private static final int STEPS = 5;
    private static final int INPUT = 4;
    private static final int HIDDEN = 8;

    private final Fixture fixture = Fixture.load("gru_2layer");
    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    @Test
    void outputsAndGradientsOfTwoLayersMatchPyTorch() {
        layout.update(new int[] {STEPS, STEPS, STEPS});
        GruLayer lower = layer(0, INPUT);
        GruLayer upper = layer(1, HIDDEN);
        float[] between = lower.forward(layout, toFloat(rows(fixture.input("x"), INPUT)),
                toFloat(state(0, fixture.input("h0"))));
        float[] output = upper.forward(layout, between, toFloat(state(1, fixture.input("h0"))));
        assertClose("y", output, rows(fixture.output("y"), HIDDEN), TOLERANCE, TOLERANCE);
        assertFinalState(0, lower);
        assertFinalState(1, upper);

        float[] dBetween = new float[layout.rows() * HIDDEN];
        float[] dInput = new float[layout.rows() * INPUT];
        backward(1, upper, toFloat(rows(fixture.cotangent("y"), HIDDEN)), dBetween);
        backward(0, lower, dBetween, dInput);
        assertClose("dx", dInput, rows(fixture.gradient("inputs.x"), INPUT), TOLERANCE, TOLERANCE);
        assertGradients(0, lower, INPUT);
        assertGradients(1, upper, HIDDEN);
    }

    private GruLayer layer(int index, int inputSize) {
        GruLayer layer = new GruLayer("layer" + index, inputSize, HIDDEN, true, Engine.withThreads(1));
        copy(transpose(fixture.parameter("weight_ih_l" + index), 3 * HIDDEN, inputSize), value(layer, 0));
        copy(transpose(fixture.parameter("weight_hh_l" + index), 3 * HIDDEN, HIDDEN), value(layer, 1));
        double[] bias = fixture.parameter("bias_ih_l" + index);
        double[] recurrentBias = fixture.parameter("bias_hh_l" + index);
        for (int j = 0; j < 2 * HIDDEN; j++) {
            bias[j] += recurrentBias[j];
        }
        copy(bias, value(layer, 2));
        copy(candidate(recurrentBias), value(layer, 3));
        return layer;
    }

    private static float[] value(GruLayer layer, int parameter) {
        return layer.parameters().get(parameter).value();
    }

    private void assertFinalState(int index, GruLayer layer) {
        float[] finalState = new float[BATCH * HIDDEN];
        layer.finalState(layout, finalState);
        assertClose("final state " + index, finalState, state(index, fixture.output("hn")), TOLERANCE, TOLERANCE);
    }

    private void backward(int index, GruLayer layer, float[] dOutput, float[] dInput) {
        float[] dInitial = new float[BATCH * HIDDEN];
        layer.backward(layout, dOutput, toFloat(state(index, fixture.cotangent("hn"))), dInput, dInitial);
        assertClose("dInitial " + index, dInitial, state(index, fixture.gradient("inputs.h0")), TOLERANCE, TOLERANCE);
    }

    private void assertGradients(int index, GruLayer layer, int inputSize) {
        double[][] expected = {
            transpose(fixture.gradient("weight_ih_l" + index), 3 * HIDDEN, inputSize),
            transpose(fixture.gradient("weight_hh_l" + index), 3 * HIDDEN, HIDDEN),
            fixture.gradient("bias_ih_l" + index),
            candidate(fixture.gradient("bias_hh_l" + index))};
        for (int i = 0; i < expected.length; i++) {
            Parameter parameter = layer.parameters().get(i);
            assertClose("gradient of " + parameter.name(), parameter.gradient(), expected[i], TOLERANCE, TOLERANCE);
        }
    }

    private static double[] candidate(double[] bias) {
        return Arrays.copyOfRange(bias, 2 * HIDDEN, 3 * HIDDEN);
    }

    /** Of {@code [layers, B, H]} those of one layer. */
    private static double[] state(int index, double[] states) {
        return Arrays.copyOfRange(states, index * BATCH * HIDDEN, (index + 1) * BATCH * HIDDEN);
    }

    private double[] rows(double[] batchMajor, int size) {
        double[] rows = new double[batchMajor.length];
        for (int b = 0; b < BATCH; b++) {
            for (int t = 0; t < STEPS; t++) {
                System.arraycopy(batchMajor, (b * STEPS + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }
}
