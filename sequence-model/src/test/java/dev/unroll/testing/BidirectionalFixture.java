package dev.unroll.testing;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.copy;
import static dev.unroll.testing.Numbers.toDouble;
import static dev.unroll.testing.Numbers.toFloat;
import static dev.unroll.testing.Numbers.transpose;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.recurrent.BidirectionalLayer;
import dev.unroll.testing.RecurrentFixture.LayerFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Holds two bidirectional layers, one on top of the other, against PyTorch's {@code nn.LSTM} and {@code nn.RNN}, whose
 * initial and final states are {@code [layers * 2, B, H]}: each layer's forward direction before its reverse.
 */
public final class BidirectionalFixture {

    private static final double TOLERANCE = 1e-5;
    private static final int LAYERS = 2;

    private final Fixture fixture;
    private final int hidden;
    private final int batch;
    private final boolean cell;
    private final BidirectionalLayer[] layers = new BidirectionalLayer[LAYERS];
    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    private BidirectionalFixture(Fixture fixture, LayerFactory factory) {
        this.fixture = fixture;
        hidden = fixture.config().get("hidden").intValue();
        batch = fixture.config().get("batch").intValue();
        cell = fixture.hasInput("c0");
        int[] lengths = new int[batch];
        Arrays.fill(lengths, fixture.config().get("time").intValue());
        layout.update(lengths);
        Engine engine = Engine.withThreads(2);
        for (int k = 0; k < LAYERS; k++) {
            int in = k == 0 ? fixture.config().get("input").intValue() : 2 * hidden;
            layers[k] = new BidirectionalLayer(factory.create(in, hidden, engine), factory.create(in, hidden, engine),
                    engine);
        }
    }

    /** Checks outputs, final states and every gradient. */
    public static void check(Fixture fixture, LayerFactory factory) {
        new BidirectionalFixture(fixture, factory).check();
    }

    private void check() {
        for (int k = 0; k < LAYERS; k++) {
            for (int direction = 0; direction < 2; direction++) {
                String suffix = suffix(k, direction);
                List<Parameter> parameters = layers[k].parameters().subList(3 * direction, 3 * direction + 3);
                double[] bias = fixture.parameter("bias_ih" + suffix);
                double[] other = fixture.parameter("bias_hh" + suffix);
                for (int i = 0; i < bias.length; i++) {
                    bias[i] += other[i];
                }
                copy(transposed(fixture.parameter("weight_ih" + suffix), bias.length), parameters.get(0).value());
                copy(transposed(fixture.parameter("weight_hh" + suffix), bias.length), parameters.get(1).value());
                copy(bias, parameters.get(2).value());
            }
        }
        float[] below = layers[0].forward(layout, toFloat(rows(fixture.input("x"))), states(0, fixture.input("h0"),
                cell ? fixture.input("c0") : null));
        float[] output = layers[1].forward(layout, below, states(1, fixture.input("h0"),
                cell ? fixture.input("c0") : null));
        assertClose("y", output, rows(fixture.output("y")), TOLERANCE, TOLERANCE);
        float[][] dInitial = new float[LAYERS][batch * layers[0].stateSize()];
        for (int k = 0; k < LAYERS; k++) {
            float[] state = new float[dInitial[k].length];
            layers[k].finalState(layout, state);
            assertClose("final state " + k, state, toDouble(states(k, fixture.output("hn"),
                    cell ? fixture.output("cn") : null)), TOLERANCE, TOLERANCE);
        }
        float[] dBelow = new float[layout.rows() * 2 * hidden];
        float[] dInput = new float[layout.rows() * layers[0].inputSize()];
        layers[1].backward(layout, toFloat(rows(fixture.cotangent("y"))), states(1, fixture.cotangent("hn"),
                cell ? fixture.cotangent("cn") : null), dBelow, dInitial[1]);
        layers[0].backward(layout, dBelow, states(0, fixture.cotangent("hn"), cell ? fixture.cotangent("cn") : null),
                dInput, dInitial[0]);
        assertClose("dx", dInput, rows(fixture.gradient("inputs.x")), TOLERANCE, TOLERANCE);
        for (int k = 0; k < LAYERS; k++) {
            assertClose("dInitial " + k, dInitial[k], toDouble(states(k, fixture.gradient("inputs.h0"),
                    cell ? fixture.gradient("inputs.c0") : null)), TOLERANCE, TOLERANCE);
            for (int direction = 0; direction < 2; direction++) {
                checkGradients(suffix(k, direction), layers[k].parameters().subList(3 * direction, 3 * direction + 3));
            }
        }
    }

    private void checkGradients(String suffix, List<Parameter> parameters) {
        int sums = parameters.get(2).size();
        assertClose("dWeight_ih" + suffix, parameters.get(0).gradient(),
                transposed(fixture.gradient("weight_ih" + suffix), sums), TOLERANCE, TOLERANCE);
        assertClose("dWeight_hh" + suffix, parameters.get(1).gradient(),
                transposed(fixture.gradient("weight_hh" + suffix), sums), TOLERANCE, TOLERANCE);
        assertClose("dBias" + suffix, parameters.get(2).gradient(), fixture.gradient("bias_ih" + suffix), TOLERANCE,
                TOLERANCE);
    }

    private static String suffix(int layer, int direction) {
        return "_l" + layer + (direction == 0 ? "" : "_reverse");
    }

    private static double[] transposed(double[] weight, int sums) {
        return transpose(weight, sums, weight.length / sums);
    }

    private double[] rows(double[] batchMajor) {
        int size = batchMajor.length / layout.rows();
        double[] rows = new double[batchMajor.length];
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < layout.maxLength(); t++) {
                System.arraycopy(batchMajor, (b * layout.maxLength() + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }

    /** {@code [B, S]} of one layer: h and c of the forward direction, then of the reverse. */
    private float[] states(int layer, double[] h, double[] c) {
        int parts = c == null ? 2 : 4;
        float[] states = new float[batch * parts * hidden];
        for (int b = 0; b < batch; b++) {
            for (int part = 0; part < parts; part++) {
                int direction = part * 2 / parts;
                double[] from = c != null && part % 2 == 1 ? c : h;
                for (int j = 0; j < hidden; j++) {
                    states[(b * parts + part) * hidden + j] =
                            (float) from[((2 * layer + direction) * batch + b) * hidden + j];
                }
            }
        }
        return states;
    }
}
