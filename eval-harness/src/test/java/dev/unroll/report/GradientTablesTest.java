package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.gradient.Decay;
import dev.unroll.gradient.GateUse;
import dev.unroll.gradient.GradientHistory;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.run.RunResults;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.GradientReach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientTablesTest {

    @TempDir
    private Path temp;

    private static GradientPoint point(int update, double halfLife, double farthest, double tau) {
        double[] median = {1, farthest};
        double[] log = {0, Math.log10(farthest)};
        return new GradientPoint(update, new int[] {0, 40}, Map.of("input", new GradientReach(log, median, median,
                median)),
                Map.of("input", new Decay(-Math.log(2) / halfLife, halfLife, 17)),
                Map.of("layer0.forgetGate", new GateUse(0.5, 0.125, 0.25, new double[] {1, 2, tau, 4, 5})));
    }

    private String html(GradientHistory history) {
        ReportData data = ReportData.load(FakeRun.write(temp.resolve("run")));
        List<TrialResult> trials = new ArrayList<>();
        for (TrialResult t : data.results().trials()) {
            trials.add(new TrialResult(t.id(), t.dataset(), t.model(), t.seed(), t.status(), t.reason(),
                    t.parameterCount(), t.updates(), t.bestUpdate(), t.stoppedEarly(), t.curve(), t.test(),
                    t.testSlices(), t.validation(), t.reachBefore(), t.reachAfter(), history, t.samples(),
                    t.weightHash(), t.predictionHash()));
        }
        RunResults r = data.results();
        Report report = new Report(new ReportData(new RunResults(r.name(), r.description(), r.specHash(), r.datasets(),
                r.models(), r.seeds(), trials, r.summary()), data.resultsHash(), data.timing(), data.provenance(),
                data.spec(), data.resolved()));
        return GradientTables.html(report, r.datasets().get(0));
    }

    @Test
    void showsDecayGatesAndNormsBeforeAndAfter() {
        String html = html(new GradientHistory(List.of(point(0, 8, 0.01, 3), point(50, 16, 0.02, 7),
                point(90, Double.POSITIVE_INFINITY, 0.5, 31)), new UpdateNorms(UpdateNorms.bin(1f), new long[] {3, 1},
                2, 9), List.of()));

        assertThat(html).contains("8.00").contains("∞").contains("layer0.forgetGate").contains("31.0").contains("12.5 %")
                .contains("50.0 %").contains("as the model learns");
        // A training that exploded tells of it.
        assertThat(html).contains("1 of ");
    }

    @Test
    void aTrainingThatWasNotFollowedHasNoFigureOfWhatHappenedInIt() {
        String html = html(new GradientHistory(List.of(point(0, 8, 0.01, 3), point(90, 4, 0.5, 31)), UpdateNorms.NONE,
                List.of()));

        assertThat(html).contains("Half-life").doesNotContain("as the model learns");
    }

    @Test
    void resultsOfAnEarlierVersionHaveNone() {
        assertThat(html(null)).isEmpty();
    }
}
