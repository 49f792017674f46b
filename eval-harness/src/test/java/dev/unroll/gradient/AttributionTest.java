package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.gradient.Attribution.Method;
import dev.unroll.gradient.Attribution.Output;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {

    private static final int LENGTH = 9;
    private static final Task VALUE = new Task(new Features(2), new Target(TargetKind.VALUE, 1),
            new ValueLoss.Squared());
    private static final Task TAGS = new Task(new Tokens(5), new Target(TargetKind.CLASS_PER_STEP, 3),
            new CrossEntropy());

    private static SequenceModel model(String yaml, Task task) {
        Kinds kinds = Kinds.installed();
        ModelSpec spec = new SpecReader(kinds).read("t.yaml", "{name: t, datasets: [{kind: adding}], models: [" + yaml
                + "], seeds: [1]}").models().get(0).spec();
        SequenceModel made = create(kinds.models().get(yaml.replaceAll(".*kind: (\\w+).*", "$1")), spec, task);
        // Away from initialization, so that nothing is nearly linear.
        RandomStream stream = Randomness.of(2, Purpose.PROBE).stream();
        for (Parameter parameter : made.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] += (float) (0.3 * stream.nextGaussian());
            }
        }
        return made;
    }

    private static <S extends ModelSpec> SequenceModel create(ModelFactory<S> factory, ModelSpec spec, Task task) {
        return factory.create(factory.specType().cast(spec), task, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1));
    }

    private static SequenceBatch batch(Task task) {
        RandomStream stream = Randomness.of(4, Purpose.TEST_DATA).stream();
        if (task.input() instanceof Tokens tokens) {
            int[] symbols = new int[LENGTH];
            Arrays.setAll(symbols, t -> stream.nextInt(tokens.vocabulary()));
            return new SequenceBatch(new int[] {LENGTH}, null, symbols, null, null, null);
        }
        float[] features = new float[LENGTH * 2];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) stream.nextGaussian();
        }
        return new SequenceBatch(new int[] {LENGTH}, features, null, null, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{kind: lstm, hiddenSizes: [6]}", "{kind: rnn, hiddenSizes: [6]}",
        "{kind: gru, hiddenSizes: [6]}", "{kind: transformer, modelSize: 8, numHeads: 2, numLayers: 1}"})
    void integratedGradientsAddUpToTheOutputLessThatOfAnEmptyInput(String yaml) {
        SequenceModel values = model(yaml, VALUE);
        SequenceModel tags = model(yaml, TAGS);
        Attribution value = Attribution.of(values, batch(VALUE), new Output(LENGTH - 1, 0), Method.INTEGRATED);
        Attribution tag = Attribution.of(tags, batch(TAGS), new Output(4, 2), Method.INTEGRATED);

        assertThat(Math.abs(value.output() - value.baseline())).as("something to explain").isGreaterThan(0.02);
        assertThat(value.gap()).isCloseTo(0, within(0.01 * Math.abs(value.output() - value.baseline()) + 1e-4));
        assertThat(tag.gap()).isCloseTo(0, within(0.01 * Math.abs(tag.output() - tag.baseline()) + 1e-4));
        assertThat(tag.scores()).hasSize(LENGTH);
        assertThat(value.scores()).hasSize(2 * LENGTH);
        assertThat(value.output()).isEqualTo(values.predict(batch(VALUE)).value(0, 0, 0));
    }

    @Test
    void gradientTimesInputMatchesDifferences() {
        SequenceModel model = model("{kind: lstm, hiddenSizes: [6]}", VALUE);
        SequenceBatch batch = batch(VALUE);
        Attribution found = Attribution.of(model, batch, new Output(0, 0), Method.GRADIENT);
        for (int i = 0; i < 2 * LENGTH; i++) {
            float kept = batch.features()[i];
            batch.features()[i] = kept + 1e-2f;
            double above = model.predict(batch).value(0, 0, 0);
            batch.features()[i] = kept - 1e-2f;
            double below = model.predict(batch).value(0, 0, 0);
            batch.features()[i] = kept;
            assertThat(found.scores()[i]).isCloseTo(kept * (above - below) / 2e-2, within(2e-3));
        }
    }

    @Test
    void occlusionIsWhatTheOutputLosesWithoutAFeature() {
        SequenceModel model = model("{kind: gru, hiddenSizes: [6]}", VALUE);
        SequenceBatch batch = batch(VALUE);
        double whole = model.predict(batch).value(0, 0, 0);
        Attribution found = Attribution.of(model, batch, new Output(0, 0), Method.OCCLUSION);
        batch.features()[7] = 0;

        assertThat(found.scores()[7]).isEqualTo(whole - model.predict(batch).value(0, 0, 0));
    }

    @Test
    void occlusionLeavesATokenOutAndFollowsTheStepThatIsExplained() {
        SequenceModel model = model("{kind: lstm, hiddenSizes: [6]}", TAGS);
        SequenceBatch batch = batch(TAGS);
        double whole = model.predict(batch).value(0, 5, 1);
        Attribution found = Attribution.of(model, batch, new Output(5, 1), Method.OCCLUSION);
        int[] without = new int[LENGTH - 1];
        for (int t = 0; t < without.length; t++) {
            without[t] = batch.tokens()[t >= 2 ? t + 1 : t];
        }
        double shorter = model.predict(new SequenceBatch(new int[] {LENGTH - 1}, null, without, null, null, null))
                .value(0, 4, 1);

        assertThat(found.scores()[2]).isEqualTo(whole - shorter);
        assertThat(found.scores()[LENGTH - 1]).as("what comes later changes nothing").isZero();
    }

    @Test
    void occlusionOfAllThatAnOutputReadsIsRefused() {
        SequenceModel model = model("{kind: lstm, hiddenSizes: [6]}", TAGS);
        SequenceBatch one = new SequenceBatch(new int[] {1}, null, new int[] {2}, null, null, null);

        assertThatThrownBy(() -> Attribution.of(model, batch(TAGS), new Output(0, 1), Method.OCCLUSION))
                .hasMessageContaining("got the output of the first step;");
        assertThatThrownBy(() -> Attribution.of(model, one, new Output(0, 1), Method.OCCLUSION))
                .hasMessageContaining("got a sequence of one token;");
    }
}
