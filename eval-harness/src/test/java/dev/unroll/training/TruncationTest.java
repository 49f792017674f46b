package dev.unroll.training;

import static dev.unroll.testing.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.sun.management.ThreadMXBean;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.kernel.Kernels;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.optimizer.OptimizerSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.testing.CentralDifferences;
import dev.unroll.testing.Numbers;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruncationTest {

    private static final int[] LENGTHS = {9, 3, 7, 9};
    private static final Randomness INITIALIZATION = Randomness.of(1, Purpose.INITIALIZATION);

    private static TrainingSpec spec(String optimizer, double rate, Integer truncate) {
        return new TrainingSpec(null, OptimizerSpec.named(optimizer), rate, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, truncate, null,
                null, null, null, null);
    }

    /** Tokens with a class at each step, a third of them masked. */
    private static SequenceBatch labelled() {
        RandomStream random = Randomness.of(2, Purpose.TRAINING_DATA).stream();
        int[] tokens = new int[4 * 9];
        int[] classes = new int[4 * 9];
        float[] weights = new float[4 * 9];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(5);
            classes[i] = random.nextInt(3);
            weights[i] = random.nextInt(3);
        }
        return new SequenceBatch(LENGTHS, null, tokens, null, classes, weights);
    }

    private static SequenceModel labeller(Engine engine) {
        Task task = new Task(new Tokens(5), new Target(TargetKind.CLASS_PER_STEP, 3), new CrossEntropy());
        return new LstmFactory().create(new LstmSpec(List.of(6, 5), 0.2, null, null, null), task, INITIALIZATION, engine);
    }

    private static double train(SequenceModel model, Engine engine, Integer truncate) {
        UpdateStep step = new UpdateStep(model, engine, spec("adam", 0.01, truncate), 1, 10);
        double loss = 0;
        for (int update = 0; update < 4; update++) {
            loss += step.run(labelled(), update);
        }
        return loss;
    }

    private static void assertSameWeights(SequenceModel model, SequenceModel other) {
        for (Parameter parameter : model.parameters()) {
            assertThat(other.parameters().get(parameter.name()).value()).as(parameter.name())
                    .isEqualTo(parameter.value());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, Integer.MAX_VALUE})
    void noCutWithinASequenceChangesNoBit(int truncate) {
        Engine engine = Engine.withThreads(1);
        SequenceModel whole = labeller(engine);
        SequenceModel cut = labeller(engine);
        assertThat(train(cut, engine, truncate)).isEqualTo(train(whole, engine, null));
        assertSameWeights(whole, cut);
        SequenceModel shorter = labeller(engine);
        train(shorter, engine, 8);
        assertThat(shorter.parameters().list().get(0).value()).isNotEqualTo(whole.parameters().list().get(0).value());
    }

    @Test
    void threadsAndKernelsChangeNoBit() {
        Engine plain = new Engine(Kernels.scalar(), new Workers(1));
        SequenceModel expected = labeller(plain);
        double loss = train(expected, plain, 2);
        for (Engine engine : List.of(new Engine(Kernels.vector(), new Workers(1)),
                new Engine(Kernels.vector(), new Workers(3)))) {
            SequenceModel model = labeller(engine);
            assertThat(train(model, engine, 2)).isEqualTo(loss);
            assertSameWeights(expected, model);
        }
    }

    /**
     * Gradient descent at rate 1 against plain double arithmetic: segments 0 to 2 of 4, 4 and 1 steps; sequence 1 ends in
     * the first, sequence 2 in the second, the others in the last.
     */
    @Test
    void everySegmentWithTargetsStepsDownTheGradientOfItsOwnLossFromTheStateItWasGiven() {
        RandomStream random = Randomness.of(3, Purpose.TRAINING_DATA).stream();
        float[] x = new float[4 * 9];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextUniform(-1, 1);
        }
        SequenceBatch batch = new SequenceBatch(LENGTHS, x, null, new float[] {0.5f, -1, 1, 0.2f}, null,
                new float[] {1, 2, 1, 3});
        Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        Engine engine = Engine.withThreads(2);
        SequenceModel model = new RnnFactory().create(RnnSpec.of(3), task, INITIALIZATION, engine);
        double[][] weights = model.parameters().list().stream().map(parameter -> Numbers.toDouble(parameter.value()))
                .toArray(double[][]::new);

        double loss = new UpdateStep(model, engine, spec("sgd", 1, 4), 1, 10).run(batch, 0);

        double[][] states = new double[4][3];
        double expectedLoss = 0;
        for (int from = 0; from < 9; from += 4) {
            double[][] start = states;
            int cut = from;
            double segmentLoss = loss(batch, weights, start, cut);
            expectedLoss += segmentLoss * weight(batch, cut) / 7;
            double[][] gradients = new double[weights.length][];
            for (int p = 0; p < weights.length; p++) {
                gradients[p] = CentralDifferences.gradient(weights[p], () -> loss(batch, weights, start, cut));
            }
            states = run(batch, weights, start, cut);
            for (int p = 0; p < weights.length; p++) {
                for (int i = 0; i < weights[p].length; i++) {
                    weights[p][i] -= gradients[p][i];
                }
            }
        }
        assertThat(loss).isCloseTo(expectedLoss, offset(1e-5));
        for (int p = 0; p < weights.length; p++) {
            Parameter parameter = model.parameters().list().get(p);
            assertClose(parameter.name(), parameter.value(), weights[p], 1e-4, 1e-5);
        }
    }

    /** The states after a segment of the sequences that are so long; others stay. */
    private static double[][] run(SequenceBatch batch, double[][] weights, double[][] start, int from) {
        double[][] states = new double[4][];
        for (int b = 0; b < 4; b++) {
            states[b] = start[b];
            for (int t = from; t < Math.min(from + 4, LENGTHS[b]); t++) {
                double[] next = new double[3];
                for (int j = 0; j < 3; j++) {
                    double sum = weights[2][j] + batch.features()[b * 9 + t] * weights[0][j];
                    for (int i = 0; i < 3; i++) {
                        sum += states[b][i] * weights[1][i * 3 + j];
                    }
                    next[j] = Math.tanh(sum);
                }
                states[b] = next;
            }
        }
        return states;
    }

    private static boolean ends(int b, int from) {
        return LENGTHS[b] > from && LENGTHS[b] <= from + 4;
    }

    private static double weight(SequenceBatch batch, int from) {
        double weight = 0;
        for (int b = 0; b < 4; b++) {
            weight += ends(b, from) ? batch.weights()[b] : 0;
        }
        return weight;
    }

    private static double loss(SequenceBatch batch, double[][] weights, double[][] start, int from) {
        double[][] states = run(batch, weights, start, from);
        double loss = 0;
        for (int b = 0; b < 4; b++) {
            double output = weights[4][0];
            for (int i = 0; i < 3; i++) {
                output += states[b][i] * weights[3][i];
            }
            loss += ends(b, from) ? batch.weights()[b] * Math.pow(output - batch.values()[b], 2) : 0;
        }
        return loss / weight(batch, from);
    }

    @Test
    void aTrainingStepNeedsTheMemoryOfASegment() {
        // Scalar kernels, since vectors are objects until the compiler has seen the loop often enough.
        Engine engine = new Engine(Kernels.scalar(), new Workers(1));
        long whole = allocated(engine, null);
        long cut = allocated(engine, 20);
        assertThat(cut).isLessThan(whole / 5);
    }

    /** Bytes that a first update allocates, its buffers above all. */
    private static long allocated(Engine engine, Integer truncate) {
        Task task = new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        SequenceModel model = new RnnFactory().create(RnnSpec.of(64), task, INITIALIZATION, engine);
        UpdateStep step = new UpdateStep(model, engine, spec("sgd", 0.1, truncate), 1, 10);
        SequenceBatch batch = new SequenceBatch(new int[] {2000}, new float[2000], null, new float[] {1}, null, null);
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = bean.getThreadAllocatedBytes(thread);
        step.run(batch, 0);
        return bean.getThreadAllocatedBytes(thread) - before;
    }
}
