package dev.unroll.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.kernel.Kernels;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void holdWhateverTheSizeOfTheValuesAndWithTheSameBits(int size) {
        RandomStream stream = Randomness.of(size, Purpose.PROBE).stream();
        for (double scale : new double[] {1, 1e-9, 1e-12, 1e-30, 1e-38, 1e18, 1e25}) {
            float[] values = new float[size + 3];
            double squares = 0;
            for (int i = 3; i < values.length; i++) {
                values[i] = (float) (scale * stream.nextGaussian());
                squares += (double) values[i] * values[i];
            }
            float norm = Norms.euclidean(Kernels.vector().reduction(), size, values, 3);

            assertThat((double) norm).as("scale " + scale).isCloseTo(Math.sqrt(squares),
                    within(1e-6 * Math.sqrt(squares) + Float.MIN_VALUE));
            assertThat(norm).isEqualTo(Norms.euclidean(Kernels.scalar().reduction(), size, values, 3));
        }
    }
}
