package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Numbers;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionKernelsTest {

    private static final float UNTOUCHED = 7f;
    private static final float KEPT = 1.25f;

    /**
     * What a group of heads looks like.
     *
     * @param window   0 for none
     * @param biased   whether each head has a bias that is trained
     * @param dropping whether a fifth of the weights is dropped
     */
    private record Form(int headSize, int heads, boolean causal, int window, boolean biased, boolean dropping) {

        static Form plain(int headSize, boolean causal) {
            return new Form(headSize, 1, causal, 0, false, false);
        }

        AttentionGroup group(int length) {
            // Columns: one head that is not of the group, the group's queries, 2 of nobody, keys, 1 of nobody, values.
            int key = (heads + 1) * headSize + 2;
            DistanceBias bias = biased ? new DistanceBias(heads + 1, true) : null;
            if (biased) {
                bias.prepare(length);
                for (int distance = 1 - length; distance < length; distance++) {
                    for (int head = 0; head <= heads; head++) {
                        bias.set(head, distance, 0.3f * (head + 1) * (float) Math.sin(distance + head));
                    }
                }
            }
            return new AttentionGroup(headSize, heads, key + 2 * headSize + 2, headSize, key, key + headSize + 1,
                    (heads + 1) * headSize + 3, causal, window == 0 ? AttentionGroup.NO_WINDOW : window, bias,
                    dropping ? Form::mask : null);
        }

        private static void mask(int head, int row, int firstKey, int n, float[] mask) {
            for (int k = 0; k < n; k++) {
                mask[k] = mask(head, row, firstKey + k);
            }
        }

        private static float mask(int head, int row, int key) {
            return (3 * head + 7 * row + 11 * key) % 5 == 0 ? 0f : KEPT;
        }
    }

    /** A sequence at rows 3 and up, forward and backward, on one kind of kernels. */
    private static final class Case {
        static final int FIRST_ROW = 3;

        final Form form;
        final int length;
        final AttentionGroup group;
        final float[] qkv;
        final float[] dOut;
        final float[] out;
        final float[] dQkv;
        final float[] statistics;
        float[] dBias = {};

        Case(Form form, int length, float spread) {
            this.form = form;
            this.length = length;
            group = form.group(length);
            qkv = random((FIRST_ROW + length) * group.stride(), 1, spread);
            dOut = random((FIRST_ROW + length) * group.outStride(), 2, 1f);
            out = new float[dOut.length];
            dQkv = new float[qkv.length];
            statistics = new float[2 * length * form.heads()];
        }

        Case run(Kernels kernels) {
            return run(kernels, new AttentionScratch());
        }

        Case run(Kernels kernels, AttentionScratch scratch) {
            Arrays.fill(out, UNTOUCHED);
            Arrays.fill(dQkv, UNTOUCHED);
            kernels.attention().attention(group, FIRST_ROW, length, qkv, out, statistics, 0, scratch);
            kernels.attention().attentionBackward(group, FIRST_ROW, length, qkv, out, dOut, statistics, 0, dQkv,
                    scratch);
            if (form.biased()) {
                dBias = Arrays.copyOf(scratch.biasGradients(), form.heads() * (2 * length - 1));
            }
            return this;
        }

        int query(int step, int head) {
            return (FIRST_ROW + step) * group.stride() + group.query() + head * form.headSize();
        }

        int key(int step) {
            return (FIRST_ROW + step) * group.stride() + group.key();
        }

        int value(int step) {
            return (FIRST_ROW + step) * group.stride() + group.value();
        }

        int out(int step, int head) {
            return (FIRST_ROW + step) * group.outStride() + group.query() + head * form.headSize();
        }

        private static float[] random(int size, long index, float spread) {
            RandomStream stream = Randomness.of(11, Purpose.PROBE).derive(index).stream();
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = spread * (float) stream.nextGaussian();
            }
            return values;
        }
    }

    private static void assertSameBits(Case actual, Case expected) {
        Closeness.assertSameBits("out", actual.out, expected.out, expected.out.length);
        Closeness.assertSameBits("statistics", actual.statistics, expected.statistics, expected.statistics.length);
        Closeness.assertSameBits("dQkv", actual.dQkv, expected.dQkv, expected.dQkv.length);
        Closeness.assertSameBits("dBias", actual.dBias, expected.dBias, expected.dBias.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129, 150, 260})
    void scalarAndVectorGiveTheSameBits(int length) {
        AttentionScratch reused = new AttentionScratch();
        for (int headSize : new int[] {1, 7, 8, 13, 16, 33}) {
            for (float spread : new float[] {1f, 8f, 1e-6f}) {
                for (boolean causal : new boolean[] {false, true}) {
                    Form form = Form.plain(headSize, causal);
                    Case scalar = new Case(form, length, spread).run(Kernels.scalar());
                    assertSameBits(new Case(form, length, spread).run(Kernels.vector(), reused), scalar);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129, 150, 290})
    void scalarAndVectorGiveTheSameBitsInEveryForm(int length) {
        AttentionScratch reused = new AttentionScratch();
        for (int heads = 1; heads <= 3; heads += 2) {
            for (int window : new int[] {0, 1, 2, 31, 130}) {
                for (int options = 0; options < 8; options++) {
                    Form form = new Form(options % 3 == 0 ? 16 : 5, heads, (options & 1) > 0, window,
                            (options & 2) > 0, (options & 4) > 0);
                    Case scalar = new Case(form, length, 1f).run(Kernels.scalar());
                    assertSameBits(new Case(form, length, 1f).run(Kernels.vector(), reused), scalar);
                }
            }
        }
    }

    @Test
    void scalarAndVectorAgreeWhereNumbersOverflow() {
        for (int window : new int[] {0, 5}) {
            for (boolean causal : new boolean[] {false, true}) {
                Form form = new Form(8, 2, causal, window, true, false);
                Case scalar = new Case(form, 40, 1e20f).run(Kernels.scalar());
                Case vector = new Case(form, 40, 1e20f).run(Kernels.vector());
                assertThat(vector.out).isEqualTo(scalar.out);
                assertThat(vector.dQkv).isEqualTo(scalar.dQkv);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 0", "0, 20", "1, 20", "2, 20"})
    void scalarAndVectorAgreeWhereANumberIsNotFinite(int part, int window) {
        for (int step : new int[] {0, 3, 30, 32, 69}) {
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                for (boolean causal : new boolean[] {true, false}) {
                    Form form = new Form(8, 1, causal, window, false, false);
                    Case scalar = new Case(form, 70, 1f);
                    Case vector = new Case(form, 70, 1f);
                    int at = part == 0 ? scalar.query(step, 0) : part == 1 ? scalar.key(step) : scalar.value(step);
                    scalar.qkv[at + 4] = value;
                    vector.qkv[at + 4] = value;
                    scalar.run(Kernels.scalar());
                    vector.run(Kernels.vector());
                    assertThat(vector.out).isEqualTo(scalar.out);
                    assertThat(vector.dQkv).isEqualTo(scalar.dQkv);
                    assertThat(vector.statistics).isEqualTo(scalar.statistics);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,4,1,false,0,false,false", "1,4,1,true,0,false,false", "9,3,1,false,0,false,false",
        "37,5,1,true,0,false,false", "140,4,1,false,0,false,false", "140,4,1,true,0,false,false",
        "20,3,2,true,0,false,false", "20,3,1,true,4,false,false", "20,3,1,false,4,false,false",
        "140,2,1,true,9,false,false", "20,3,1,true,0,true,false", "20,3,2,false,6,true,true",
        "140,2,1,true,20,true,true"})
    void agreesWithSoftmaxOverAllPairsInDouble(int length, int headSize, int heads, boolean causal, int window,
            boolean biased, boolean dropping) {
        Form form = new Form(headSize, heads, causal, window, biased, dropping);
        Case actual = new Case(form, length, 1f).run(Kernels.scalar());
        double[] qkv = Numbers.toDouble(actual.qkv);
        double[][] bias = naiveBias(actual);
        double[] expected = naive(actual, qkv, bias);
        for (int head = 0; head < heads; head++) {
            for (int t = 0; t < length; t++) {
                for (int d = 0; d < headSize; d++) {
                    assertThat((double) actual.out[actual.out(t, head) + d])
                            .isCloseTo(expected[actual.out(t, head) + d], within(3e-6));
                }
            }
        }
        DoubleSupplier loss = () -> {
            double[] out = naive(actual, qkv, bias);
            double sum = 0;
            for (int head = 0; head < heads; head++) {
                for (int t = 0; t < length; t++) {
                    for (int d = 0; d < headSize; d++) {
                        sum += out[actual.out(t, head) + d] * actual.dOut[actual.out(t, head) + d];
                    }
                }
            }
            return sum;
        };
        double[] gradient = CentralDifferences.gradient(qkv, loss);
        boolean[] mine = columns(actual);
        for (int i = 0; i < actual.dQkv.length; i++) {
            if (!mine[i]) {
                assertThat(actual.dQkv[i]).isEqualTo(UNTOUCHED);
                actual.dQkv[i] = 0;
            }
        }
        Closeness.assertGradientClose("dQkv", actual.dQkv, gradient, 1e-5);
        for (int head = 0; biased && head < heads; head++) {
            Closeness.assertGradientClose("dBias",
                    Arrays.copyOfRange(actual.dBias, head * (2 * length - 1), (head + 1) * (2 * length - 1)),
                    CentralDifferences.gradient(bias[head], loss), 1e-5);
        }
    }

    /** Which values belong to the sequence and the group. */
    private static boolean[] columns(Case c) {
        boolean[] mine = new boolean[c.qkv.length];
        for (int t = 0; t < c.length; t++) {
            Arrays.fill(mine, c.query(t, 0), c.query(t, c.form.heads()), true);
            Arrays.fill(mine, c.key(t), c.key(t) + c.form.headSize(), true);
            Arrays.fill(mine, c.value(t), c.value(t) + c.form.headSize(), true);
        }
        return mine;
    }

    /** Natural biases, from distance 1 - length on. */
    private static double[][] naiveBias(Case c) {
        double[][] bias = new double[c.form.heads()][2 * c.length - 1];
        for (int head = 0; c.form.biased() && head < c.form.heads(); head++) {
            for (int i = 0; i < bias[head].length; i++) {
                bias[head][i] = c.group.bias().get(c.group.head(head), i + 1 - c.length) * Math.log(2);
            }
        }
        return bias;
    }

    private static double[] naive(Case c, double[] qkv, double[][] bias) {
        double[] out = new double[c.out.length];
        int window = c.form.window() == 0 ? c.length : c.form.window();
        for (int head = 0; head < c.form.heads(); head++) {
            for (int t = 0; t < c.length; t++) {
                double[] weight = new double[c.length];
                double sum = 0;
                for (int k = 0; k < c.length; k++) {
                    if (Math.abs(t - k) >= window || c.form.causal() && k > t) {
                        continue;
                    }
                    double score = 0;
                    for (int d = 0; d < c.form.headSize(); d++) {
                        score += qkv[c.query(t, head) + d] * qkv[c.key(k) + d];
                    }
                    weight[k] = StrictMath.exp(score / Math.sqrt(c.form.headSize()) + bias[head][t - k + c.length - 1]);
                    sum += weight[k];
                }
                for (int k = 0; k < c.length; k++) {
                    double kept = c.form.dropping() ? Form.mask(head + 1, Case.FIRST_ROW + t, k) : 1;
                    for (int d = 0; d < c.form.headSize(); d++) {
                        out[c.out(t, head) + d] += weight[k] / sum * kept * qkv[c.value(k) + d];
                    }
                }
            }
        }
        return out;
    }

    @Test
    void laterStepsNeverReachEarlierOutputsNotEvenAsNan() {
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
            Case plain = new Case(Form.plain(8, true), 150, 1f).run(kernels);
            for (int changed : new int[] {1, 5, 31, 32, 127, 128, 149}) {
                for (float value : new float[] {3f, Float.NaN, Float.POSITIVE_INFINITY}) {
                    Case other = new Case(Form.plain(8, true), 150, 1f);
                    Arrays.fill(other.qkv, (Case.FIRST_ROW + changed) * other.group.stride(), other.qkv.length, value);
                    other.run(kernels);
                    Closeness.assertSameBits("out before step " + changed, other.out, plain.out,
                            (Case.FIRST_ROW + changed) * other.group.outStride());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stepsOutsideTheWindowNeverReachAnOutputNotEvenAsNan(boolean causal) {
        int window = 20;
        Form form = new Form(8, 1, causal, window, false, false);
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
            Case plain = new Case(form, 150, 1f).run(kernels);
            Case other = new Case(form, 150, 1f);
            int changed = 60;
            Arrays.fill(other.qkv, other.key(changed), other.key(changed) + 8, Float.NaN);
            Arrays.fill(other.qkv, other.value(changed), other.value(changed) + 8, Float.NaN);
            other.run(kernels);
            for (int t = 0; t < 150; t++) {
                boolean sees = Math.abs(t - changed) < window && (!causal || t >= changed);
                for (int d = 0; d < 8; d++) {
                    Float expected = sees ? Float.NaN : plain.out[plain.out(t, 0) + d];
                    assertThat(other.out[other.out(t, 0) + d]).as("step " + t).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "true, 20", "false, 20"})
    void weightsForLookingAtGiveTheOutputsOfTheBlockedPass(boolean causal, int window) {
        Form form = new Form(5, 2, causal, window, true, false);
        int length = 150;
        Case c = new Case(form, length, 1f).run(Kernels.vector());
        float[] weights = new float[length * length];
        for (int head = 0; head < 2; head++) {
            Kernels.vector().attention().attentionWeights(c.group, head, Case.FIRST_ROW, length, c.qkv, c.statistics, 0,
                    weights, 0, length, new AttentionScratch());
            for (int t = 0; t < length; t++) {
                double[] out = new double[5];
                double sum = 0;
                for (int k = 0; k < length; k++) {
                    boolean seen = (!causal || k <= t) && (window == 0 || Math.abs(t - k) < window);
                    assertThat(weights[t * length + k] > 0).as("%s sees %s", t, k).isEqualTo(seen);
                    sum += weights[t * length + k];
                    for (int d = 0; d < 5; d++) {
                        out[d] += (double) weights[t * length + k] * c.qkv[c.value(k) + d];
                    }
                }
                assertThat(sum).isCloseTo(1, within(2e-6));
                for (int d = 0; d < 5; d++) {
                    assertThat((double) c.out[c.out(t, head) + d]).isCloseTo(out[d], within(3e-6));
                }
            }
        }
    }

    @Test
    void weightsOfDistantScoresAreExactlyZero() {
        Case c = new Case(Form.plain(1, false), 2, 0f);
        c.qkv[c.query(0, 0)] = 1;
        c.qkv[c.key(0)] = 200;
        c.qkv[c.value(0)] = 5;
        c.qkv[c.value(1)] = 9;
        c.run(Kernels.vector());
        assertThat(c.out[c.out(0, 0)]).isEqualTo(5f);
        assertThat(c.out[c.out(1, 0)]).isEqualTo(7f);
    }

    @Test
    void exp2IsWithinOneUlpAndTheSameInEveryLane() {
        RandomStream random = Randomness.of(4, Purpose.PROBE).stream();
        float[] lanes = new float[VectorMath.LANES];
        for (int i = 0; i < 200_000; i += lanes.length) {
            float scale = i % 3 == 0 ? 140f : 2f;
            float[] x = new float[lanes.length];
            for (int j = 0; j < x.length; j++) {
                x[j] = -scale * random.nextFloat();
            }
            VectorSoftmax.exp2(VectorMath.load(x, 0)).intoArray(lanes, 0);
            for (int j = 0; j < x.length; j++) {
                float y = ScalarAttentionKernels.exp2(x[j]);
                assertThat(Float.floatToRawIntBits(lanes[j])).isEqualTo(Float.floatToRawIntBits(y));
                double exact = StrictMath.pow(2, x[j]);
                double error = x[j] < -126.5f ? y : Math.abs(y - exact) / Math.ulp((float) exact);
                assertThat(error).as("2^" + x[j]).isLessThanOrEqualTo(1.0);
            }
        }
        assertThat(ScalarAttentionKernels.exp2(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
        assertThat(ScalarAttentionKernels.exp2(0f)).isEqualTo(1f);
        assertThat(ScalarAttentionKernels.exp2(Float.NaN)).isNaN();
    }
}
