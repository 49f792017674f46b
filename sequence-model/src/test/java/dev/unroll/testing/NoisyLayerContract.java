package dev.unroll.testing;

import static dev.unroll.testing.Closeness.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every recurrent layer must do whose training is noisy. Subclasses make such layers, each with a name for what is
 * noisy about it; their equations must be smooth.
 */
public abstract class NoisyLayerContract {

    private static final int INPUT = 3;
    private static final int HIDDEN = 6;
    private static final int[] LENGTHS = {4, 1, 7, 7, 2, 5, 7, 3, 6};
    private static final Pass TRAINING = new Pass(Randomness.of(3, Purpose.DROPOUT).derive(17));

    /** Makes a layer. */
    @FunctionalInterface
    public interface Maker {
        RecurrentLayer create(int inputSize, int hiddenSize, Engine engine);
    }

    /** Layers by what is noisy about them, in the order of the tests. */
    protected abstract Map<String, Maker> layers();

    /** A layer, a batch and a loss, the inner product of all outputs and final states with fixed weights. */
    private static final class Case {

        final RecurrentLayer layer;
        final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        final float[] input;
        final float[] initial;
        final float[] dOutput;
        final float[] dFinal;
        final float[] dInput;
        final float[] dInitial;
        final boolean withStates;
        float[] output;


        Case(Maker maker, Engine engine) {
            this(maker, engine, true);
        }

        Case(Maker maker, Engine engine, boolean withStates) {
            this.withStates = withStates;
            layer = maker.create(INPUT, HIDDEN, engine);
            layout.update(LENGTHS);
            RandomStream stream = Randomness.of(5, Purpose.PROBE).stream();
            for (Parameter parameter : layer.parameters()) {
                fill(parameter.value(), 0.5, stream);
            }
            input = fill(new float[layout.rows() * INPUT], 1, stream);
            initial = fill(new float[LENGTHS.length * layer.stateSize()], 1, stream);
            dOutput = fill(new float[layout.rows() * layer.hiddenSize()], 1, stream);
            dFinal = fill(new float[initial.length], 1, stream);
            dInput = new float[input.length];
            dInitial = new float[initial.length];
        }

        double loss(Pass pass) {
            layer.pack(pass);
            output = layer.forward(layout, input, withStates ? initial : null, pass).clone();
            float[] end = new float[dFinal.length];
            layer.finalState(layout, end);
            return dot(dOutput.length, output, dOutput) + (withStates ? dot(end.length, end, dFinal) : 0);
        }

        void run(Pass pass) {
            loss(pass);
            layer.parameters().forEach(parameter -> Arrays.fill(parameter.gradient(), 0f));
            layer.backward(layout, dOutput.clone(), withStates ? dFinal : null, dInput, withStates ? dInitial : null);
        }

        /** Everything that backward gives the gradient of, and these gradients. */
        Map<String, float[][]> gradients() {
            Map<String, float[][]> gradients = new LinkedHashMap<>();
            layer.parameters().forEach(parameter -> gradients.put(parameter.name(),
                    new float[][] {parameter.value(), parameter.gradient()}));
            gradients.put("input", new float[][] {input, dInput});
            if (withStates) {
                gradients.put("initial state", new float[][] {initial, dInitial});
            }
            return gradients;
        }
    }

    private static float[] fill(float[] values, double deviation, RandomStream stream) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * stream.nextGaussian());
        }
        return values;
    }

    private static double dot(int n, float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static Engine engine(Kernels kernels, int threads) {
        return new Engine(kernels, new Workers(threads));
    }

    @TestFactory
    List<DynamicTest> backwardMatchesCentralDifferencesOfTheSameNoise() {
        return each(maker -> {
            for (int kind = 0; kind < 3; kind++) {
                Pass pass = kind == 2 ? Pass.EVALUATION : TRAINING;
                Case c = new Case(maker, engine(Kernels.chosen(), 2), kind > 0);
                c.run(pass);
                c.gradients().forEach((name, pair) -> {
                    for (int seed = 0; seed < 4; seed++) {
                        float[] direction = fill(new float[pair[0].length], 1,
                                Randomness.of(seed, Purpose.PROBE).stream());
                        // A small norm: every value at once must stay within what is nearly linear.
                        double scale = 4e-3 / Math.sqrt(dot(direction.length, direction, direction));
                        double expected = slope(c, pair[0], direction, scale, pass);
                        double norm = Math.sqrt(dot(direction.length, direction, direction)
                                * dot(direction.length, pair[1], pair[1]) / direction.length);
                        assertThat(dot(direction.length, pair[1], direction)).as("%s, direction %d", name, seed)
                                .isCloseTo(expected, within(2e-3 * Math.max(norm, 0.1)));
                    }
                });
            }
        });
    }

    private static double slope(Case c, float[] values, float[] direction, double scale, Pass pass) {
        float[] kept = values.clone();
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (kept[i] + (side == 0 ? scale : -scale) * direction[i]);
            }
            losses[side] = c.loss(pass);
        }
        System.arraycopy(kept, 0, values, 0, kept.length);
        return (losses[0] - losses[1]) / (2 * scale);
    }

    @TestFactory
    List<DynamicTest> theSameKeyGivesTheSameBitsWhateverComputesThem() {
        return each(maker -> {
            Case expected = new Case(maker, engine(Kernels.scalar(), 1));
            expected.run(TRAINING);
            for (Engine engine : List.of(engine(Kernels.scalar(), 3), engine(Kernels.vector(), 1),
                    engine(Kernels.vector(), 4))) {
                Case c = new Case(maker, engine);
                c.run(TRAINING);
                assertSameBits("output", c.output, expected.output, c.dOutput.length);
                c.gradients().forEach((name, pair) ->
                        assertSameBits(name, pair[1], expected.gradients().get(name)[1], pair[1].length));
            }
        });
    }

    @TestFactory
    List<DynamicTest> noiseIsThereInTrainingAloneAndNewForEachUpdate() {
        return each(maker -> {
            Case c = new Case(maker, engine(Kernels.chosen(), 1));
            double first = c.loss(TRAINING);
            assertThat(c.loss(new Pass(Randomness.of(3, Purpose.DROPOUT).derive(18)))).isNotEqualTo(first);
            assertThat(c.loss(TRAINING)).isEqualTo(first);
            double calm = c.loss(Pass.EVALUATION);
            assertThat(calm).isNotEqualTo(first).isEqualTo(c.loss(Pass.EVALUATION));
        });
    }

    @Test
    void thereAreLayersToCheck() {
        assertThat(layers()).isNotEmpty();
    }

    private List<DynamicTest> each(Consumer<Maker> check) {
        List<DynamicTest> tests = new ArrayList<>();
        layers().forEach((name, maker) -> tests.add(DynamicTest.dynamicTest(name, () -> check.accept(maker))));
        return tests;
    }
}
