package dev.unroll.testing;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.SequenceStream;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Holds a stream against the batched pass, to the bit, with random weights, for both kinds of target. */
public final class StreamCheck {

    private static final int FEATURES = 3;
    private static final int STEPS = 12;

    private StreamCheck() {
    }

    /**
     * @param make  gives a model for a task
     * @param batch sequences side by side
     * @param seed  of weights and inputs
     */
    public static void check(BiFunction<Task, Engine, SequenceModel> make, int batch, long seed) {
        for (TargetKind kind : new TargetKind[] {TargetKind.VALUE, TargetKind.CLASS_PER_STEP}) {
            Task task = new Task(new Features(FEATURES), new Target(kind, 2),
                    kind == TargetKind.VALUE ? new ValueLoss.Squared() : new CrossEntropy());
            SequenceModel model = random(make.apply(task, new Engine(Kernels.scalar(), new Workers(1))), seed);
            SequenceModel other = random(make.apply(task, new Engine(Kernels.vector(), new Workers(2))), seed);
            check(model, other, batch, seed);
            check(other, model, batch, seed);
        }
    }

    private static SequenceModel random(SequenceModel model, long seed) {
        RandomStream stream = Randomness.of(seed, Purpose.PROBE).stream();
        for (Parameter parameter : model.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) (0.5 * stream.nextGaussian());
            }
        }
        return model;
    }

    private static void check(SequenceModel batched, SequenceModel streaming, int batch, long seed) {
        RandomStream random = Randomness.of(seed, Purpose.TEST_DATA).stream();
        float[] features = new float[batch * STEPS * FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        SequenceStream stream = streaming.stream(batch);
        check(batched, stream, features);
        stream.restart();
        check(batched, stream, features);
    }

    private static void check(SequenceModel batched, SequenceStream stream, float[] features) {
        int batch = stream.batchSize();
        float[] step = new float[batch * FEATURES];
        for (int t = 0; t < STEPS; t++) {
            float[] beginnings = new float[batch * (t + 1) * FEATURES];
            for (int b = 0; b < batch; b++) {
                System.arraycopy(features, b * STEPS * FEATURES, beginnings, b * (t + 1) * FEATURES, (t + 1) * FEATURES);
                System.arraycopy(features, (b * STEPS + t) * FEATURES, step, b * FEATURES, FEATURES);
            }
            int[] lengths = new int[batch];
            Arrays.fill(lengths, t + 1);
            Predictions expected = batched.predict(new SequenceBatch(lengths, beginnings, null, null, null, null));
            float[] outputs = stream.step(step);
            for (int b = 0; b < batch; b++) {
                int from = (b * expected.steps() + expected.steps() - 1) * 2;
                Closeness.assertSameBits("step " + t + " of sequence " + b,
                        Arrays.copyOfRange(outputs, 2 * b, 2 * b + 2),
                        Arrays.copyOfRange(expected.values(), from, from + 2), 2);
            }
        }
    }
}
