package dev.unroll.gru;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.toDouble;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.NoisyLayerContract;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoisyGruTest extends NoisyLayerContract {

    private static Maker layer(boolean resetAfter, double dropout, double dropConnect, double zoneout,
            double candidates) {
        return (in, hidden, engine) -> new GruLayer("layer0", in, hidden, resetAfter,
                new RecurrentRegularization(dropout, dropConnect, zoneout), candidates, engine);
    }

    @Override
    protected Map<String, Maker> layers() {
        Map<String, Maker> layers = new LinkedHashMap<>();
        for (boolean resetAfter : new boolean[] {true, false}) {
            String where = resetAfter ? ", reset after" : ", reset before";
            layers.put("recurrent dropout" + where, layer(resetAfter, 0.4, 0, 0, 0));
            layers.put("DropConnect" + where, layer(resetAfter, 0, 0.4, 0, 0));
            layers.put("zoneout" + where, layer(resetAfter, 0, 0, 0.4, 0));
            layers.put("candidate dropout" + where, layer(resetAfter, 0, 0, 0, 0.4));
            layers.put("all" + where, layer(resetAfter, 0.2, 0.3, 0.2, 0.25));
        }
        return layers;
    }

    /** The papers' equations in double, with the masks that the classes' documentation promises. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void outputsAreThoseOfTheEquations(boolean resetAfter, boolean training) {
        int hidden = 6;
        int[] lengths = {2, 5, 3};
        Pass drawn = new Pass(Randomness.of(9, Purpose.DROPOUT).derive(4));
        Pass pass = training ? drawn : Pass.EVALUATION;
        GruLayer layer = new GruLayer("layer0", 1, hidden, resetAfter, new RecurrentRegularization(0.5, 0.25, 0.4),
                0.3, Engine.withThreads(1));
        RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
        for (Parameter parameter : layer.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) stream.nextGaussian();
            }
        }
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(lengths);
        float[] input = {0.3f, -1f, 0.7f, 0.2f, -0.4f, 1.2f, -0.1f, 0.5f, 0.9f, -0.8f};
        layer.pack(pass);
        float[] output = layer.forward(layout, input, null, pass);

        double[][] parameters = layer.parameters().stream().map(p -> toDouble(p.value())).toArray(double[][]::new);
        float[] connected = mask(drawn, "layer0.recurrentWeight", 0.25f, 0, parameters[1].length);
        for (int i = 0; training && i < connected.length; i++) {
            parameters[1][i] *= connected[i];
        }
        double[] expected = new double[layout.rows() * hidden];
        for (int b = 0; b < lengths.length; b++) {
            // Rows of 6 values begin at multiples of 8 of the random table.
            float[] dropped = mask(drawn, "layer0.recurrentDropout", 0.5f, b * 8, hidden);
            float[] candidates = mask(drawn, "layer0.candidateDropout", 0.3f, b * 8, hidden);
            if (!training) {
                Arrays.fill(dropped, 1f);
                Arrays.fill(candidates, 1f);
            }
            double[] state = new double[hidden];
            for (int t = 0; t < lengths[b]; t++) {
                int row = layout.row(b, t);
                float[] fresh = mask(drawn, "layer0.zoneout", 0.4f, (((long) b << 24) + t) * 8, hidden);
                double[] would = step(parameters, resetAfter, input[row], state, dropped, candidates);
                for (int j = 0; j < hidden; j++) {
                    double stays = training ? (fresh[j] == 0 ? 1 : 0) : 0.4;
                    state[j] = stays * state[j] + (1 - stays) * would[j];
                }
                System.arraycopy(state, 0, expected, row * hidden, hidden);
            }
        }
        assertClose("output", output, expected, 1e-5, 1e-6);
    }

    /** What recurs through weights is masked; what z keeps is not. */
    private static double[] step(double[][] parameters, boolean resetAfter, double x, double[] h, float[] dropped,
            float[] candidates) {
        int hidden = h.length;
        double[] reset = new double[hidden];
        double[] update = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            reset[j] = sigmoid(column(parameters, j, x) + recurrent(parameters, j, h, dropped, null));
            update[j] = sigmoid(column(parameters, hidden + j, x)
                    + recurrent(parameters, hidden + j, h, dropped, null));
        }
        double[] next = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            int n = 2 * hidden + j;
            double sum = resetAfter ? reset[j] * (parameters[3][j] + recurrent(parameters, n, h, dropped, null))
                    : recurrent(parameters, n, h, dropped, reset);
            double candidate = StrictMath.tanh(column(parameters, n, x) + sum);
            next[j] = (1 - update[j]) * candidates[j] * candidate + update[j] * h[j];
        }
        return next;
    }

    private static double column(double[][] parameters, int column, double x) {
        return parameters[2][column] + x * parameters[0][column];
    }

    private static double recurrent(double[][] parameters, int column, double[] h, float[] dropped, double[] reset) {
        double sum = 0;
        for (int k = 0; k < h.length; k++) {
            sum += h[k] * dropped[k] * (reset == null ? 1 : reset[k]) * parameters[1][k * 3 * h.length + column];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static float[] mask(Pass pass, String name, float rate, long position, int n) {
        float[] mask = new float[n];
        pass.dropout().derive(name).dropoutMask(rate, position, n, mask, 0, new int[4]);
        return mask;
    }
}
