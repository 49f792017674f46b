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
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    @Test
    void outputsAreThoseOfTheEquations() {
        int hidden = 6;
        int length = 5;
        Pass pass = new Pass(Randomness.of(9, Purpose.DROPOUT).derive(4));
        RnnLayer layer = new RnnLayer("layer0", 1, hidden, Activation.TANH, 1f, false,
                new RecurrentRegularization(0.5, 0.25, 0.4), Engine.withThreads(1));
        RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
        for (Parameter parameter : layer.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) stream.nextGaussian();
            }
        }
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {length});
        float[] input = {0.3f, -1f, 0.7f, 0.2f, -0.4f};
        layer.pack(pass);
        float[] output = layer.forward(layout, input, null, pass);

        float[] dropped = mask(pass, "layer0.recurrentDropout", 0.5f, 0, hidden);
        float[] connected = mask(pass, "layer0.recurrentWeight", 0.25f, 0, hidden * hidden);
        double[] state = new double[hidden];
        double[] expected = new double[length * hidden];
        double[] wx = toDouble(layer.parameters().get(0).value());
        double[] wh = toDouble(layer.parameters().get(1).value());
        double[] bias = toDouble(layer.parameters().get(2).value());
        for (int t = 0; t < length; t++) {
            // Rows of 6 values begin at multiples of 8 of the random table.
            float[] stays = mask(pass, "layer0.zoneout", 0.4f, t * 8, hidden);
            double[] next = new double[hidden];
            for (int j = 0; j < hidden; j++) {
                double sum = bias[j] + input[t] * wx[j];
                for (int k = 0; k < hidden; k++) {
                    sum += state[k] * dropped[k] * wh[k * hidden + j] * connected[k * hidden + j];
                }
                next[j] = stays[j] == 0 ? state[j] : StrictMath.tanh(sum);
            }
            System.arraycopy(next, 0, expected, t * hidden, hidden);
            state = next;
        }
        assertClose("output", output, expected, 1e-5, 1e-6);
    }

    private static float[] mask(Pass pass, String name, float rate, long position, int n) {
        float[] mask = new float[n];
        pass.dropout().derive(name).dropoutMask(rate, position, n, mask, 0, new int[4]);
        return mask;
    }
}
