package dev.unroll.rnn;

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
import org.junit.jupiter.params.provider.ValueSource;

class NoisyRnnTest extends NoisyLayerContract {

    private static Maker layer(double leak, boolean layerNorm, double dropout, double dropConnect, double zoneout) {
        return (in, hidden, engine) -> new RnnLayer("layer0", in, hidden, Activation.TANH, (float) leak, layerNorm,
                new RecurrentRegularization(dropout, dropConnect, zoneout), engine);
    }

    @Override
    protected Map<String, Maker> layers() {
        Map<String, Maker> layers = new LinkedHashMap<>();
        layers.put("recurrent dropout", layer(1, false, 0.4, 0, 0));
        layers.put("DropConnect", layer(1, false, 0, 0.4, 0));
        layers.put("zoneout", layer(1, false, 0, 0, 0.4));
        layers.put("all, leaky", layer(0.3, false, 0.2, 0.3, 0.2));
        layers.put("all, normalized", layer(1, true, 0.2, 0.3, 0.2));
        return layers;
    }

    /** The papers' equations in double, with the masks that the classes' documentation promises. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outputsAreThoseOfTheEquations(boolean training) {
        int hidden = 6;
        int[] lengths = {2, 5, 3};
        Pass pass = training ? new Pass(Randomness.of(9, Purpose.DROPOUT).derive(4)) : Pass.EVALUATION;
        RnnLayer layer = new RnnLayer("layer0", 1, hidden, Activation.TANH, 1f, false,
                new RecurrentRegularization(0.5, 0.25, 0.4), Engine.withThreads(1));
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

        float[] connected = training ? mask(pass, "layer0.recurrentWeight", 0.25f, 0, hidden * hidden)
                : ones(hidden * hidden);
        double[] expected = new double[layout.rows() * hidden];
        double[] wx = toDouble(layer.parameters().get(0).value());
        double[] wh = toDouble(layer.parameters().get(1).value());
        double[] bias = toDouble(layer.parameters().get(2).value());
        for (int b = 0; b < lengths.length; b++) {
            // Rows of 6 values begin at multiples of 8 of the random table.
            float[] dropped = training ? mask(pass, "layer0.recurrentDropout", 0.5f, b * 8, hidden) : ones(hidden);
            double[] state = new double[hidden];
            for (int t = 0; t < lengths[b]; t++) {
                int row = layout.row(b, t);
                float[] drawn = mask(new Pass(Randomness.of(9, Purpose.DROPOUT).derive(4)), "layer0.zoneout", 0.4f,
                        (((long) b << 24) + t) * 8, hidden);
                double[] next = new double[hidden];
                for (int j = 0; j < hidden; j++) {
                    double sum = bias[j] + input[row] * wx[j];
                    for (int k = 0; k < hidden; k++) {
                        sum += state[k] * dropped[k] * wh[k * hidden + j] * connected[k * hidden + j];
                    }
                    double stays = training ? (drawn[j] == 0 ? 1 : 0) : 0.4;
                    next[j] = stays * state[j] + (1 - stays) * StrictMath.tanh(sum);
                }
                System.arraycopy(next, 0, expected, row * hidden, hidden);
                state = next;
            }
        }
        assertClose("output", output, expected, 1e-5, 1e-6);
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1f);
        return ones;
    }

    private static float[] mask(Pass pass, String name, float rate, long position, int n) {
        float[] mask = new float[n];
        pass.dropout().derive(name).dropoutMask(rate, position, n, mask, 0, new int[4]);
        return mask;
    }
}
