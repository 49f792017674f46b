package dev.unroll.layer;

import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTest {

    private static final int SIZE = 5;
    private static final int[] LENGTHS = {2, 4, 1};
    private static final float[] TARGETS = {0.3f, -1, 2};
    private static final float[] WEIGHTS = {1, 0, 3};

    private static double loss(RowLayout layout, Pooling pooling, int reversedSize, double[] rows,
            List<double[]> parameters) {
        double loss = 0;
        for (int b = 0; b < LENGTHS.length; b++) {
            double[] pooled = pooling == Pooling.ATTENTION ? attention(layout, b, rows, parameters)
                    : plain(layout, b, pooling, reversedSize, rows);
            double[] weight = parameters.get(parameters.size() - 2);
            double output = parameters.get(parameters.size() - 1)[0];
            for (int i = 0; i < SIZE; i++) {
                output += pooled[i] * weight[i];
            }
            loss += WEIGHTS[b] * (output - TARGETS[b]) * (output - TARGETS[b]);
        }
        return loss / 4;
    }

    private static double[] plain(RowLayout layout, int b, Pooling pooling, int reversedSize, double[] rows) {
        double[] pooled = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int chosen = pooling == Pooling.LAST && i < SIZE - reversedSize ? LENGTHS[b] - 1 : 0;
            for (int t = 0; t < LENGTHS[b]; t++) {
                double value = rows[layout.row(b, t) * SIZE + i];
                pooled[i] += pooling == Pooling.MEAN ? value / LENGTHS[b] : t == chosen ? value : 0;
            }
        }
        return pooled;
    }

    private static double[] attention(RowLayout layout, int b, double[] rows, List<double[]> parameters) {
        double[] pooled = new double[SIZE];
        double total = 0;
        for (int t = 0; t < LENGTHS[b]; t++) {
            int from = layout.row(b, t) * SIZE;
            double score = 0;
            for (int j = 0; j < SIZE; j++) {
                double sum = parameters.get(1)[j];
                for (int i = 0; i < SIZE; i++) {
                    sum += rows[from + i] * parameters.get(0)[i * SIZE + j];
                }
                score += Math.tanh(sum) * parameters.get(2)[j];
            }
            total += Math.exp(score);
            for (int i = 0; i < SIZE; i++) {
                pooled[i] += Math.exp(score) * rows[from + i];
            }
        }
        for (int i = 0; i < SIZE; i++) {
            pooled[i] /= total;
        }
        return pooled;
    }

    @ParameterizedTest
    @CsvSource({"LAST, 0", "LAST, 2", "LAST, 5", "FIRST, 0", "FIRST, 2", "MEAN, 0", "MEAN, 2",
            "ATTENTION, 0", "ATTENTION, 2"})
    void lossMatchesReferenceAndBackwardMatchesCentralDifferences(Pooling pooling, int reversedSize) {
        for (RowLayout.Order order : RowLayout.Order.values()) {
            Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
            Head head = new Head(task, SIZE, reversedSize, pooling, Randomness.of(1, Purpose.INITIALIZATION),
                    Engine.withThreads(1));
            RowLayout layout = new RowLayout(order);
            layout.update(LENGTHS);
            RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
            float[] rows = new float[7 * SIZE];
            fill(rows, stream);
            SequenceBatch batch = new SequenceBatch(LENGTHS, new float[12], null, TARGETS, null, WEIGHTS);
            double[] x = toDouble(rows);
            List<double[]> parameters = new ArrayList<>();
            for (Parameter parameter : head.parameters()) {
                if (parameter.name().startsWith("pooling")) {
                    fill(parameter.value(), stream);
                }
                parameters.add(toDouble(parameter.value()));
            }

            assertThat(head.loss(layout, rows, batch))
                    .isCloseTo(loss(layout, pooling, reversedSize, x, parameters), offset(1e-5));
            float[] dRows = head.backward(layout, rows);
            assertGradientClose("rows", dRows,
                    CentralDifferences.gradient(x, () -> loss(layout, pooling, reversedSize, x, parameters)), 1e-5);
            for (int i = 0; i < parameters.size(); i++) {
                Parameter parameter = head.parameters().get(i);
                assertGradientClose(parameter.name(), parameter.gradient(), CentralDifferences.gradient(
                        parameters.get(i), () -> loss(layout, pooling, reversedSize, x, parameters)), 1e-5);
            }

            Predictions predictions = head.predict(layout, rows);
            assertThat(predictions.steps()).isEqualTo(1);
            assertThat(predictions.values()).hasSize(3);
        }
    }

    private static void fill(float[] values, RandomStream stream) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stream.nextGaussian();
        }
    }
}
