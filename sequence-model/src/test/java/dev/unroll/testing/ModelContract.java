package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.model.TrainingPass;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The models and batches that the contract of models is about; {@link SequenceModelContract} is where it is complete. */
public abstract class ModelContract {

    static final int[] LENGTHS = {5, 9, 1, 7, 9, 3};
    static final Randomness DROPOUT = Randomness.of(3, Purpose.DROPOUT);

    /** A small model of the kind under test, with dropout if {@code dropout} is above 0. */
    protected abstract SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine);

    /** What a kind of model may be able to do; what it cannot do it must refuse, and its tests count as skipped. */
    public enum Ability {
        /** Go on from one batch to the next with targets per step. */
        CARRIED_STEPS,
        /** Go on from one batch to the next with targets per sequence. */
        CARRIED_SEQUENCES,
        /** Read step by step. */
        STREAMING,
        /** Give the same bits whatever the company of a sequence, the number of threads and the kernels. */
        SAME_BITS,
        /** Train with a penalty on activity. */
        ACTIVITY_PENALTY,
        /** Give the gradients of outputs with respect to the input. */
        OUTPUT_GRADIENTS
    }

    /** What the model under test is able to do. */
    protected Set<Ability> abilities() {
        return EnumSet.of(Ability.SAME_BITS, Ability.ACTIVITY_PENALTY, Ability.OUTPUT_GRADIENTS);
    }

    /** A step size of gradient descent that suits the kind under test. */
    protected float learningRate() {
        return 0.1f;
    }

    /** The forms of task that every model can do. */
    public enum Form {
        VALUE(new Task(new Features(3), new Target(TargetKind.VALUE, 2), new ValueLoss.Squared())),
        CLASS(new Task(new Tokens(7), new Target(TargetKind.CLASS, 4), new CrossEntropy())),
        CLASS_PER_STEP(new Task(new Tokens(7), new Target(TargetKind.CLASS_PER_STEP, 5), new CrossEntropy()));

        final Task task;

        Form(Task task) {
            this.task = task;
        }
    }

    SequenceModel model(Form form, double dropout, int threads) {
        return create(form.task, dropout, Randomness.of(1, Purpose.INITIALIZATION),
                new Engine(Kernels.chosen(), new Workers(threads)));
    }

    /** A random batch padded to {@code maxLength} with zeros or, if {@code junk}, with what no model could take. */
    static SequenceBatch batch(Form form, int[] lengths, int maxLength, boolean junk) {
        RandomStream random = Randomness.of(2, Purpose.TRAINING_DATA).stream();
        boolean perStep = form == Form.CLASS_PER_STEP;
        int size = lengths.length;
        float[] features = form == Form.VALUE ? new float[size * maxLength * 3] : null;
        int[] tokens = form == Form.VALUE ? null : new int[size * maxLength];
        float[] values = form == Form.VALUE ? new float[size * 2] : null;
        int[] classes = form == Form.VALUE ? null : new int[perStep ? size * maxLength : size];
        float[] weights = new float[perStep ? size * maxLength : size];
        if (junk) {
            fillWithJunk(features, tokens, perStep ? classes : null, perStep ? weights : null);
        }
        for (int b = 0; b < size; b++) {
            for (int t = 0; t < lengths[b]; t++) {
                for (int f = 0; features != null && f < 3; f++) {
                    features[(b * maxLength + t) * 3 + f] = random.nextUniform(-1, 1);
                }
                if (tokens != null) {
                    tokens[b * maxLength + t] = random.nextInt(7);
                }
                if (perStep) {
                    classes[b * maxLength + t] = random.nextInt(5);
                    weights[b * maxLength + t] = t % 3 == 0 ? 0f : 1f + t;
                }
            }
            if (values != null) {
                values[b * 2] = random.nextUniform(-1, 1);
                values[b * 2 + 1] = random.nextUniform(-1, 1);
            }
            if (!perStep) {
                if (classes != null) {
                    classes[b] = random.nextInt(4);
                }
                weights[b] = b == 1 ? 0f : 0.5f + b;
            }
        }
        return new SequenceBatch(lengths, features, tokens, values, classes, weights);
    }

    /** Overwrites the arrays that there are; what belongs to real steps is written afterwards. */
    private static void fillWithJunk(float[] features, int[] tokens, int[] classesPerStep, float[] weightsPerStep) {
        for (float[] values : new float[][] {features, weightsPerStep}) {
            if (values != null) {
                Arrays.fill(values, Float.NaN);
            }
        }
        for (int[] symbols : new int[][] {tokens, classesPerStep}) {
            if (symbols != null) {
                Arrays.fill(symbols, -1);
            }
        }
    }

    static SequenceBatch batch(Form form) {
        return batch(form, LENGTHS, 9, false);
    }

    static List<float[]> gradients(SequenceModel model) {
        List<float[]> copies = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            copies.add(parameter.gradient().clone());
        }
        return copies;
    }

    static void assertSameGradients(SequenceModel actual, List<float[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            Parameter parameter = actual.parameters().list().get(i);
            Closeness.assertSameBits("gradient of " + parameter.name(), parameter.gradient(), expected.get(i),
                    expected.get(i).length);
        }
    }

    static void checkParameterGradients(SequenceModel model, SequenceBatch batch, Supplier<TrainingPass> pass) {
        model.gradients(batch, pass.get());
        List<float[]> gradients = gradients(model);
        RandomStream random = Randomness.of(5, Purpose.PROBE).stream();
        for (int i = 0; i < gradients.size(); i++) {
            Parameter parameter = model.parameters().list().get(i);
            // Along a random direction, since single differences drown in the rounding of a float forward pass.
            float[] kept = parameter.value().clone();
            double slope = 0;
            float[] direction = new float[kept.length];
            for (int j = 0; j < kept.length; j++) {
                direction[j] = random.nextInt(2) == 0 ? -1 : 1;
                slope += (double) direction[j] * gradients.get(i)[j];
            }
            float step = 4e-3f / (float) Math.sqrt(kept.length);
            double difference = (lossAt(model, parameter, kept, direction, step, batch, pass)
                    - lossAt(model, parameter, kept, direction, -step, batch, pass)) / (2 * step);
            System.arraycopy(kept, 0, parameter.value(), 0, kept.length);
            double scale = 0;
            for (float g : gradients.get(i)) {
                scale += (double) g * g;
            }
            assertThat(difference).as("derivative along a direction of " + parameter.name())
                    .isCloseTo(slope, offset(0.02 * Math.sqrt(scale) + 2e-3));
        }
    }

    private static double lossAt(SequenceModel model, Parameter parameter, float[] at, float[] direction, float step,
            SequenceBatch batch, Supplier<TrainingPass> pass) {
        for (int j = 0; j < at.length; j++) {
            parameter.value()[j] = at[j] + step * direction[j];
        }
        return model.gradients(batch, pass.get()) + model.activityPenalty();
    }
}
