package dev.unroll.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import org.junit.jupiter.api.Test;

class InitializersTest {

    private static final Randomness RANDOMNESS = Randomness.of(4, Purpose.INITIALIZATION);

    @Test
    void orthogonalBlocksAreOrthogonal() {
        int n = 13;
        Parameter parameter = new Parameter("recurrentWeight", n, 4 * n);
        Initializers.orthogonalBlocks(parameter, n, RANDOMNESS);
        for (int block = 0; block < 4; block++) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k <= i; k++) {
                    double dot = 0;
                    for (int j = 0; j < n; j++) {
                        dot += (double) parameter.value()[i * 4 * n + block * n + j]
                                * parameter.value()[k * 4 * n + block * n + j];
                    }
                    assertThat(dot).isCloseTo(i == k ? 1 : 0, offset(1e-6));
                }
            }
        }
    }

    @Test
    void glorotHasItsLimitAndVariance() {
        Parameter parameter = new Parameter("weight", 100, 200);
        Initializers.glorotUniform(parameter, 100, 200, RANDOMNESS);
        double limit = Math.sqrt(6.0 / 300);
        double square = 0;
        for (float value : parameter.value()) {
            assertThat((double) Math.abs(value)).isLessThanOrEqualTo(limit * 1.000001);
            square += (double) value * value;
        }
        assertThat(square / parameter.size()).isCloseTo(2.0 / 300, offset(2e-4));
    }

    @Test
    void parametersOfDifferentNamesDiffer() {
        Parameter first = new Parameter("a", 8);
        Parameter second = new Parameter("b", 8);
        Initializers.normal(first, 1, RANDOMNESS);
        Initializers.normal(second, 1, RANDOMNESS);
        assertThat(first.value()).isNotEqualTo(second.value());
    }
}
