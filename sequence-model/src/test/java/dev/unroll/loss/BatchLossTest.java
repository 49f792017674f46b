package dev.unroll.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.engine.Engine;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchLossTest {

    private static final Engine ENGINE = Engine.withThreads(1);

    private final RandomStream random = Randomness.of(11, Purpose.TEST_DATA).stream();

    static Stream<Arguments> lossesAndSizes() {
        List<Loss> losses = List.of(new ValueLoss.Squared(), new ValueLoss.Absolute(), new ValueLoss.Huber(0.7),
                new ValueLoss.Quantile(null), new ValueLoss.Quantile(List.of(0.3)), new CrossEntropy(),
                new CrossEntropy(0.2));
        return losses.stream().flatMap(loss -> Stream.of(1, 7, 33).map(size -> Arguments.of(loss, size)));
    }

    @ParameterizedTest
    @MethodSource("lossesAndSizes")
    void lossAndGradientMatchAPlainDefinitionAndItsCentralDifferences(Loss loss, int size) {
        int n = 5;
        int outputSize = size * loss.outputsPerTarget();
        float[] outputs = normal(n * outputSize);
        float[] values = normal(n * size);
        int[] classes = new int[n];
        for (int row = 0; row < n; row++) {
            classes[row] = random.nextInt(size);
        }
        float[] weights = {1f, 0.25f, 0f, 3f, 0.5f};
        classes[2] = -1;
        Arrays.fill(values, 2 * size, 3 * size, Float.NaN);
        boolean classification = loss.classification();
        float[] dOutputs = new float[n * outputSize];
        Arrays.fill(dOutputs, 99f);

        double value = new BatchLoss(ENGINE, loss, size).evaluate(n, outputs, classification ? null : values,
                classification ? classes : null, weights, dOutputs);

        double[] x = toDouble(outputs);
        assertThat(value).isCloseTo(reference(loss, n, size, x, values, classes, weights), within(1e-6));
        for (int i = 0; i < x.length; i++) {
            double kept = x[i];
            double step = 1e-6;
            x[i] = kept + step;
            double above = reference(loss, n, size, x, values, classes, weights);
            x[i] = kept - step;
            double below = reference(loss, n, size, x, values, classes, weights);
            x[i] = kept;
            assertThat((double) dOutputs[i]).as("derivative %d", i)
                    .isCloseTo((above - below) / (2 * step), within(1e-6));
        }
    }

    @Test
    void crossEntropyMatchesPyTorch() throws IOException {
        JsonNode fixture;
        try (InputStream in = BatchLossTest.class.getResourceAsStream("/fixtures/cross_entropy.json")) {
            fixture = new ObjectMapper().readTree(in);
        }
        JsonNode logits = fixture.at("/inputs/logits");
        JsonNode labels = fixture.at("/inputs/labels");
        int n = logits.size();
        int size = logits.get(0).size();
        float[] outputs = new float[n * size];
        int[] classes = new int[n];
        for (int row = 0; row < n; row++) {
            classes[row] = labels.get(row).asInt();
            for (int k = 0; k < size; k++) {
                outputs[row * size + k] = (float) logits.get(row).get(k).asDouble();
            }
        }
        float[] dOutputs = new float[n * size];
        double loss = new BatchLoss(ENGINE, new CrossEntropy(), size)
                .evaluate(n, outputs, null, classes, null, dOutputs);
        assertThat(loss).isCloseTo(fixture.at("/outputs/loss").asDouble(), within(2e-7));
        for (int i = 0; i < dOutputs.length; i++) {
            double expected = fixture.at("/gradients/logits").get(i / size).get(i % size).asDouble();
            assertThat((double) dOutputs[i]).as("derivative %d", i).isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void crossEntropyStaysExactAtExtremeScores() {
        BatchLoss crossEntropy = new BatchLoss(ENGINE, new CrossEntropy(), 2);
        float[] dOutputs = new float[2];
        assertThat(crossEntropy.evaluate(1, new float[] {3e4f, -3e4f}, null, new int[] {1}, null, dOutputs))
                .isEqualTo(6e4);
        assertThat(dOutputs).containsExactly(1f, -1f);
        assertThat(crossEntropy.evaluate(1, new float[] {3e4f, -3e4f}, null, new int[] {0}, null, dOutputs)).isZero();
        // ln(1 + e^-20), of which a single-precision probability of almost 1 knows nothing.
        double tiny = crossEntropy.evaluate(1, new float[] {20f, 0f}, null, new int[] {0}, null, dOutputs);
        assertThat(tiny).isCloseTo(StrictMath.exp(-20), within(1e-15));
        assertThat((double) dOutputs[0]).isCloseTo(-StrictMath.exp(-20), within(1e-15));
    }

    @Test
    void weightsThatSumToZeroGiveZeroLossAndGradient() {
        float[] dOutputs = {5f, 5f, 5f, 5f};
        double loss = new BatchLoss(ENGINE, new ValueLoss.Squared(), 2).evaluate(2, new float[4],
                new float[] {Float.NaN, 1f, 2f, 3f}, null, new float[2], dOutputs);
        assertThat(loss).isZero();
        assertThat(dOutputs).containsOnly(0f);
    }

    @Test
    void noRowsGiveZero() {
        assertThat(new BatchLoss(ENGINE, new CrossEntropy(), 3).evaluate(0, new float[0], null, new int[0], null, null))
                .isZero();
    }

    @Test
    void absentWeightsAreOnesAndAbsentGradientsChangeNothing() {
        float[] outputs = normal(12);
        float[] values = normal(12);
        BatchLoss loss = new BatchLoss(ENGINE, new ValueLoss.Huber(null), 3);
        double expected = loss.evaluate(4, outputs, values, null, new float[] {1f, 1f, 1f, 1f}, new float[12]);
        assertThat(loss.evaluate(4, outputs, values, null, null, null)).isEqualTo(expected);
    }

    @Test
    void aClassOutOfRangeIsRefusedUnlessItsWeightIsZero() {
        BatchLoss loss = new BatchLoss(ENGINE, new CrossEntropy(), 3);
        assertThatThrownBy(() -> loss.evaluate(2, new float[6], null, new int[] {0, 3}, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a class must be from 0 to 2; got 3; targets to be left out need weight 0");
    }

    @Test
    void aNonFiniteScoreMakesTheLossNan() {
        BatchLoss loss = new BatchLoss(ENGINE, new CrossEntropy(), 3);
        assertThat(loss.evaluate(1, new float[] {1f, Float.NaN, 0f}, null, new int[] {0}, null, null)).isNaN();
        assertThat(loss.evaluate(1, new float[] {1f, Float.POSITIVE_INFINITY, 0f}, null, new int[] {0}, null, null))
                .isNaN();
    }

    @Test
    void threadsChangeNoBit() {
        int n = 3000;
        int size = 33;
        float[] outputs = normal(n * size);
        int[] classes = new int[n];
        for (int row = 0; row < n; row++) {
            classes[row] = random.nextInt(size);
        }
        float[] one = new float[n * size];
        float[] three = new float[n * size];
        double expected = new BatchLoss(ENGINE, new CrossEntropy(), size)
                .evaluate(n, outputs, null, classes, null, one);
        Engine threaded = Engine.withThreads(3);
        try (var workers = threaded.workers()) {
            assertThat(workers.threads()).isEqualTo(3);
            assertThat(new BatchLoss(threaded, new CrossEntropy(), size)
                    .evaluate(n, outputs, null, classes, null, three))
                    .isEqualTo(expected);
        }
        assertThat(three).isEqualTo(one);
    }

    private static double reference(Loss loss, int n, int size, double[] outputs, float[] values, int[] classes,
            float[] weights) {
        int outputSize = size * loss.outputsPerTarget();
        double sum = 0;
        double total = 0;
        for (int row = 0; row < n; row++) {
            if (weights[row] > 0) {
                double[] y = Arrays.copyOfRange(outputs, row * outputSize, (row + 1) * outputSize);
                double[] t = toDouble(Arrays.copyOfRange(values, row * size, (row + 1) * size));
                sum += weights[row] * rowReference(loss, y, t, classes[row]);
                total += weights[row];
            }
        }
        return sum / total;
    }

    private static double rowReference(Loss loss, double[] y, double[] t, int target) {
        double sum = 0;
        if (loss instanceof CrossEntropy crossEntropy) {
            double s = crossEntropy.labelSmoothing();
            double logSumExp = Math.log(Arrays.stream(y).map(Math::exp).sum());
            for (int k = 0; k < y.length; k++) {
                sum += ((k == target ? 1 - s : 0) + s / y.length) * (logSumExp - y[k]);
            }
            return sum;
        }
        int perTarget = y.length / t.length;
        for (int i = 0; i < y.length; i++) {
            double e = y[i] - t[i / perTarget];
            if (loss instanceof ValueLoss.Squared) {
                sum += e * e;
            } else if (loss instanceof ValueLoss.Absolute) {
                sum += Math.abs(e);
            } else if (loss instanceof ValueLoss.Huber huber) {
                double d = huber.delta();
                sum += Math.abs(e) < d ? e * e / 2 : d * Math.abs(e) - d * d / 2;
            } else if (loss instanceof ValueLoss.Quantile quantile) {
                double q = quantile.levels().get(i % perTarget);
                sum += Math.max(-q * e, (1 - q) * e);
            }
        }
        return sum / y.length;
    }

    private float[] normal(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] toDouble(float[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }
}
