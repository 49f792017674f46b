package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroll.model.ActivityPenalty;
import dev.unroll.model.ModelState;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.TrainingPass;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That part of the contract of models which is about states carried from batch to batch. */
public abstract class CarriedStateContract extends ModelContract {

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
        if (!abilities().contains(Ability.ACTIVITY_PENALTY)) {
            TrainingPass penalized = new TrainingPass(DROPOUT, new ActivityPenalty(0.5, 0), null);
            assertThatThrownBy(() -> model.gradients(batch(form), penalized))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("activityPenalty");
        }
    }

    /** The steps {@code from} to {@code to - 1} of the sequences that are longer than {@code from}, which are chosen. */
    static SequenceBatch piece(SequenceBatch batch, int[] chosen, int from, int to) {
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

    static int[] longerThan(int steps) {
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
}
