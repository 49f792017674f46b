package dev.unroll.optimizer;

import static dev.unroll.testing.Closeness.assertGradientClose;
import static dev.unroll.testing.Numbers.toDouble;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightPenaltyTest {

    private final Parameter weight = new Parameter("weight", 3, 7);
    private final Parameter embedding = Parameter.table("embedding", 2, 5);
    private final Parameter bias = new Parameter("bias", 7);
    private final Parameter biases = Parameter.biases("biases", 4, 2);
    private final Parameters parameters = new Parameters(List.of(weight, embedding, bias, biases));

    @ParameterizedTest
    @CsvSource({"0.3, 0", "0, 0.2", "0.3, 0.2"})
    void gradientMatchesCentralDifferencesForWeightsAndIsZeroForBiases(double l1, double l2) {
        RandomStream stream = Randomness.of(1, Purpose.PROBE).stream();
        for (Parameter parameter : parameters) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) stream.nextGaussian();
                parameter.gradient()[i] = 1;
            }
        }
        WeightPenalty.addGradient(Kernels.chosen(), parameters, l1, l2);
        for (Parameter parameter : List.of(weight, embedding)) {
            double[] w = toDouble(parameter.value());
            double[] expected = CentralDifferences.gradient(w, () -> Arrays.stream(w)
                    .map(x -> l1 * Math.abs(x) + l2 * x * x).sum());
            assertGradientClose(parameter.name(), parameter.gradient(), Arrays.stream(expected).map(g -> 1 + g).toArray(),
                    1e-6);
        }
        assertThat(bias.gradient()).containsOnly(1f);
        assertThat(biases.gradient()).containsOnly(1f);
    }

    @Test
    void aWeightOfZeroIsNotPulled() {
        WeightPenalty.addGradient(Kernels.chosen(), parameters, 1, 1);
        assertThat(weight.gradient()).containsOnly(0f);
    }
}
