package dev.unroll.layer;

import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTest {

    private static final int SIZE = 5;
    private static final int[] LENGTHS = {2, 4, 1};
    private static final float[] TARGETS = {0.3f, -1, 2};
    private static final float[] WEIGHTS = {1, 0, 3};

    private static double loss(RowLayout layout, Pooling pooling, int reversedSize, double[] rows, double[] weight,
            double[] bias) {
        double loss = 0;
        for (int b = 0; b < LENGTHS.length; b++) {
            double output = bias[0];
            for (int i = 0; i < SIZE; i++) {
                int last = i < SIZE - reversedSize ? LENGTHS[b] - 1 : 0;
                double pooled = 0;
                for (int t = 0; t < LENGTHS[b]; t++) {
                    double value = rows[layout.row(b, t) * SIZE + i];
                    pooled += pooling == Pooling.MEAN ? value / LENGTHS[b] : t == last ? value : 0;
                }
                output += pooled * weight[i];
            }
            loss += WEIGHTS[b] * (output - TARGETS[b]) * (output - TARGETS[b]);
        }
        return loss / 4;
    }

    @ParameterizedTest
    @CsvSource({"LAST, 0", "LAST, 2", "LAST, 5", "MEAN, 0", "MEAN, 2"})
    void lossMatchesReferenceAndBackwardMatchesCentralDifferences(Pooling pooling, int reversedSize) {
        for (RowLayout.Order order : RowLayout.Order.values()) {
            Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
            Head head = new Head(task, SIZE, reversedSize, pooling, Randomness.of(1, Purpose.INITIALIZATION),
                    Engine.withThreads(1));
            RowLayout layout = new RowLayout(order);
            layout.update(LENGTHS);
            RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
            float[] rows = new float[7 * SIZE];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) stream.nextGaussian();
            }
            SequenceBatch batch = new SequenceBatch(LENGTHS, new float[12], null, TARGETS, null, WEIGHTS);
            double[] x = toDouble(rows);
            double[] weight = toDouble(head.parameters().get(0).value());
            double[] bias = toDouble(head.parameters().get(1).value());

            assertThat(head.loss(layout, rows, batch))
                    .isCloseTo(loss(layout, pooling, reversedSize, x, weight, bias), offset(1e-5));
            float[] dRows = head.backward(layout, rows);
            assertGradientClose("rows", dRows,
                    CentralDifferences.gradient(x, () -> loss(layout, pooling, reversedSize, x, weight, bias)), 1e-5);
            assertGradientClose("weight", head.parameters().get(0).gradient(),
                    CentralDifferences.gradient(weight,
                    () -> loss(layout, pooling, reversedSize, x, weight, bias)), 1e-5);
            assertGradientClose("bias", head.parameters().get(1).gradient(),
                    CentralDifferences.gradient(bias,
                    () -> loss(layout, pooling, reversedSize, x, weight, bias)), 1e-5);

            Predictions predictions = head.predict(layout, rows);
            assertThat(predictions.steps()).isEqualTo(1);
            assertThat(predictions.values()).hasSize(3);
        }
    }
}
