package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.gradient.GradientReachAnalysis;
import dev.unroll.run.TrialResult.Samples;
import dev.unroll.run.TrialResult.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static TrialPlan plan(String id, double work) {
        TrainingSpec training = new TrainingSpec(null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null,
                null, null, null, null);
        return new TrialPlan(id, "d", new ModelEntry("m", "scripted", new ScriptedModel.Spec(), List.of(training)),
                training, 1, 1, 1, work);
    }

    private static TrialResult result(String id, Status status, String reason, Map<String, Double> test) {
        return new TrialResult(id, "d", "m", 1, status, reason, 1, 1, 1, false, List.of(), test, Map.of(), test,
                GradientReachAnalysis.NOT_MEASURED, GradientReachAnalysis.NOT_MEASURED,
                new Samples(new double[0], new double[0]), "", "");
    }

    private static void run(ProgressBars progress) {
        TrialPlan first = plan("d/m/1", 3);
        TrialPlan second = plan("d/m/2", 1);
        TrialTiming timing = new TrialTiming("", 1, 2.25, 1, 1, 1, 1);
        progress.runStarted(List.of(first, second));
        progress.trialStarted(first);
        progress.trialProgressed(first, 0.5);
        progress.trialFinished(first, result("d/m/1", Status.COMPLETED, "", Map.of("MSE", 0.16664)), timing);
        progress.trialFinished(second, result("d/m/2", Status.DIVERGED, "the loss became NaN after 2 updates",
                Map.of()), timing);
        progress.speedStarted();
        progress.runEnded();
    }

    @Test
    void withoutATerminalEachFinishedTrialIsALine() {
        run(new ProgressBars(out, false));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                "[1/2] d/m/1  test MSE 0.1666  2.3 s",
                "[2/2] d/m/2  diverged: the loss became NaN after 2 updates  2.3 s",
                "measuring speed");
    }

    @Test
    void onATerminalABarReachesItsEnd() {
        run(new ProgressBars(out, true));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("2 trials", "100%");
    }
}
