package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ActivityPenalty;
import dev.unroll.model.ModelState;
import dev.unroll.model.Parameter;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.SequenceStream;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.model.Trace;
import dev.unroll.model.TraceRequest;
import dev.unroll.model.TrainingPass;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every model must do, whatever its kind. A model's module extends this with a way to make its model; every test runs
 * on features with values, tokens with a class, and tokens with a class per step.
 */
public abstract class SequenceModelContract {

    private static final int[] LENGTHS = {5, 9, 1, 7, 9, 3};
    private static final Randomness DROPOUT = Randomness.of(3, Purpose.DROPOUT);
    private static final TrainingPass PENALIZED = new TrainingPass(DROPOUT, new ActivityPenalty(0.5, 0.7), null);

    /** A small model of the kind under test, with dropout if {@code dropout} is above 0. */
    protected abstract SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine);

    /** What a kind of model may be able to do; what it cannot do it must refuse, and its tests count as skipped. */
    public enum Ability {
        /** Go on from one batch to the next with targets per step. */
        CARRIED_STEPS,
        /** Go on from one batch to the next with targets per sequence. */
        CARRIED_SEQUENCES,
        /** Read step by step. */
        STREAMING
    }

    /** What the model under test is able to do. */
    protected Set<Ability> abilities() {
        return EnumSet.noneOf(Ability.class);
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

        private final Task task;

        Form(Task task) {
            this.task = task;
        }
    }

    private SequenceModel model(Form form, double dropout, int threads) {
        return create(form.task, dropout, Randomness.of(1, Purpose.INITIALIZATION),
                new Engine(Kernels.chosen(), new Workers(threads)));
    }

    /** A random batch padded to {@code maxLength} with zeros or, if {@code junk}, with what no model could take. */
    private static SequenceBatch batch(Form form, int[] lengths, int maxLength, boolean junk) {
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

    private static SequenceBatch batch(Form form) {
        return batch(form, LENGTHS, 9, false);
    }

    private static List<float[]> gradients(SequenceModel model) {
        List<float[]> copies = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            copies.add(parameter.gradient().clone());
        }
        return copies;
    }

    private static void assertSameGradients(SequenceModel actual, List<float[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            Parameter parameter = actual.parameters().list().get(i);
            Closeness.assertSameBits("gradient of " + parameter.name(), parameter.gradient(), expected.get(i),
                    expected.get(i).length);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void sameSeedGivesSameWeightsAndPredictions(Form form) {
        SequenceModel first = model(form, 0, 1);
        SequenceModel second = model(form, 0, 1);
        for (int i = 0; i < first.parameters().list().size(); i++) {
            assertThat(second.parameters().list().get(i).value()).isEqualTo(first.parameters().list().get(i).value());
        }
        assertThat(second.predict(batch(form)).values()).isEqualTo(first.predict(batch(form)).values());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void predictionsHaveTheFormOfTheTask(Form form) {
        Predictions predictions = model(form, 0, 1).predict(batch(form));
        assertThat(predictions.batchSize()).isEqualTo(LENGTHS.length);
        assertThat(predictions.steps()).isEqualTo(form == Form.CLASS_PER_STEP ? 9 : 1);
        assertThat(predictions.outputSize()).isEqualTo(form.task.outputSize());
        assertThat(predictions.values()).hasSize(predictions.batchSize() * predictions.steps() * predictions.outputSize());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void parameterGradientsMatchDifferencesOfTheLoss(Form form) {
        checkParameterGradients(model(form, 0, 1), batch(form), () -> TrainingPass.of(DROPOUT));
    }

    @ParameterizedTest
    @CsvSource({"VALUE, 2, 0", "CLASS, 0, 3", "CLASS_PER_STEP, 1, 2"})
    void withAPenaltyOnActivityTheyMatchThoseOfTheLossAndThePenalty(Form form, double activity, double temporal) {
        SequenceModel model = model(form, 0, 1);
        TrainingPass pass = new TrainingPass(DROPOUT, new ActivityPenalty(activity, temporal), null);
        double loss = model.gradients(batch(form), DROPOUT);
        assertThat(model.activityPenalty()).isZero();
        assertThat(model.gradients(batch(form), pass)).isEqualTo(loss);
        assertThat(model.activityPenalty()).isPositive();
        checkParameterGradients(model, batch(form), () -> pass);
    }

    private static void checkParameterGradients(SequenceModel model, SequenceBatch batch, Supplier<TrainingPass> pass) {
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

    @ParameterizedTest
    @EnumSource(Form.class)
    void gradientsAreOverwrittenNotAccumulated(Form form) {
        SequenceModel model = model(form, 0, 1);
        model.gradients(batch(form), DROPOUT);
        List<float[]> once = gradients(model);
        model.gradients(batch(form), DROPOUT);
        assertSameGradients(model, once);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void paddingChangesNoBit(Form form) {
        SequenceModel model = model(form, 0.3, 1);
        double loss = model.gradients(batch(form), PENALIZED);
        List<float[]> gradients = gradients(model);
        Predictions predictions = model.predict(batch(form));
        SequenceBatch padded = batch(form, LENGTHS, 9, true);
        assertThat(model.gradients(padded, PENALIZED)).isEqualTo(loss);
        assertSameGradients(model, gradients);
        assertThat(model.predict(padded).values()).isEqualTo(predictions.values());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aSequenceIsPredictedTheSameInAnyCompany(Form form) {
        SequenceModel model = model(form, 0, 1);
        SequenceBatch batch = batch(form);
        Predictions together = model.predict(batch);
        int size = form == Form.VALUE ? 3 : 1;
        for (int b = 0; b < LENGTHS.length; b++) {
            int[] length = {LENGTHS[b]};
            float[] features = form == Form.VALUE
                    ? Arrays.copyOfRange(batch.features(), b * 9 * size, (b * 9 + LENGTHS[b]) * size) : null;
            int[] tokens = form == Form.VALUE ? null : Arrays.copyOfRange(batch.tokens(), b * 9, b * 9 + LENGTHS[b]);
            Predictions alone = model.predict(new SequenceBatch(length, features, tokens, null, null, null));
            for (int t = 0; t < alone.steps(); t++) {
                for (int k = 0; k < alone.outputSize(); k++) {
                    assertThat(alone.value(0, t, k)).isEqualTo(together.value(b, t, k));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void threadsChangeNoBit(int threads) {
        for (Form form : Form.values()) {
            SequenceModel alone = model(form, 0.3, 1);
            SequenceModel team = model(form, 0.3, threads);
            assertThat(team.gradients(batch(form), PENALIZED)).isEqualTo(alone.gradients(batch(form), PENALIZED));
            assertSameGradients(team, gradients(alone));
            assertThat(team.predict(batch(form)).values()).isEqualTo(alone.predict(batch(form)).values());
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void scalarAndChosenKernelsGiveTheSameBits(Form form) {
        SequenceModel chosen = model(form, 0.3, 1);
        SequenceModel scalar = create(form.task, 0.3, Randomness.of(1, Purpose.INITIALIZATION),
                new Engine(Kernels.scalar(), new Workers(1)));
        assertThat(chosen.gradients(batch(form), PENALIZED)).isEqualTo(scalar.gradients(batch(form), PENALIZED));
        assertSameGradients(chosen, gradients(scalar));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void dropoutActsInTrainingAndNowhereElse(Form form) {
        SequenceModel plain = model(form, 0, 1);
        SequenceModel dropping = model(form, 0.5, 1);
        assertThat(dropping.predict(batch(form)).values()).isEqualTo(plain.predict(batch(form)).values());
        double first = dropping.gradients(batch(form), DROPOUT.derive(1));
        assertThat(dropping.gradients(batch(form), DROPOUT.derive(2))).isNotEqualTo(first);
        assertThat(dropping.gradients(batch(form), DROPOUT.derive(1))).isEqualTo(first);
        assertThat(plain.gradients(batch(form), DROPOUT.derive(1))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void traceGivesAPositiveNormForEveryRealStepAndTheLossOfGradients(Form form) {
        SequenceModel model = model(form, 0, 1);
        double loss = model.gradients(batch(form), DROPOUT);
        Trace trace = model.trace(batch(form), TraceRequest.GRADIENT_NORMS);
        assertThat(trace.loss()).isEqualTo(loss);
        assertThat(trace.states()).isEmpty();
        Trace.StepValues norms = trace.gradientNorms().get(Trace.INPUT);
        assertThat(norms.size()).isEqualTo(1);
        for (int b = 0; b < LENGTHS.length; b++) {
            int last = LENGTHS[b] - 1;
            boolean weighted = form == Form.CLASS_PER_STEP ? last % 3 != 0 : b != 1;
            if (weighted) {
                assertThat(norms.value(b, last, 0)).as("sequence " + b).isPositive();
            }
            for (int t = LENGTHS[b]; t < 9; t++) {
                assertThat(norms.value(b, t, 0)).isZero();
            }
        }
    }

    @Test
    void tracedInputNormMatchesDifferencesOfTheLoss() {
        SequenceModel model = model(Form.VALUE, 0, 1);
        SequenceBatch batch = batch(Form.VALUE);
        Trace.StepValues norms = model.trace(batch, TraceRequest.GRADIENT_NORMS).gradientNorms().get(Trace.INPUT);
        for (int t = 0; t < 9; t++) {
            double square = 0;
            for (int f = 0; f < 3; f++) {
                int place = (4 * 9 + t) * 3 + f;
                float kept = batch.features()[place];
                batch.features()[place] = kept + 5e-3f;
                double above = model.gradients(batch, DROPOUT);
                batch.features()[place] = kept - 5e-3f;
                double below = model.gradients(batch, DROPOUT);
                batch.features()[place] = kept;
                square += Math.pow((above - below) / 1e-2, 2);
            }
            assertThat((double) norms.value(4, t, 0)).isCloseTo(Math.sqrt(square),
                    offset(0.03 * Math.sqrt(square) + 2e-4));
        }
    }

    @Test
    void tracedStatesCoverEveryStep() {
        Trace trace = model(Form.VALUE, 0, 1).trace(batch(Form.VALUE), TraceRequest.STATES);
        assertThat(trace.gradientNorms()).isEmpty();
        assertThat(trace.states()).isNotEmpty();
        trace.states().forEach((name, values) -> {
            assertThat(values.values()).as(name).hasSize(LENGTHS.length * 9 * values.size());
            assertThat(values.values()).as(name).doesNotContain(Float.NaN);
        });
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void gradientDescentFitsASmallBatch(Form form) {
        SequenceModel model = model(form, 0, 1);
        double before = model.gradients(batch(form), DROPOUT);
        double loss = before;
        for (int step = 0; step < 150; step++) {
            for (Parameter parameter : model.parameters()) {
                for (int i = 0; i < parameter.size(); i++) {
                    parameter.value()[i] -= learningRate() * parameter.gradient()[i];
                }
            }
            loss = model.gradients(batch(form), DROPOUT);
        }
        assertThat(loss).isLessThan(0.5 * before);
    }

    @Test
    void aBatchThatDoesNotSuitTheTaskIsRefused() {
        SequenceModel model = model(Form.CLASS, 0, 1);
        assertThatThrownBy(() -> model.predict(batch(Form.VALUE)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("tokens");
        SequenceBatch unknown = new SequenceBatch(new int[] {2}, null, new int[] {0, 7}, null, new int[] {0}, null);
        assertThatThrownBy(() -> model.predict(unknown))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("from 0 to 6; got 7");
        SequenceBatch unlabelled = new SequenceBatch(new int[] {2}, null, new int[] {0, 1}, null, null, null);
        assertThatThrownBy(() -> model.gradients(unlabelled, DROPOUT))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("target classes");
    }

    private boolean carries(Form form) {
        return abilities().contains(form == Form.CLASS_PER_STEP ? Ability.CARRIED_STEPS : Ability.CARRIED_SEQUENCES);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatTheModelCannotDoItRefusesInOneSentence(Form form) {
        SequenceModel model = model(form, 0, 1);
        if (carries(form)) {
            assertThat(model.newState(2).isStart()).isTrue();
        } else {
            assertThatThrownBy(() -> model.newState(2)).isInstanceOf(IllegalArgumentException.class)
                    .message().doesNotContain("\n").hasSizeGreaterThan(40);
        }
        if (abilities().contains(Ability.STREAMING)) {
            assertThat(model.stream(2).batchSize()).isEqualTo(2);
        } else {
            assertThatThrownBy(() -> model.stream(2)).isInstanceOf(IllegalArgumentException.class)
                    .message().doesNotContain("\n").hasSizeGreaterThan(40);
        }
    }

    /** The steps {@code from} to {@code to - 1} of the sequences that are longer than {@code from}, which are chosen. */
    private static SequenceBatch piece(SequenceBatch batch, int[] chosen, int from, int to) {
        int maxLength = batch.maxLength();
        int[] lengths = Arrays.stream(chosen).map(b -> Math.min(batch.lengths()[b], to) - from).toArray();
        int steps = Arrays.stream(lengths).max().orElseThrow();
        float[] features = batch.features() == null ? null : new float[chosen.length * steps * 3];
        int[] tokens = batch.tokens() == null ? null : new int[chosen.length * steps];
        for (int i = 0; i < chosen.length; i++) {
            int place = chosen[i] * maxLength + from;
            if (features != null) {
                System.arraycopy(batch.features(), place * 3, features, i * steps * 3, lengths[i] * 3);
            } else {
                System.arraycopy(batch.tokens(), place, tokens, i * steps, lengths[i]);
            }
        }
        return new SequenceBatch(lengths, features, tokens, null, null, null);
    }

    private static int[] longerThan(int steps) {
        return IntStream.range(0, LENGTHS.length).filter(b -> LENGTHS[b] > steps).toArray();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void twoHalvesWithACarriedStateGiveTheOutputsOfTheWhole(Form form) {
        assumeTrue(carries(form), "not supported");
        SequenceModel model = model(form, 0, 2);
        SequenceBatch batch = batch(form);
        Predictions whole = model.predict(batch);
        for (int cut = 1; cut < 9; cut++) {
            ModelState state = model.newState(LENGTHS.length);
            Predictions first = model.predict(piece(batch, longerThan(0), 0, cut), state);
            assertThat(state.isStart()).isFalse();
            int[] going = longerThan(cut);
            Predictions second = model.predict(piece(batch, going, cut, 9), state.select(going));
            for (int b = 0; b < LENGTHS.length; b++) {
                int place = Arrays.binarySearch(going, b);
                for (int t = 0; t < whole.steps() && t < LENGTHS[b]; t++) {
                    for (int k = 0; k < whole.outputSize(); k++) {
                        boolean early = form == Form.CLASS_PER_STEP ? t < cut : place < 0;
                        int step = form == Form.CLASS_PER_STEP && !early ? t - cut : t;
                        assertThat(early ? first.value(b, step, k) : second.value(place, step, k))
                                .as("sequence %d, step %d, cut at %d", b, t, cut).isEqualTo(whole.value(b, t, k));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStateAtTheStartChangesNoBitAndOneThatIsSetIsRead(Form form) {
        assumeTrue(carries(form), "not supported");
        SequenceModel model = model(form, 0.3, 1);
        ModelState state = model.newState(LENGTHS.length);
        double loss = model.gradients(batch(form), DROPOUT);
        List<float[]> gradients = gradients(model);
        assertThat(model.gradients(batch(form), new TrainingPass(DROPOUT, ActivityPenalty.NONE, state))).isEqualTo(loss);
        assertSameGradients(model, gradients);
        ModelState advanced = model.newState(LENGTHS.length);
        model.advance(batch(form), new TrainingPass(DROPOUT, ActivityPenalty.NONE, advanced));
        for (String name : state.names()) {
            assertThat(advanced.values(name)).isEqualTo(state.values(name));
            assertThat(state.values(name)).isNotEqualTo(new float[state.values(name).length]);
        }
        state.reset();
        assertThat(model.predict(batch(form), state).values()).isEqualTo(model.predict(batch(form)).values());
        assertThat(model.predict(batch(form), state).values()).isNotEqualTo(model.predict(batch(form)).values());
        assertThatThrownBy(() -> model.predict(batch(form), model.newState(2))).hasMessage("a state must be for as many"
                + " sequences as the batch holds; got one for 2 with a batch of " + LENGTHS.length);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void fromAGivenStateParameterGradientsMatchDifferencesOfTheLoss(Form form) {
        assumeTrue(carries(form), "not supported");
        SequenceModel model = model(form, 0, 1);
        ModelState state = model.newState(LENGTHS.length);
        Map<String, float[]> given = new LinkedHashMap<>();
        for (String name : state.names()) {
            RandomStream random = Randomness.of(6, Purpose.PROBE).derive(name).stream();
            float[] values = new float[state.values(name).length];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextUniform(-1, 1);
            }
            given.put(name, values);
        }
        checkParameterGradients(model, batch(form), () -> {
            given.forEach(state::set);
            return new TrainingPass(DROPOUT, ActivityPenalty.NONE, state);
        });
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStreamGivesTheOutputsOfTheBatchedPassStepByStep(Form form) {
        assumeTrue(abilities().contains(Ability.STREAMING), "not supported");
        SequenceModel model = model(form, 0.3, 1);
        SequenceBatch batch = batch(form);
        Predictions[] expected = IntStream.range(0, 9).mapToObj(t -> {
            // Sequences that have ended stay as they were.
            return model.predict(piece(batch, longerThan(0), 0, t + 1));
        }).toArray(Predictions[]::new);
        for (Engine engine : List.of(new Engine(Kernels.chosen(), new Workers(1)),
                new Engine(Kernels.chosen(), new Workers(3)), new Engine(Kernels.scalar(), new Workers(1)))) {
            SequenceModel same = create(form.task, 0.3, Randomness.of(1, Purpose.INITIALIZATION), engine);
            SequenceStream stream = same.stream(LENGTHS.length);
            for (int run = 0; run < 2; run++) {
                for (int t = 0; t < 9; t++) {
                    float[] outputs = stepAt(stream, form, batch, t, 0);
                    for (int b = 0; b < LENGTHS.length; b++) {
                        checkOutputs(expected, form, outputs, b, b, t, t);
                    }
                    // What the model does meanwhile is nothing to the stream.
                    same.gradients(batch, DROPOUT);
                    same.parameters().list().get(0).value()[0] += 0.1f;
                }
                stream.restart();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void oneSequenceOfAStreamMayBeginAnewWhileTheOthersGoOn(Form form) {
        assumeTrue(abilities().contains(Ability.STREAMING), "not supported");
        SequenceModel model = model(form, 0, 1);
        SequenceBatch batch = batch(form);
        Predictions[] expected = IntStream.range(0, 9)
                .mapToObj(t -> model.predict(piece(batch, longerThan(0), 0, t + 1))).toArray(Predictions[]::new);
        SequenceStream stream = model.stream(2);
        int[] sequences = {1, 4};
        for (int t = 0; t < 9; t++) {
            if (t == 4) {
                stream.restart(1);
            }
            int[] steps = {t, t < 4 ? t : t - 4};
            float[] outputs = step(stream, form, batch, sequences, steps);
            checkOutputs(expected, form, outputs, 0, 1, t, t);
            checkOutputs(expected, form, outputs, 1, 4, steps[1], t);
        }
    }

    private static void checkOutputs(Predictions[] expected, Form form, float[] outputs, int place, int sequence, int step,
            int at) {
        if (step >= LENGTHS[sequence]) {
            return;
        }
        for (int k = 0; k < form.task.outputSize(); k++) {
            float wanted = expected[step].value(sequence, form == Form.CLASS_PER_STEP ? step : 0, k);
            assertThat(outputs[place * form.task.outputSize() + k]).as("sequence %d, step %d", sequence, at)
                    .isEqualTo(wanted);
        }
    }

    private static float[] stepAt(SequenceStream stream, Form form, SequenceBatch batch, int step, int first) {
        int[] sequences = IntStream.range(first, first + stream.batchSize()).toArray();
        return step(stream, form, batch, sequences, IntStream.generate(() -> step).limit(sequences.length).toArray());
    }

    private static float[] step(SequenceStream stream, Form form, SequenceBatch batch, int[] sequences, int[] steps) {
        float[] features = new float[sequences.length * 3];
        int[] tokens = new int[sequences.length];
        for (int i = 0; i < sequences.length; i++) {
            int place = sequences[i] * 9 + steps[i];
            if (form == Form.VALUE) {
                System.arraycopy(batch.features(), place * 3, features, i * 3, 3);
            } else {
                tokens[i] = batch.tokens()[place];
            }
        }
        return form == Form.VALUE ? stream.step(features) : stream.step(tokens);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStepOfAStreamAllocatesNothing(Form form) {
        assumeTrue(abilities().contains(Ability.STREAMING), "not supported");
        SequenceModel model = create(form.task, 0, Randomness.of(1, Purpose.INITIALIZATION),
                new Engine(Kernels.scalar(), new Workers(1)));
        SequenceStream stream = model.stream(3);
        float[] features = new float[9];
        int[] tokens = new int[3];
        new SteadyState().assertAllocatesNothing(() -> {
            stream.restart();
            for (int t = 0; t < 5; t++) {
                if (form == Form.VALUE) {
                    stream.step(features);
                } else {
                    stream.step(tokens);
                }
            }
        });
    }

    @Test
    void aStepThatDoesNotSuitTheTaskIsRefused() {
        assumeTrue(abilities().contains(Ability.STREAMING), "not supported");
        SequenceStream values = model(Form.VALUE, 0, 1).stream(2);
        assertThatThrownBy(() -> values.step(new int[2])).hasMessage("a step of this model must be features; got tokens");
        assertThatThrownBy(() -> values.step(new float[5]))
                .hasMessage("a step of 2 sequences must hold 6 features; got 5");
        SequenceStream tokens = model(Form.CLASS, 0, 1).stream(2);
        assertThatThrownBy(() -> tokens.step(new int[] {0, 7}))
                .hasMessage("every token must be from 0 to 6; got 7 for sequence 1");
    }
}
