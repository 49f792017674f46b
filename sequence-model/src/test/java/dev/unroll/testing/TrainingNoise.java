package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/** Whether what a spec says of noise in training reaches the model that its factory makes. */
public final class TrainingNoise {

    private TrainingNoise() {
    }

    /** The losses of two updates from the same weights must differ if, and only if, there is noise. */
    public static <S extends ModelSpec> void check(ModelFactory<S> factory, S spec, boolean noisy) {
        Task task = new Task(new Features(2), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
        SequenceModel model = factory.create(spec, task, Randomness.of(1, Purpose.INITIALIZATION), Engine.withThreads(1));
        float[] features = new float[3 * 6 * 2];
        RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) stream.nextGaussian();
        }
        SequenceBatch batch = new SequenceBatch(new int[] {6, 4, 5}, features, null, new float[] {1, -1, 2}, null, null);
        double first = model.gradients(batch, Randomness.of(3, Purpose.DROPOUT).derive(1));
        double second = model.gradients(batch, Randomness.of(3, Purpose.DROPOUT).derive(2));
        assertThat(first != second).as("noise of %s", spec).isEqualTo(noisy);
    }
}
