package dev.unroll.lstm;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoisyLstmTest extends NoisyLayerContract {

    private static final String[] SMOOTH = {"", "peepholes", "coupledGates", "noInputGate", "noOutputGate",
            "fullGateRecurrence peepholes", "layerNorm", "noForgetGate layerNorm fullGateRecurrence",
            "inputActivation=softsign outputActivation=identity"};

    private static LstmRegularization noise(double dropout, double dropConnect, double zoneout, double candidates,
            double cells) {
        return new LstmRegularization(new RecurrentRegularization(dropout, dropConnect, zoneout), candidates, cells);
    }

    private static Maker fast(LstmRegularization noise) {
        return (in, hidden, engine) -> new LstmLayer("layer0", in, hidden, noise.hidden(), engine);
    }

    private static Maker variant(String words, int projection, LstmRegularization noise) {
        return (in, hidden, engine) -> new LstmVariantLayer("layer0", in, hidden, projection, Cells.of(words), noise,
                engine);
    }

    @Override
    protected Map<String, Maker> layers() {
        Map<String, Maker> layers = new LinkedHashMap<>();
        layers.put("vanilla, recurrent dropout", fast(noise(0.4, 0, 0, 0, 0)));
        layers.put("vanilla, DropConnect", fast(noise(0, 0.4, 0, 0, 0)));
        layers.put("vanilla, zoneout", fast(noise(0, 0, 0.4, 0, 0)));
        layers.put("candidate dropout", variant("", 0, noise(0, 0, 0, 0.4, 0)));
        layers.put("zoneout of the cells", variant("", 0, noise(0, 0, 0, 0, 0.4)));
        RandomStream stream = Randomness.of(1, Purpose.PROBE).stream();
        for (int seed = 0; seed < 20; seed++) {
            String words = SMOOTH[seed % SMOOTH.length];
            double[] rates = new double[5];
            for (int i = 0; i < rates.length; i++) {
                rates[i] = stream.nextInt(3) == 0 ? 0 : 0.1 + 0.4 * stream.nextDouble();
            }
            // One at least.
            rates[seed % rates.length] = 0.3;
            layers.put("combination " + seed + ": " + words + " " + rates[0] + " " + rates[1] + " " + rates[2] + " "
                    + rates[3] + " " + rates[4], variant(words, seed % 4 == 1 ? 4 : 0,
                            noise(rates[0], rates[1], rates[2], rates[3], rates[4])));
        }
        return layers;
    }

    /** The papers' equations in double, with the masks that the classes' documentation promises. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cellsAndCandidatesAreThoseOfTheEquations(boolean training) {
        int hidden = 5;
        int length = 4;
        Pass drawn = new Pass(Randomness.of(9, Purpose.DROPOUT).derive(4));
        Pass pass = training ? drawn : Pass.EVALUATION;
        LstmVariantLayer layer = new LstmVariantLayer("layer0", 1, hidden, 0, LstmCell.VANILLA,
                noise(0, 0, 0, 0.5, 0.4), Engine.withThreads(1));
        RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
        for (Parameter parameter : layer.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) stream.nextGaussian();
            }
        }
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {length});
        float[] input = {0.3f, -1f, 0.7f, 0.2f};
        layer.pack(pass);
        float[] output = layer.forward(layout, input, null, pass);

        float[] dropped = mask(drawn, "layer0.candidateDropout", 0.5f, 0, hidden);
        double[][] parameters = layer.parameters().stream().map(p -> toDouble(p.value())).toArray(double[][]::new);
        double[] h = new double[hidden];
        double[] c = new double[hidden];
        double[] expected = new double[length * hidden];
        for (int t = 0; t < length; t++) {
            // Rows of 5 values begin at multiples of 8 of the random table.
            float[] stays = mask(drawn, "layer0.cellZoneout", 0.4f, t * 8, hidden);
            double[] next = new double[hidden];
            for (int j = 0; j < hidden; j++) {
                double[] a = new double[4];
                for (int gate = 0; gate < 4; gate++) {
                    int column = gate * hidden + j;
                    a[gate] = parameters[2][column] + input[t] * parameters[0][column];
                    for (int k = 0; k < hidden; k++) {
                        a[gate] += h[k] * parameters[1][k * 4 * hidden + column];
                    }
                }
                double would = sigmoid(a[1]) * c[j] + sigmoid(a[0]) * (training ? dropped[j] : 1) * StrictMath.tanh(a[2]);
                next[j] = sigmoid(a[3]) * StrictMath.tanh(would);
                double kept = training ? (stays[j] == 0 ? 1 : 0) : 0.4;
                c[j] = kept * c[j] + (1 - kept) * would;
            }
            h = next;
            System.arraycopy(h, 0, expected, t * hidden, hidden);
        }
        assertClose("output", output, expected, 1e-5, 1e-6);
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
