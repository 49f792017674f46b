package dev.unroll.testing;

import dev.unroll.engine.Engine;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/** Models and tasks drawn from a seed, for files that must hold any of them. */
public final class AnyModel {

    private AnyModel() {
    }

    /** One of the values. */
    @SafeVarargs
    public static <T> T any(RandomStream stream, T... values) {
        return values[stream.nextInt(values.length)];
    }

    /** Any task that a model takes. */
    public static Task task(RandomStream stream) {
        Input input = any(stream, new Features(3), new Tokens(7));
        TargetKind kind = any(stream, TargetKind.values());
        return new Task(input, new Target(kind, 4),
                kind == TargetKind.VALUE ? new ValueLoss.Squared() : new CrossEntropy());
    }

    /** A model none of whose parameters is what it was at first: biases, gains, peepholes. */
    public static <S extends ModelSpec> SequenceModel of(ModelFactory<S> factory, S spec, Task task, long seed) {
        SequenceModel model = factory.create(spec, task, Randomness.of(seed, Purpose.INITIALIZATION),
                Engine.withThreads(1));
        RandomStream stream = Randomness.of(seed, Purpose.PROBE).stream();
        for (Parameter parameter : model.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] += (float) (0.2 * stream.nextGaussian());
            }
        }
        return model;
    }
}
