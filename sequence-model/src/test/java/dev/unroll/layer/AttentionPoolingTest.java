package dev.unroll.layer;

import static dev.unroll.testing.Closeness.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SteadyState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionPoolingTest {

    private static final int[] LENGTHS = {3, 70, 1, 9, 70, 33};

    /** A pooling, a batch of sequences and the gradient of what is pooled. */
    private static final class Case {

        final AttentionPooling pooling;
        final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        final float[] rows;
        final float[] pooled;
        final float[] dPooled;
        final float[] dRows;

        Case(int size, int[] lengths, Kernels kernels, int threads) {
            pooling = new AttentionPooling("pooling", size, new Engine(kernels, new Workers(threads)));
            layout.update(lengths);
            RandomStream stream = Randomness.of(size, Purpose.PROBE).stream();
            for (Parameter parameter : pooling.parameters()) {
                fill(parameter.value(), 2 / Math.sqrt(size), stream);
            }
            rows = new float[layout.rows() * size];
            for (int b = 0; b < lengths.length; b++) {
                RandomStream sequence = Randomness.of(b, Purpose.TEST_DATA).stream();
                for (int t = 0; t < lengths[b]; t++) {
                    for (int i = 0; i < size; i++) {
                        rows[layout.row(b, t) * size + i] = (float) sequence.nextGaussian();
                    }
                }
            }
            pooled = new float[lengths.length * size];
            dPooled = new float[pooled.length];
            fill(dPooled, 1, stream);
            dRows = new float[rows.length];
        }

        void run() {
            pooling.forward(layout, rows, pooled);
            pooling.backward(layout, rows, dPooled, dRows);
        }

        void assertSameAs(Case other) {
            assertSameBits("pooled", pooled, other.pooled, pooled.length);
            assertSameBits("gradient of the rows", dRows, other.dRows, dRows.length);
            for (int i = 0; i < pooling.parameters().size(); i++) {
                Parameter parameter = pooling.parameters().get(i);
                assertSameBits(parameter.name(), parameter.gradient(), other.pooling.parameters().get(i).gradient(),
                        parameter.size());
            }
        }

        private static void fill(float[] values, double deviation, RandomStream stream) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * stream.nextGaussian());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void scalarAndVectorKernelsGiveTheSameBits(int size) {
        Case scalar = new Case(size, LENGTHS, Kernels.scalar(), 1);
        Case vector = new Case(size, LENGTHS, Kernels.vector(), 1);
        scalar.run();
        vector.run();
        vector.assertSameAs(scalar);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void threadsChangeNoBit(int threads) {
        Case alone = new Case(33, LENGTHS, Kernels.chosen(), 1);
        Case team = new Case(33, LENGTHS, Kernels.chosen(), threads);
        alone.run();
        team.run();
        team.assertSameAs(alone);
    }

    @Test
    void whatIsPooledOfABeginningDoesNotDependOnHowTheSequenceGoesOn() {
        Case whole = new Case(9, new int[] {70}, Kernels.chosen(), 1);
        whole.run();
        for (int length = 1; length < 70; length++) {
            Case beginning = new Case(9, new int[] {length}, Kernels.chosen(), 1);
            beginning.run();
            RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
            layout.update(new int[] {length});
            whole.pooling.forward(layout, whole.rows, whole.pooled);
            assertSameBits("first " + length + " steps", whole.pooled, beginning.pooled, 9);
        }
    }

    @Test
    void weightsOfTheStepsSumToOneAndScoresBeyondTheRangeOfExpDoNoHarm() {
        Case c = new Case(2, new int[] {4}, Kernels.chosen(), 1);
        // Scores of 150 and -150 in turn: e to their difference is beyond a float.
        Arrays.fill(c.pooling.parameters().get(0).value(), 9f);
        Arrays.fill(c.pooling.parameters().get(2).value(), 75f);
        for (int i = 0; i < c.rows.length; i++) {
            c.rows[i] = i / 2 % 2 == 0 ? -1f : 1f + i;
        }
        c.run();
        c.pooling.states(c.layout, (name, size, values, offset, stride) -> {
            assertThat(name).isEqualTo("pooling.attention");
            assertThat(size).isEqualTo(1);
            assertThat(Arrays.copyOf(values, 4)).containsExactly(0f, 0.5f, 0f, 0.5f);
        });
        assertThat(c.pooled).containsExactly((3 + 7) / 2f, (4 + 8) / 2f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStepInSteadyStateAllocatesNothing(int threads) {
        SteadyState steadyState = new SteadyState();
        Case c = new Case(8, LENGTHS, Kernels.scalar(), threads);
        steadyState.assertAllocatesNothing(c::run);
    }
}
