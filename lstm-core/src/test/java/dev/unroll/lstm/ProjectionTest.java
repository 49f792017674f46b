package dev.unroll.lstm;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.copy;
import static dev.unroll.testing.Numbers.toDouble;
import static dev.unroll.testing.Numbers.toFloat;
import static dev.unroll.testing.Numbers.transpose;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.testing.Fixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    private static final int BATCH = 3;
    private static final int STEPS = 5;
    private static final int INPUT = 4;
    private static final int HIDDEN = 8;
    private static final int SIZE = 4;
    private static final int SUMS = 4 * HIDDEN;

    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    @Test
    void matchesPyTorch() {
        Fixture fixture = Fixture.load("lstm_projection");
        layout.update(new int[] {STEPS, STEPS, STEPS});
        LstmVariantLayer layer =
                new LstmVariantLayer("layer0", INPUT, HIDDEN, SIZE, LstmCell.VANILLA, LstmRegularization.NONE, Engine.withThreads(2));
        List<Parameter> parameters = layer.parameters();
        double[] bias = fixture.parameter("bias_ih_l0");
        for (int i = 0; i < SUMS; i++) {
            bias[i] += fixture.parameter("bias_hh_l0")[i];
        }
        copy(transpose(fixture.parameter("weight_ih_l0"), SUMS, INPUT), parameters.get(0).value());
        copy(transpose(fixture.parameter("weight_hh_l0"), SUMS, SIZE), parameters.get(1).value());
        copy(bias, parameters.get(2).value());
        copy(transpose(fixture.parameter("weight_hr_l0"), SIZE, HIDDEN), parameters.get(3).value());

        float[] output = layer.forward(layout, toFloat(rows(fixture.input("x"))),
                state(fixture.input("h0"), fixture.input("c0")));
        assertClose("y", output, rows(fixture.output("y")), 1e-5, 1e-5);
        float[] state = new float[BATCH * (SIZE + HIDDEN)];
        layer.finalState(layout, state);
        assertClose("final state", state, toDouble(state(fixture.output("hn"), fixture.output("cn"))), 1e-5, 1e-5);

        float[] dInput = new float[layout.rows() * INPUT];
        float[] dInitial = new float[state.length];
        layer.backward(layout, toFloat(rows(fixture.cotangent("y"))),
                state(fixture.cotangent("hn"), fixture.cotangent("cn")), dInput, dInitial);
        assertClose("dx", dInput, rows(fixture.gradient("inputs.x")), 1e-5, 1e-5);
        assertClose("dInitial", dInitial, toDouble(state(fixture.gradient("inputs.h0"), fixture.gradient("inputs.c0"))),
                1e-5, 1e-5);
        assertClose("dWeight_ih", parameters.get(0).gradient(),
                transpose(fixture.gradient("weight_ih_l0"), SUMS, INPUT), 1e-5, 1e-5);
        assertClose("dWeight_hh", parameters.get(1).gradient(),
                transpose(fixture.gradient("weight_hh_l0"), SUMS, SIZE), 1e-5, 1e-5);
        assertClose("dBias", parameters.get(2).gradient(), fixture.gradient("bias_ih_l0"), 1e-5, 1e-5);
        assertClose("dWeight_hr", parameters.get(3).gradient(),
                transpose(fixture.gradient("weight_hr_l0"), SIZE, HIDDEN), 1e-5, 1e-5);
    }

    private double[] rows(double[] batchMajor) {
        int size = batchMajor.length / layout.rows();
        double[] rows = new double[batchMajor.length];
        for (int b = 0; b < BATCH; b++) {
            for (int t = 0; t < STEPS; t++) {
                System.arraycopy(batchMajor, (b * STEPS + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }

    private static float[] state(double[] h, double[] c) {
        double[] state = new double[h.length + c.length];
        for (int b = 0; b < BATCH; b++) {
            System.arraycopy(h, b * SIZE, state, b * (SIZE + HIDDEN), SIZE);
            System.arraycopy(c, b * HIDDEN, state, b * (SIZE + HIDDEN) + SIZE, HIDDEN);
        }
        return toFloat(state);
    }
}
