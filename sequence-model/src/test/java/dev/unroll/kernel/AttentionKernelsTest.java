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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionKernelsTest {

    private static final float UNTOUCHED = 7f;

    /**
     * One head at columns 2 to 2 + headSize - 1 of rows of headSize + 3, forward and backward, on one kind of kernels.
     */
    private static final class Case {
        final int length;
        final int headSize;
        final boolean causal;
        final int width;
        final float[] qkv;
        final float[] dOut;
        final float[] out;
        final float[] dQkv;
        final float[] statistics;

        Case(int length, int headSize, boolean causal, float spread) {
            this.length = length;
            this.headSize = headSize;
            this.causal = causal;
            width = headSize + 3;
            qkv = random(length * 3 * width, 1, spread);
            dOut = random(length * width, 2, 1f);
            out = new float[length * width];
            dQkv = new float[length * 3 * width];
            statistics = new float[2 * length];
        }

        Case run(Kernels kernels) {
            return run(kernels, new AttentionScratch());
        }

        Case run(Kernels kernels, AttentionScratch scratch) {
            Arrays.fill(out, UNTOUCHED);
            Arrays.fill(dQkv, UNTOUCHED);
            kernels.attention().attention(length, headSize, causal, width, qkv, 2, out, 2, statistics, 0, scratch);
            kernels.attention().attentionBackward(length, headSize, causal, width, qkv, 2, out, dOut, 2, statistics, 0,
                    dQkv, scratch);
            return this;
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
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129, 150, 260})
    void scalarAndVectorGiveTheSameBits(int length) {
        AttentionScratch reused = new AttentionScratch();
        for (int headSize : new int[] {1, 7, 8, 13, 16, 33}) {
            for (float spread : new float[] {1f, 8f, 1e-6f}) {
                for (boolean causal : new boolean[] {false, true}) {
                    Case scalar = new Case(length, headSize, causal, spread).run(Kernels.scalar());
                    Case vector = new Case(length, headSize, causal, spread).run(Kernels.vector(), reused);
                    assertSameBits(vector, scalar);
                }
            }
        }
    }

    @Test
    void scalarAndVectorAgreeWhereNumbersOverflow() {
        for (boolean causal : new boolean[] {false, true}) {
            Case scalar = new Case(40, 8, causal, 1e20f);
            Case vector = new Case(40, 8, causal, 1e20f);
            scalar.run(Kernels.scalar());
            vector.run(Kernels.vector());
            assertThat(vector.out).isEqualTo(scalar.out);
            assertThat(vector.dQkv).isEqualTo(scalar.dQkv);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void scalarAndVectorAgreeWhereANumberIsNotFinite(int part) {
        for (int step : new int[] {0, 3, 30, 32, 69}) {
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                Case scalar = new Case(70, 8, true, 1f);
                Case vector = new Case(70, 8, true, 1f);
                scalar.qkv[step * 3 * scalar.width + part * scalar.width + 4] = value;
                vector.qkv[step * 3 * scalar.width + part * scalar.width + 4] = value;
                scalar.run(Kernels.scalar());
                vector.run(Kernels.vector());
                assertThat(vector.out).isEqualTo(scalar.out);
                assertThat(vector.dQkv).isEqualTo(scalar.dQkv);
                assertThat(vector.statistics).isEqualTo(scalar.statistics);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,4,false", "1,4,true", "9,3,false", "37,5,true", "150,4,false", "150,4,true"})
    void agreesWithSoftmaxOverAllPairsInDouble(int length, int headSize, boolean causal) {
        Case actual = new Case(length, headSize, causal, 1f).run(Kernels.scalar());
        double[] qkv = Numbers.toDouble(actual.qkv);
        double[] expected = naive(actual, qkv);
        double[] head = new double[expected.length];
        for (int t = 0; t < length; t++) {
            for (int d = 0; d < headSize; d++) {
                head[t * headSize + d] = expected[t * headSize + d];
                assertThat((double) actual.out[2 + t * actual.width + d]).isCloseTo(head[t * headSize + d],
                        within(2e-6));
            }
        }
        double[] gradient = CentralDifferences.gradient(qkv, () -> {
            double[] out = naive(actual, qkv);
            double sum = 0;
            for (int t = 0; t < length; t++) {
                for (int d = 0; d < headSize; d++) {
                    sum += out[t * headSize + d] * actual.dOut[2 + t * actual.width + d];
                }
            }
            return sum;
        });
        for (int i = 0; i < actual.dQkv.length; i++) {
            int column = i % actual.width;
            boolean inHead = column >= 2 && column < 2 + headSize;
            if (!inHead) {
                assertThat(actual.dQkv[i]).isEqualTo(UNTOUCHED);
                actual.dQkv[i] = 0;
            }
        }
        Closeness.assertGradientClose("dQkv", actual.dQkv, gradient, 1e-5);
    }

    private static double[] naive(Case c, double[] qkv) {
        double[] out = new double[c.length * c.headSize];
        int stride = 3 * c.width;
        for (int t = 0; t < c.length; t++) {
            int keys = c.causal ? t + 1 : c.length;
            double[] weight = new double[keys];
            double sum = 0;
            for (int k = 0; k < keys; k++) {
                double score = 0;
                for (int d = 0; d < c.headSize; d++) {
                    score += qkv[2 + t * stride + d] * qkv[2 + k * stride + c.width + d];
                }
                weight[k] = StrictMath.exp(score / Math.sqrt(c.headSize));
                sum += weight[k];
            }
            for (int k = 0; k < keys; k++) {
                for (int d = 0; d < c.headSize; d++) {
                    out[t * c.headSize + d] += weight[k] / sum * qkv[2 + k * stride + 2 * c.width + d];
                }
            }
        }
        return out;
    }

    @Test
    void laterStepsNeverReachEarlierOutputsNotEvenAsNan() {
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
            Case plain = new Case(150, 8, true, 1f).run(kernels);
            for (int changed : new int[] {1, 5, 31, 32, 127, 128, 149}) {
                for (float value : new float[] {3f, Float.NaN, Float.POSITIVE_INFINITY}) {
                    Case other = new Case(150, 8, true, 1f);
                    Arrays.fill(other.qkv, changed * 3 * other.width, other.qkv.length, value);
                    other.run(kernels);
                    Closeness.assertSameBits("out before step " + changed, other.out, plain.out, changed * other.width);
                }
            }
        }
    }

    @Test
    void weightsOfDistantScoresAreExactlyZero() {
        Case c = new Case(2, 1, false, 0f);
        c.qkv[2] = 1;
        c.qkv[2 + c.width] = 200;
        c.qkv[2 + 3 * c.width + c.width] = 0;
        c.qkv[2 + 2 * c.width] = 5;
        c.qkv[2 + 3 * c.width + 2 * c.width] = 9;
        c.run(Kernels.vector());
        assertThat(c.out[2]).isEqualTo(5f);
        assertThat(c.out[2 + c.width]).isEqualTo(7f);
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
            VectorAttentionKernels.exp2(VectorMath.load(x, 0)).intoArray(lanes, 0);
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
