package dev.unroll.layer;

import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.ActivityPenalty;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivityGradientTest {

    private static final int SIZE = 5;
    private static final int[] LENGTHS = {2, 4, 1};

    private static double penalty(ActivityPenalty penalty, RowLayout layout, double[] h) {
        double squares = 0;
        double changes = 0;
        for (int b = 0; b < LENGTHS.length; b++) {
            for (int t = 0; t < LENGTHS[b]; t++) {
                for (int i = 0; i < SIZE; i++) {
                    double value = h[layout.row(b, t) * SIZE + i];
                    squares += value * value;
                    if (t > 0) {
                        changes += Math.pow(value - h[layout.row(b, t - 1) * SIZE + i], 2);
                    }
                }
            }
        }
        return penalty.activity() * squares / (7 * SIZE) + penalty.temporal() * changes / (4 * SIZE);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "0, 3", "0.5, 1"})
    void valueAndGradientMatchTheReferenceInDouble(double activity, double temporal) {
        ActivityPenalty penalty = new ActivityPenalty(activity, temporal);
        for (RowLayout.Order order : RowLayout.Order.values()) {
            RowLayout layout = new RowLayout(order);
            layout.update(LENGTHS);
            RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
            float[] rows = new float[7 * SIZE];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) stream.nextGaussian();
            }
            float[] dRows = new float[rows.length];
            Arrays.fill(dRows, 1f);
            double value = new ActivityGradient(SIZE, Engine.withThreads(2)).add(penalty, layout, rows, dRows);
            double[] h = toDouble(rows);
            assertThat(value).isCloseTo(penalty(penalty, layout, h), offset(1e-6));
            double[] expected = CentralDifferences.gradient(h, () -> penalty(penalty, layout, h));
            assertGradientClose("rows", dRows, Arrays.stream(expected).map(g -> 1 + g).toArray(), 1e-6);
        }
    }

    @Test
    void singleStepsHaveNoChange() {
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {1, 1});
        float[] dRows = new float[2 * SIZE];
        double value = new ActivityGradient(SIZE, Engine.withThreads(1))
                .add(new ActivityPenalty(0, 1), layout, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, dRows);
        assertThat(value).isZero();
        assertThat(dRows).containsOnly(0f);
    }
}
