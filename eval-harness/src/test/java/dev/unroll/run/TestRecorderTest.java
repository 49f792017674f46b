package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.json.CanonicalJson;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.run.TrialResult.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRecorderTest {

    private static Samples samples(Loss loss, float... outputs) {
        TestRecorder recorder = new TestRecorder(new Task(new Features(1), new Target(TargetKind.VALUE, 1), loss),
                Optional.empty());
        recorder.see(new SequenceBatch(new int[] {1}, new float[1], null, new float[] {4}, null, null),
                new Predictions(1, 1, outputs.length, outputs));
        return recorder.samples();
    }

    @Test
    void ofQuantilesTheOutermostAreKeptBesideTheForecast() {
        Samples samples = samples(new ValueLoss.Quantile(List.of(0.05, 0.25, 0.5, 0.95)), 1, 2, 3, 6);

        assertThat(samples.truth()).containsExactly(4);
        assertThat(samples.predicted()).containsExactly(3);
        assertThat(samples.lower()).containsExactly(1);
        assertThat(samples.upper()).containsExactly(6);
    }

    @Test
    void samplesWithoutQuantilesAreWrittenAsBeforeThereWereAny() {
        String json = CanonicalJson.write(samples(new ValueLoss.Squared(), 5));

        assertThat(json).doesNotContain("lower", "upper");
        assertThat(RunStore.parse(json, Samples.class).lower()).isEmpty();
    }
}
