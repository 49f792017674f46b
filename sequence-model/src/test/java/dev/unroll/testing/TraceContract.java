package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.unroll.model.InputGradients;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace;
import dev.unroll.model.TraceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That part of the contract of models which is about traces. */
public abstract class TraceContract extends StreamContract {

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

    @ParameterizedTest
    @EnumSource(Form.class)
    void gradientsOfOutputsMatchDifferencesOfPredictions(Form form) {
        assumeTrue(abilities().contains(Ability.OUTPUT_GRADIENTS), "not supported");
        SequenceModel model = model(form, 0, 1);
        SequenceBatch batch = batch(form);
        int[] steps = new int[LENGTHS.length];
        int[] chosen = steps.clone();
        int b = 4;
        steps[b] = LENGTHS[b] - 2;
        float scale = batch.features() == null ? 1f : 0.5f;
        InputGradients found = model.inputGradients(batch, steps, chosen, scale);
        assertThat(found.input().size()).isEqualTo(found.gradient().size());
        if (batch.features() == null) {
            assertThat(found.outputs()[b]).isEqualTo(output(model, batch, b, steps[b]));
            return;
        }
        for (int i = 0; i < batch.features().length; i++) {
            batch.features()[i] *= scale;
        }
        assertThat(found.outputs()[b]).isEqualTo(output(model, batch, b, steps[b]));
        for (int t = 0; t < LENGTHS[b]; t++) {
            for (int f = 0; f < 3; f++) {
                int place = (b * 9 + t) * 3 + f;
                float kept = batch.features()[place];
                assertThat(found.input().value(b, t, f)).isEqualTo(kept / scale);
                batch.features()[place] = kept + 1e-3f;
                double above = output(model, batch, b, steps[b]);
                batch.features()[place] = kept - 1e-3f;
                double below = output(model, batch, b, steps[b]);
                batch.features()[place] = kept;
                assertThat((double) found.gradient().value(b, t, f)).as("step " + t + ", feature " + f)
                        .isCloseTo((above - below) / 2e-3, offset(0.02 * Math.abs(above - below) / 2e-3 + 1e-3));
            }
        }
    }

    private static float output(SequenceModel model, SequenceBatch batch, int sequence, int step) {
        Predictions predictions = model.predict(batch);
        return predictions.value(sequence, predictions.steps() == 1 ? 0 : step, 0);
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
}
