package dev.unroll.kernel;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Closeness.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentKernelsTest {

    private static final int ROWS = 3;
    private static final int MARGIN = 5;

    private final RecurrentKernels scalar = new ScalarRecurrentKernels();
    private final RecurrentKernels vector = new VectorRecurrentKernels();

    /** Values of all sizes, saturating ones among them, with a margin at both ends that must stay as it is. */
    private static float[] random(int size, String name) {
        RandomStream stream = Randomness.of(size, Purpose.TEST_DATA).derive(name).stream();
        float[] values = new float[size + 2 * MARGIN];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stream.nextGaussian() * (i % 7 == 0 ? 12 : 1);
        }
        return values;
    }

    private static float[][] run(RecurrentKernels kernels, int hidden) {
        int n = ROWS * hidden;
        float[] gates = random(4 * n, "gates");
        float[] cPrevious = random(n, "cPrevious");
        float[] c = random(n, "c");
        float[] tanhC = random(n, "tanhC");
        float[] h = random(n, "h");
        kernels.lstmCell(ROWS, hidden, gates, MARGIN, cPrevious, MARGIN, c, MARGIN, tanhC, MARGIN, h, MARGIN);
        float[] dGates = gates.clone();
        float[] dc = random(n, "dc");
        float[] dh = random(n, "dh");
        kernels.lstmCellBackward(ROWS, hidden, dGates, MARGIN, cPrevious, MARGIN, tanhC, MARGIN, dh, MARGIN, dc,
                MARGIN);
        float[] dx = dh.clone();
        kernels.tanhBackward(n, tanhC, MARGIN, dx, MARGIN, dx, MARGIN);
        return new float[][] {gates, c, tanhC, h, dGates, dc, dx};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void vectorsHaveTheBitsOfThePlainLoopsAndTouchNothingElse(int hidden) {
        float[][] expected = run(scalar, hidden);
        float[][] actual = run(vector, hidden);
        String[] names = {"gates", "c", "tanhC", "h", "dGates", "dc", "dx"};
        for (int i = 0; i < expected.length; i++) {
            assertSameBits(names[i], actual[i], expected[i], expected[i].length);
        }
        assertThat(actual[3][MARGIN - 1]).isEqualTo(random(ROWS * hidden, "h")[MARGIN - 1]);
        assertThat(actual[3][MARGIN + ROWS * hidden]).isEqualTo(random(ROWS * hidden, "h")[MARGIN + ROWS * hidden]);
    }

    @Test
    void cellFollowsItsEquations() {
        float[] gates = {0.3f, -0.7f, 1.2f, 0.1f};
        float[] c = new float[1];
        float[] tanhC = new float[1];
        float[] h = new float[1];
        scalar.lstmCell(1, 1, gates, 0, new float[] {0.8f}, 0, c, 0, tanhC, 0, h, 0);
        double i = sigmoid(0.3);
        double f = sigmoid(-0.7);
        double g = StrictMath.tanh(1.2);
        double o = sigmoid(0.1);
        double cell = f * 0.8 + i * g;
        assertClose("gates", gates, new double[] {i, f, g, o}, 1e-6, 0);
        assertClose("c", c, new double[] {cell}, 1e-6, 0);
        assertClose("h", h, new double[] {o * StrictMath.tanh(cell)}, 1e-6, 0);

        float[] dc = {0.5f};
        scalar.lstmCellBackward(1, 1, gates, 0, new float[] {0.8f}, 0, tanhC, 0, new float[] {-1.5f}, 0, dc, 0);
        double t = StrictMath.tanh(cell);
        double dCell = 0.5 - 1.5 * o * (1 - t * t);
        assertClose("dGates", gates, new double[] {dCell * g * i * (1 - i), dCell * 0.8 * f * (1 - f),
            dCell * i * (1 - g * g), -1.5 * t * o * (1 - o)}, 1e-5, 0);
        assertClose("dc", dc, new double[] {dCell * f}, 1e-5, 0);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
