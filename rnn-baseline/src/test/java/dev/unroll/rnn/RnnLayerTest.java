package dev.unroll.rnn;

import static dev.unroll.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.RecurrentStack;
import dev.unroll.testing.BidirectionalFixture;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.RecurrentFixture;
import dev.unroll.testing.RecurrentLayerContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RnnLayerTest {

    @Nested
    class WithTanh extends RecurrentLayerContract {

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new RnnLayer("layer0", inputSize, hiddenSize, Activation.TANH, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            RnnReference.step(StrictMath::tanh, parameters, x, state);
        }

        @Test
        void matchesPyTorch() {
            RecurrentFixture.check(Fixture.load("rnn_tanh"), new int[] {5, 5, 5}, this::create);
        }
    }

    @Nested
    class WithRelu extends RecurrentLayerContract {

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new RnnLayer("layer0", inputSize, hiddenSize, Activation.RELU, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            RnnReference.step(sum -> Math.max(sum, 0), parameters, x, state);
        }
    }

    @Nested
    class WithLeakyUnits extends RecurrentLayerContract {

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new RnnLayer("layer0", inputSize, hiddenSize, Activation.TANH, 0.3f, false,
                    RecurrentRegularization.NONE, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            double[] before = state.clone();
            RnnReference.step(StrictMath::tanh, parameters, x, state);
            for (int j = 0; j < hiddenSize; j++) {
                state[j] = 0.7 * before[j] + 0.3 * state[j];
            }
        }
    }

    @Nested
    class WithLayerNormalization extends RecurrentLayerContract {

        @Override
        protected RecurrentLayer create(int inputSize, int hiddenSize, Engine engine) {
            return new RnnLayer("layer0", inputSize, hiddenSize, Activation.TANH, 1f, true,
                    RecurrentRegularization.NONE, engine);
        }

        @Override
        protected void referenceStep(int hiddenSize, double[][] parameters, double[] x, double[] state) {
            double[][] unbiased = {parameters[0], parameters[1], new double[hiddenSize]};
            RnnReference.step(sum -> sum, unbiased, x, state);
            double mean = Arrays.stream(state).average().orElseThrow();
            double variance = Arrays.stream(state).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
            for (int j = 0; j < hiddenSize; j++) {
                double normal = (state[j] - mean) / Math.sqrt(variance + 1e-5);
                state[j] = StrictMath.tanh(parameters[2][j] + parameters[3][j] * normal);
            }
        }
    }

    @Test
    void bothDirectionsOfTwoLayersMatchPyTorch() {
        BidirectionalFixture.check(Fixture.load("rnn_relu_2layer_bidirectional"),
                (in, hidden, engine) -> new RnnLayer("layer0", in, hidden, Activation.RELU, engine));
    }

    @Test
    void theStackReadsAndStartsAsTheSpecSays() {
        RnnSpec spec = new RnnSpec(List.of(6, 4), Activation.RELU, null, null, null, RecurrentInitialization.IDENTITY,
                true, Direction.BIDIRECTIONAL, null, null, null, null, null);
        RecurrentStack stack = RnnFactory.encoder(spec, 3, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1));
        assertThat(stack.parameters()).extracting(Parameter::name).containsExactly("layer0.inputWeight",
                "layer0.recurrentWeight", "layer0.bias", "layer0.initialState", "layer0.reverse.inputWeight",
                "layer0.reverse.recurrentWeight", "layer0.reverse.bias", "layer0.reverse.initialState",
                "layer1.inputWeight", "layer1.recurrentWeight", "layer1.bias", "layer1.initialState",
                "layer1.reverse.inputWeight", "layer1.reverse.recurrentWeight", "layer1.reverse.bias",
                "layer1.reverse.initialState");
        assertThat(stack.outputSize()).isEqualTo(8);
        assertThat(stack.reversedSize()).isEqualTo(4);
        float[] identity = stack.parameters().get(1).value();
        for (int i = 0; i < identity.length; i++) {
            assertThat(identity[i]).isEqualTo(i / 6 == i % 6 ? 1f : 0f);
        }
    }

    @Test
    void theHiddenStateIsReported() {
        RnnLayer layer = new RnnLayer("layer1", 1, 2, Activation.TANH, Engine.withThreads(1));
        layer.parameters().get(2).value()[1] = 0.5f;
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(new int[] {1});
        layer.forward(layout, new float[1], null);
        List<String> names = new ArrayList<>();
        layer.states(layout, (name, size, values, offset, stride) -> {
            names.add(name);
            assertClose(name, values, new double[] {0, StrictMath.tanh(0.5)}, 1e-6, 1e-7);
        });
        assertThat(names).containsExactly("layer1.hidden");
    }
}
