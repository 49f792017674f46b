package dev.unroll.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.engine.Engine;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SteadyState;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MaxNormTest {

    private static Parameter filled(Parameter parameter) {
        RandomStream stream = Randomness.of(1, Purpose.PROBE).derive(parameter.name()).stream();
        for (int i = 0; i < parameter.size(); i++) {
            parameter.value()[i] = (float) stream.nextGaussian();
        }
        return parameter;
    }

    private static double norm(float[] values, int from, int step, int count) {
        double square = 0;
        for (int i = 0; i < count; i++) {
            square += (double) values[from + i * step] * values[from + i * step];
        }
        return Math.sqrt(square);
    }

    @Test
    void columnsOfWeightsRowsOfTablesAndNoBiasesAreShrunkToTheLimit() {
        for (int threads = 1; threads <= 3; threads++) {
            Parameter weight = filled(new Parameter("weight", 5, 131));
            Parameter table = filled(Parameter.table("table", 131, 5));
            Parameter bias = filled(new Parameter("bias", 131));
            List<float[]> before = new Parameters(List.of(weight, table, bias)).snapshot();
            new MaxNorm(2, Engine.withThreads(threads)).apply(new Parameters(List.of(weight, table, bias)));
            int shrunk = 0;
            for (int j = 0; j < 131; j++) {
                double norm = norm(before.get(0), j, 131, 5);
                assertThat(norm(weight.value(), j, 131, 5)).isCloseTo(Math.min(2, norm), within());
                double row = norm(before.get(1), 5 * j, 1, 5);
                assertThat(norm(table.value(), 5 * j, 1, 5)).isCloseTo(Math.min(2, row), within());
                shrunk += norm > 2 ? 1 : 0;
                if (norm <= 2) {
                    assertThat(weight.value()[j]).isEqualTo(before.get(0)[j]);
                } else {
                    assertThat(weight.value()[j]).isCloseTo((float) (before.get(0)[j] * 2 / norm),
                            offset(1e-6f));
                }
            }
            assertThat(shrunk).isBetween(40, 100);
            assertThat(bias.value()).isEqualTo(before.get(2));
        }
    }

    private static Offset<Double> within() {
        return offset(1e-6);
    }

    @Test
    void aStepInSteadyStateAllocatesNothing() {
        Parameters parameters = new Parameters(List.of(filled(new Parameter("weight", 5, 131)),
                filled(Parameter.table("table", 70, 5))));
        MaxNorm limit = new MaxNorm(1, Engine.withThreads(1));
        new SteadyState().assertAllocatesNothing(() -> limit.apply(parameters));
    }

    @Test
    void aLimitThatUnderflowsIsRefused() {
        assertThatThrownBy(() -> new MaxNorm(1e-60, Engine.withThreads(1)))
                .hasMessage("maxNorm must be above 0 in single precision; got 1.0E-60");
    }
}
