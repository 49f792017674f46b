package dev.unroll.testing;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.copy;
import static dev.unroll.testing.Numbers.toFloat;
import static dev.unroll.testing.Numbers.transpose;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.recurrent.RecurrentLayer;

/**
 * Holds a recurrent layer against PyTorch's {@code nn.LSTM} and {@code nn.RNN}, one layer, one direction. PyTorch keeps
 * weights as {@code [out, in]}, two biases that add up, arrays batch-major and padded, and the parts of a state apart.
 */
public final class RecurrentFixture {

    private static final double TOLERANCE = 1e-5;

    private RecurrentFixture() {
    }

    /** Makes the layer under test. */
    @FunctionalInterface
    public interface LayerFactory {
        RecurrentLayer create(int inputSize, int hiddenSize, Engine engine);
    }

    /** Checks outputs, final states and every gradient. */
    public static void check(Fixture fixture, int[] lengths, LayerFactory factory) {
        int in = fixture.config().get("input").intValue();
        int hidden = fixture.config().get("hidden").intValue();
        RecurrentLayer layer = factory.create(in, hidden, Engine.withThreads(1));
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(lengths);
        int sums = layer.parameters().get(2).size();
        copy(transpose(fixture.parameter("weight_ih_l0"), sums, in), layer.parameters().get(0).value());
        copy(transpose(fixture.parameter("weight_hh_l0"), sums, hidden), layer.parameters().get(1).value());
        copy(sum(fixture.parameter("bias_ih_l0"), fixture.parameter("bias_hh_l0")), layer.parameters().get(2).value());
        boolean cell = layer.stateSize() > hidden;
        boolean started = fixture.hasInput("h0");
        float[] initial = started
                ? toFloat(state(fixture.input("h0"), cell ? fixture.input("c0") : null, hidden))
                : null;

        float[] output = layer.forward(layout, toFloat(rows(layout, fixture.input("x"), in)), initial);
        assertClose("y", output, rows(layout, fixture.output("y"), hidden), TOLERANCE, TOLERANCE);
        float[] finalState = new float[lengths.length * layer.stateSize()];
        layer.finalState(layout, finalState);
        assertClose("final state", finalState, state(fixture.output("hn"), cell ? fixture.output("cn") : null, hidden),
                TOLERANCE, TOLERANCE);

        float[] dInput = new float[layout.rows() * in];
        float[] dInitial = new float[finalState.length];
        layer.backward(layout, toFloat(rows(layout, fixture.cotangent("y"), hidden)),
                toFloat(state(fixture.cotangent("hn"), cell ? fixture.cotangent("cn") : null, hidden)),
                dInput, dInitial);
        assertClose("dx", dInput, rows(layout, fixture.gradient("inputs.x"), in), TOLERANCE, TOLERANCE);
        assertClose("dWeight_ih", layer.parameters().get(0).gradient(),
                transpose(fixture.gradient("weight_ih_l0"), sums, in), TOLERANCE, TOLERANCE);
        assertClose("dWeight_hh", layer.parameters().get(1).gradient(),
                transpose(fixture.gradient("weight_hh_l0"), sums, hidden), TOLERANCE, TOLERANCE);
        assertClose("dBias", layer.parameters().get(2).gradient(), fixture.gradient("bias_ih_l0"), TOLERANCE,
                TOLERANCE);
        if (started) {
            assertClose("dInitial", dInitial, state(fixture.gradient("inputs.h0"),
                    cell ? fixture.gradient("inputs.c0") : null, hidden), TOLERANCE, TOLERANCE);
        }
    }

    private static double[] rows(RowLayout layout, double[] padded, int size) {
        double[] rows = new double[layout.rows() * size];
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                System.arraycopy(padded, (b * layout.maxLength() + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Joins {@code [B, H]} hidden states and cells, if there are any, to {@code [B, S]}. */
    private static double[] state(double[] hiddenStates, double[] cells, int hidden) {
        if (cells == null) {
            return hiddenStates;
        }
        double[] state = new double[2 * hiddenStates.length];
        for (int b = 0; b < hiddenStates.length / hidden; b++) {
            System.arraycopy(hiddenStates, b * hidden, state, 2 * b * hidden, hidden);
            System.arraycopy(cells, b * hidden, state, (2 * b + 1) * hidden, hidden);
        }
        return state;
    }
}
