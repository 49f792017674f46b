package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.SequenceStream;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That part of the contract of models which is about reading step by step. */
public abstract class StreamContract extends CarriedStateContract {

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
