package dev.unroll.rnn;

import static dev.unroll.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.RecurrentFixture;
import dev.unroll.testing.RecurrentLayerContract;
import java.util.ArrayList;
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
