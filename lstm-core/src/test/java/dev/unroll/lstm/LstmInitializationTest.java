package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.unroll.engine.Engine;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LstmInitializationTest {

    private static final int HIDDEN = 400;
    private static final Randomness RANDOMNESS = Randomness.of(3, Purpose.INITIALIZATION);

    private static float[] bias(String words) {
        return new LstmVariantLayer("layer0", 1, HIDDEN, Cells.of(words), Engine.withThreads(1))
                .initialize(new LstmInitialization(0, 102, RecurrentInitialization.GLOROT), RANDOMNESS)
                .parameters().get(2).value();
    }

    @Test
    void chronoSpreadsTheTimesThatCellsRememberForEvenly() {
        float[] bias = bias("vanilla");
        double[] times = new double[HIDDEN];
        for (int j = 0; j < HIDDEN; j++) {
            times[j] = StrictMath.exp(bias[HIDDEN + j]);
            assertThat(bias[j]).isEqualTo(-bias[HIDDEN + j]);
        }
        Arrays.sort(times);
        assertThat(times[0]).isBetween(1.0, 3.0);
        assertThat(times[HIDDEN / 2]).isCloseTo(51, offset(6.0));
        assertThat(times[HIDDEN - 1]).isBetween(99.0, 101.0);
        for (int j = 2 * HIDDEN; j < 4 * HIDDEN; j++) {
            assertThat(bias[j]).isZero();
        }
    }

    @Test
    void chronoFindsTheForgetGateWhereItStands() {
        float[] forget = Arrays.copyOfRange(bias("vanilla"), HIDDEN, 2 * HIDDEN);
        for (String words : new String[] {"coupledGates", "noInputGate"}) {
            float[] bias = bias(words);
            assertThat(Arrays.copyOf(bias, HIDDEN)).isEqualTo(forget);
            assertThat(Arrays.copyOfRange(bias, HIDDEN, 3 * HIDDEN)).containsOnly(0f);
        }
    }

    private static Parameter recurrent(RecurrentInitialization initialization) {
        return new LstmLayer("layer0", 2, 6, Engine.withThreads(1))
                .initialize(new LstmInitialization(1, 0, initialization), RANDOMNESS).parameters().get(1);
    }

    @Test
    void recurrentWeightsAreWhatWasChosen() {
        double limit = Math.sqrt(6.0 / 12);
        float greatest = 0;
        for (float value : recurrent(RecurrentInitialization.GLOROT).value()) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        assertThat(greatest).isBetween((float) (0.9 * limit), (float) limit);
        greatest = 0;
        for (float value : recurrent(RecurrentInitialization.UNIFORM).value()) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        assertThat(greatest).isBetween((float) (0.9 / Math.sqrt(6)), (float) (1 / Math.sqrt(6)));
        float[] identity = recurrent(RecurrentInitialization.IDENTITY).value();
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 24; column++) {
                assertThat(identity[row * 24 + column]).isEqualTo(column % 6 == row ? 1f : 0f);
            }
        }
    }
}
