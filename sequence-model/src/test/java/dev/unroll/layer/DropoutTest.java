package dev.unroll.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

    private static final Pass TRAINING = new Pass(Randomness.of(1, Purpose.DROPOUT));

    private static float[] ones(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 1f);
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 30})
    void rowsAreMaskedTheSameHoweverTheyAreShared(int rowSize) {
        int rows = 50;
        Dropout dropout = new Dropout("dropout", 0.3, Engine.withThreads(1));
        float[] together = ones(rows * rowSize);
        dropout.prepareRows(rows, rowSize, TRAINING);
        dropout.forwardRows(0, rows, together);
        float[] apart = ones(rows * rowSize);
        dropout.prepareRows(rows, rowSize, TRAINING);
        dropout.forwardRows(17, rows, apart);
        dropout.forwardRows(0, 17, apart);
        assertThat(apart).isEqualTo(together);
        float[] dx = ones(rows * rowSize);
        dropout.backwardRows(0, rows, dx);
        assertThat(dx).isEqualTo(together);
    }

    @Test
    void keepsTheMeanAndDropsTheGivenShare() {
        Dropout dropout = new Dropout("dropout", 0.25, Engine.withThreads(1));
        float[] rows = ones(40_000);
        dropout.prepareRows(400, 100, TRAINING);
        dropout.forwardRows(0, 400, rows);
        float[] whole = ones(40_000);
        dropout.forward(whole.length, whole, TRAINING);
        for (float[] values : new float[][] {rows, whole}) {
            int dropped = 0;
            double sum = 0;
            for (float value : values) {
                dropped += value == 0 ? 1 : 0;
                sum += value;
            }
            assertThat(dropped / 40_000.0).isCloseTo(0.25, within(0.01));
            assertThat(sum / 40_000.0).isCloseTo(1, within(0.015));
        }
    }

    @Test
    void doesNothingOutsideTraining() {
        Dropout dropout = new Dropout("dropout", 0.5, Engine.withThreads(1));
        float[] values = ones(100);
        dropout.prepareRows(10, 10, Pass.EVALUATION);
        dropout.forwardRows(0, 10, values);
        dropout.backwardRows(0, 10, values);
        assertThat(values).containsOnly(1f);
    }
}
