package dev.unroll.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.optimizer.Optimizer;
import dev.unroll.optimizer.OptimizerSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Numbers;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** From the same weights both engines compute the same, with dropout too, whose masks they share. */
class AgreementTest {

    private static final double TOLERANCE = 1e-4;

    static Stream<Arguments> models() {
        return Stream.of(0.0, 0.4).flatMap(dropout -> Samples.specs(dropout).stream())
                .flatMap(spec -> Samples.TASKS.stream().map(task -> Arguments.of(spec, task)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void outputsLossGradientsAndFiveStepsOfAdamAreTheSame(ModelSpec spec, Task task) {
        SequenceModel ours = Natives.model(spec, task);
        SequenceModel theirs = Samples.model(spec, task);
        SequenceBatch batch = Samples.batch(task);
        Optimizer ourAdam = OptimizerSpec.named("adam").create(Samples.ENGINE);
        Optimizer theirAdam = OptimizerSpec.named("adam").create(Samples.ENGINE);
        for (int step = 0; step < 5; step++) {
            Randomness dropout = Randomness.of(7, Purpose.DROPOUT).derive(step);
            assertThat(theirs.gradients(batch, dropout)).isCloseTo(ours.gradients(batch, dropout), within(TOLERANCE));
            for (Parameter parameter : ours.parameters()) {
                float[] actual = theirs.parameters().get(parameter.name()).gradient();
                Closeness.assertGradientClose(parameter.name() + " in step " + step, actual,
                        Numbers.toDouble(parameter.gradient()), TOLERANCE);
            }
            ourAdam.step(ours.parameters(), 1e-3);
            theirAdam.step(theirs.parameters(), 1e-3);
            Closeness.assertClose("outputs after step " + step, theirs.predict(batch).values(),
                    Numbers.toDouble(ours.predict(batch).values()), TOLERANCE, 1e-5);
        }
        for (Parameter parameter : ours.parameters()) {
            if (parameter.name().endsWith("attention.inBias")) {
                // A bias of keys changes no softmax: its gradient is rounding, which Adam brings to full steps.
                continue;
            }
            Closeness.assertClose(parameter.name(), theirs.parameters().get(parameter.name()).value(),
                    Numbers.toDouble(parameter.value()), TOLERANCE, 1e-6);
        }
    }

    static Stream<Arguments> modelsWithoutDropout() {
        return Samples.specs(0).stream()
                .flatMap(spec -> Samples.TASKS.stream().map(task -> Arguments.of(spec, task)));
    }

    @ParameterizedTest
    @MethodSource("modelsWithoutDropout")
    void inDoublePrecisionAllDigitsAreThoseOfTheEquations(ModelSpec spec, Task task) {
        // What holds a sequence's last step is there of the default type, whatever the network's.
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            compareInDouble(spec, task);
        } finally {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        }
    }

    private static void compareInDouble(ModelSpec spec, Task task) {
        SequenceModel model = Natives.model(spec, task);
        Dl4jModel theirs = Dl4jEngine.create(model, DataType.DOUBLE);
        SequenceBatch batch = Samples.batch(task);
        Reference reference = new Reference(spec, task, model.parameters());
        Network.Backward backward = theirs.backward(batch, null);
        assertThat(backward.loss()).isCloseTo(reference.loss(batch), within(1e-9));
        double[] outputs = theirs.outputs(batch);
        double[] expected = reference.outputs(batch);
        for (int i = 0; i < expected.length; i++) {
            if (!Double.isNaN(expected[i])) {
                assertThat(outputs[i]).as("output " + i).isCloseTo(expected[i], within(1e-9));
            }
        }
        for (Parameter parameter : model.parameters()) {
            double[] gradient = backward.gradients().get(parameter.name());
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i]).as(parameter.name() + "[" + i + "]")
                        .isCloseTo(reference.derivative(parameter.name(), i, batch), within(1e-9));
            }
        }
    }
}
