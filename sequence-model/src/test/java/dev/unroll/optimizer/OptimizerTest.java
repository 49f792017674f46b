package dev.unroll.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SteadyState;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {

    private static final Engine ENGINE = Engine.withThreads(1);

    static Stream<Arguments> fixtures() {
        return Stream.of(
                Arguments.of("optimizer_adam", new OptimizerSpec.Adam(null, null, null, null)),
                Arguments.of("optimizer_adamw", new OptimizerSpec.AdamW(null, null, null, 0.1)),
                Arguments.of("optimizer_rmsprop", new OptimizerSpec.Rmsprop(null, null, null, null, null)),
                Arguments.of("optimizer_sgd_momentum", new OptimizerSpec.Sgd(0.9, null, null)),
                Arguments.of("optimizer_nesterov", new OptimizerSpec.Sgd(0.9, true, null)));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void fiveStepsMatchPyTorch(String name, OptimizerSpec spec) throws IOException {
        JsonNode fixture;
        try (InputStream in = OptimizerTest.class.getResourceAsStream("/fixtures/" + name + ".json")) {
            fixture = new ObjectMapper().readTree(in);
        }
        float[] start = floats(fixture.at("/inputs/start"));
        Parameter parameter = new Parameter("weight", start.length);
        System.arraycopy(start, 0, parameter.value(), 0, start.length);
        Parameters parameters = new Parameters(List.of(parameter));
        Optimizer optimizer = spec.create(ENGINE);
        JsonNode gradients = fixture.at("/inputs/gradients");
        for (int step = 0; step < gradients.size(); step++) {
            System.arraycopy(floats(gradients.get(step)), 0, parameter.gradient(), 0, start.length);
            optimizer.step(parameters, fixture.at("/config/lr").asDouble());
            float[] expected = floats(fixture.at("/outputs/parameters_after_each_step").get(step));
            for (int i = 0; i < start.length; i++) {
                assertThat(parameter.value()[i]).as("step %d, value %d", step, i).isCloseTo(expected[i], within(1e-6f));
            }
        }
    }

    static Stream<OptimizerSpec> specs() {
        return Stream.of(
                new OptimizerSpec.Sgd(null, null, 0.1),
                new OptimizerSpec.Sgd(0.8, true, 0.1),
                new OptimizerSpec.Rmsprop(0.9, 1e-3, 0.7, true, 0.1),
                new OptimizerSpec.Rmsprop(0.9, 1e-3, 0.7, false, 0.1),
                new OptimizerSpec.Adam(0.8, 0.9, 1e-3, 0.1),
                new OptimizerSpec.AdamW(0.8, 0.9, 1e-3, 0.1));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everySettingFollowsItsEquationsInDouble(OptimizerSpec spec) {
        Parameters parameters = parameters(5, 3);
        Parameter parameter = parameters.list().get(0);
        DoubleReference reference = new DoubleReference(spec, parameter.value());
        Optimizer optimizer = spec.create(ENGINE);
        for (int step = 1; step <= 20; step++) {
            setGradients(parameters, step);
            optimizer.step(parameters, 0.05);
            reference.step(parameter.gradient(), 0.05);
            for (int i = 0; i < parameter.size(); i++) {
                assertThat((double) parameter.value()[i]).as("step %d, value %d", step, i)
                        .isCloseTo(reference.w[i], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aRestoredOptimizerGoesOnWithTheSameBits(OptimizerSpec spec) {
        Parameters undisturbed = parameters(7, 40);
        Parameters resumed = parameters(7, 40);
        Optimizer first = spec.create(ENGINE);
        Optimizer before = spec.create(ENGINE);
        Optimizer after = spec.create(ENGINE);
        for (int step = 1; step <= 6; step++) {
            setGradients(undisturbed, step);
            first.step(undisturbed, 0.01);
            setGradients(resumed, step);
            if (step == 4) {
                after.restore(before.state());
            }
            (step < 4 ? before : after).step(resumed, 0.01);
        }
        assertThat(resumed.list().get(0).value()).isEqualTo(undisturbed.list().get(0).value());
        assertThat(resumed.list().get(1).value()).isEqualTo(undisturbed.list().get(1).value());
        assertThat(after.state().steps()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void threadsChangeNoBit(OptimizerSpec spec) {
        Parameters alone = parameters(11, 40_001);
        Parameters together = parameters(11, 40_001);
        Engine threaded = Engine.withThreads(3);
        try (var workers = threaded.workers()) {
            assertThat(workers.threads()).isEqualTo(3);
            Optimizer one = spec.create(ENGINE);
            Optimizer three = spec.create(threaded);
            for (int step = 1; step <= 3; step++) {
                setGradients(alone, step);
                setGradients(together, step);
                one.step(alone, 0.01);
                three.step(together, 0.01);
            }
        }
        assertThat(together.list().get(1).value()).isEqualTo(alone.list().get(1).value());
        assertThat(together.list().get(1).value()).isNotEqualTo(parameters(11, 40_001).list().get(1).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "rmsprop", "adam", "adamw"})
    void aStepAllocatesNothing(String name) {
        SteadyState steadyState = new SteadyState();
        // Scalar kernels, since vectors are objects until the compiler has seen the loop often enough.
        Optimizer optimizer = OptimizerSpec.named(name).create(new Engine(Kernels.scalar(), new Workers(1)));
        Parameters parameters = parameters(1, 5);
        steadyState.assertAllocatesNothing(() -> optimizer.step(parameters, 0.1));
    }

    @Test
    void stateBelongsToItsNamesAndSizes() {
        Optimizer optimizer = new OptimizerSpec.Sgd(0.9, null, null).create(ENGINE);
        optimizer.step(parameters(1, 4), 0.1);
        assertThat(optimizer.state().values().keySet()).containsExactly("velocity.first", "velocity.second");
        assertThatThrownBy(() -> optimizer.step(parameters(1, 5), 0.1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the optimizer's state velocity.first must hold 5 values; it holds 4");
        Parameters other = new Parameters(List.of(new Parameter("third", 4)));
        assertThatThrownBy(() -> optimizer.step(other, 0.1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold velocity.third; it holds [velocity.first, velocity.second]");
    }

    @Test
    void stateIsACopy() {
        Optimizer optimizer = new OptimizerSpec.Adam(null, null, null, null).create(ENGINE);
        Parameters parameters = parameters(1, 4);
        setGradients(parameters, 1);
        optimizer.step(parameters, 0.1);
        OptimizerState state = optimizer.state();
        float[] mean = state.values().get("mean.first");
        float[] before = mean.clone();
        optimizer.step(parameters, 0.1);
        assertThat(mean).isEqualTo(before);
        assertThat(optimizer.state().values().get("mean.first")).isNotEqualTo(before);
    }

    @Test
    void impossibleLearningRatesAreRefused() {
        Optimizer optimizer = OptimizerSpec.named("adam").create(ENGINE);
        assertThatThrownBy(() -> optimizer.step(parameters(1, 4), -1))
                .hasMessage("the learning rate must be at least 0 and finite; got -1.0");
        assertThatThrownBy(() -> optimizer.step(parameters(1, 4), Double.NaN)).hasMessageContaining("got NaN");
    }

    private static Parameters parameters(long seed, int size) {
        RandomStream random = Randomness.of(seed, Purpose.INITIALIZATION).stream();
        Parameter first = new Parameter("first", size);
        Parameter second = new Parameter("second", 3, size);
        for (Parameter parameter : List.of(first, second)) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) random.nextGaussian();
            }
        }
        return new Parameters(List.of(first, second));
    }

    private static void setGradients(Parameters parameters, long step) {
        RandomStream random = Randomness.of(step, Purpose.TRAINING_DATA).stream();
        for (Parameter parameter : parameters) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.gradient()[i] = (float) random.nextGaussian();
            }
        }
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    /** PyTorch's documented algorithms, written out in double. */
    private static final class DoubleReference {

        private final OptimizerSpec spec;
        private final double[] w;
        private final double[] mean;
        private final double[] square;
        private final double[] velocity;
        private int steps;

        DoubleReference(OptimizerSpec spec, float[] start) {
            this.spec = spec;
            w = new double[start.length];
            mean = new double[start.length];
            square = new double[start.length];
            velocity = new double[start.length];
            for (int i = 0; i < start.length; i++) {
                w[i] = start[i];
            }
        }

        void step(float[] gradient, double lr) {
            steps++;
            for (int i = 0; i < w.length; i++) {
                double g = gradient[i];
                if (spec instanceof OptimizerSpec.Sgd sgd) {
                    g += sgd.weightDecay() * w[i];
                    velocity[i] = steps == 1 ? g : sgd.momentum() * velocity[i] + g;
                    w[i] -= lr * (sgd.nesterov() ? g + sgd.momentum() * velocity[i] : velocity[i]);
                } else if (spec instanceof OptimizerSpec.Rmsprop rms) {
                    g += rms.weightDecay() * w[i];
                    square[i] = rms.alpha() * square[i] + (1 - rms.alpha()) * g * g;
                    mean[i] = rms.alpha() * mean[i] + (1 - rms.alpha()) * g;
                    double variance = rms.centered() ? square[i] - mean[i] * mean[i] : square[i];
                    velocity[i] = rms.momentum() * velocity[i] + g / (Math.sqrt(variance) + rms.epsilon());
                    w[i] -= lr * velocity[i];
                } else if (spec instanceof OptimizerSpec.Adam adam) {
                    g += adam.weightDecay() * w[i];
                    adam(i, g, lr, adam.beta1(), adam.beta2(), adam.epsilon());
                } else if (spec instanceof OptimizerSpec.AdamW adam) {
                    w[i] *= 1 - lr * adam.weightDecay();
                    adam(i, g, lr, adam.beta1(), adam.beta2(), adam.epsilon());
                }
            }
        }

        private void adam(int i, double g, double lr, double beta1, double beta2, double epsilon) {
            mean[i] = beta1 * mean[i] + (1 - beta1) * g;
            square[i] = beta2 * square[i] + (1 - beta2) * g * g;
            double corrected = mean[i] / (1 - Math.pow(beta1, steps));
            w[i] -= lr * corrected / (Math.sqrt(square[i] / (1 - Math.pow(beta2, steps))) + epsilon);
        }
    }
}
