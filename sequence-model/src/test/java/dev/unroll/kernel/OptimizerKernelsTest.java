package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerKernelsTest {

    private static final int OFFSET = 3;

    private final OptimizerKernels scalar = new ScalarOptimizerKernels();
    private final OptimizerKernels vector = new VectorOptimizerKernels();

    /** One update of weights by gradients, with up to three remembered arrays. */
    private interface Update {
        void run(OptimizerKernels kernels, int n, float[] g, float[] w, float[] a, float[] b, float[] c);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void sgdHasEqualBits(int n) {
        assertEqualBits(n, (k, size, g, w, a, b, c) -> k.sgd(size, 0.1f, 0.01f, g, w, OFFSET));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void sgdMomentumHasEqualBits(int n) {
        assertEqualBits(n, (k, size, g, w, a, b, c) -> k.sgdMomentum(size, 0.1f, 0.9f, false, 0.01f, g, w, a, OFFSET));
        assertEqualBits(n, (k, size, g, w, a, b, c) -> k.sgdMomentum(size, 0.1f, 0.9f, true, 0.01f, g, w, a, OFFSET));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void rmsPropHasEqualBits(int n) {
        assertEqualBits(n,
                (k, size, g, w, a, b, c) -> k.rmsProp(size, 0.1f, 0.99f, 0.01f, 1e-8f, 0.9f, 0.01f, g, w, a, b,
                OFFSET));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void rmsPropCenteredHasEqualBits(int n) {
        assertEqualBits(n, (k, size, g, w, a, b, c) -> k.rmsPropCentered(size, 0.1f, 0.99f, 0.01f, 1e-8f, 0.9f, 0.01f,
                g, w,
                a, b, c, OFFSET));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 13, 16, 33, 64, 129})
    void adamHasEqualBits(int n) {
        assertEqualBits(n, (k, size, g, w, a, b, c) -> k.adam(size, 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 1.3f, 1e-8f,
                0.01f,
                0.001f, g, w, b, a, OFFSET));
    }

    /** Also that nothing outside the range is touched, since whole arrays are compared with untouched margins. */
    private void assertEqualBits(int n, Update update) {
        RandomStream random = Randomness.of(n, Purpose.TEST_DATA).stream();
        float[][] expected = new float[5][n + 2 * OFFSET];
        float[][] actual = new float[5][];
        for (int array = 0; array < 5; array++) {
            for (int i = 0; i < expected[array].length; i++) {
                float value = (float) random.nextGaussian();
                expected[array][i] = array == 2 ? value * value : value;
            }
            actual[array] = expected[array].clone();
        }
        float[] margins = expected[1].clone();
        update.run(scalar, n, expected[0], expected[1], expected[2], expected[3], expected[4]);
        update.run(vector, n, actual[0], actual[1], actual[2], actual[3], actual[4]);
        for (int array = 0; array < 5; array++) {
            assertThat(actual[array]).as("array %d of n = %d", array, n).isEqualTo(expected[array]);
        }
        for (int i = 0; i < OFFSET; i++) {
            assertThat(actual[1][i]).isEqualTo(margins[i]);
            assertThat(actual[1][OFFSET + n + i]).isEqualTo(margins[OFFSET + n + i]);
        }
        if (n > 0) {
            assertThat(actual[1]).isNotEqualTo(margins);
        }
    }
}
