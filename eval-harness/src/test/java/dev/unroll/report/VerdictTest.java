package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.comparison.Comparison;
import dev.unroll.comparison.RunComparisons;
import dev.unroll.comparison.SimulatedRun;
import dev.unroll.comparison.Standing;
import dev.unroll.report.Verdict.Outcome;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.RunTiming;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final double NONE = Double.NaN;

    @Test
    void lowestErrorWinsWhenEveryPairedDifferenceIsClearOfZero() {
        Verdict verdict = lowerIsBetter(0.5, new double[] {0.10, 0.11, 0.12}, new double[] {0.20, 0.21, 0.23});

        assertThat(verdict.outcome()).isEqualTo(Outcome.WINNER);
        assertThat(verdict.winner()).isEqualTo("a");
        assertThat(verdict.beating()).containsExactly("a", "b");
        assertThat(VerdictText.detail(verdict)).contains("The a is best", "behind by", "3 shared seeds",
                "All models beat");
    }

    @Test
    void highestAccuracyWinsWhenHigherIsBetter() {
        Verdict verdict = verdict(true, "task", 0.5, new double[] {0.80, 0.81, 0.82}, new double[] {0.90, 0.91, 0.93});

        assertThat(verdict.winner()).isEqualTo("b");
        assertThat(verdict.behind().get(0).mean()).isCloseTo(0.31 / 3, within(1e-12));
    }

    @Test
    void whoIsShownToBeAheadRanksBeforeALuckierMean() {
        Verdict verdict = verdict(true, "task", 0.1, new double[] {0.80, 0.80, 0.81, Double.NaN, Double.NaN},
                new double[] {0.85, 0.851, 0.86, 0.5, 0.5});

        assertThat(verdict.winner()).isEqualTo("b");
        assertThat(verdict.ranking().get(1).rank()).isEqualTo("2");
        assertThat(VerdictText.detail(verdict)).contains("The b is best", "Next is the a", "on 3 of 5 seeds");
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 2, 10)).contains("next, the a, 0.803 on 3 of 5 seeds");
    }

    @Test
    void intervalIsStudentsOverPairedDifferences() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 2, 3}, new double[] {2, 4, 6});

        // Differences 1, 2, 3: mean 2, deviation 1, t(2) = 4.302653.
        assertThat(verdict.behind().get(0).lower()).isCloseTo(2 - 4.302653 / Math.sqrt(3), within(1e-6));
        assertThat(verdict.behind().get(0).upper()).isCloseTo(2 + 4.302653 / Math.sqrt(3), within(1e-6));
    }

    @Test
    void pairingShowsADifferenceThatSpreadBetweenSeedsWouldHide() {
        Verdict verdict = lowerIsBetter(99, new double[] {1, 5, 9}, new double[] {1.1, 5.1, 9.12});

        assertThat(verdict.outcome()).isEqualTo(Outcome.WINNER);
    }

    @Test
    void leadIsSharedWhenTheIntervalCoversZero() {
        Verdict verdict = lowerIsBetter(0.5, new double[] {0.10, 0.13, 0.11}, new double[] {0.12, 0.11, 0.12},
                new double[] {0.30, 0.31, 0.32});

        assertThat(verdict.outcome()).isEqualTo(Outcome.SHARED_LEAD);
        assertThat(verdict.winner()).isNull();
        assertThat(verdict.leaders()).containsExactly("a", "b");
        assertThat(VerdictText.detail(verdict)).contains("no difference could be shown", "The c is shown to be behind");
    }

    @Test
    void equalScoresShareTheLead() {
        assertThat(lowerIsBetter(0.5, new double[] {0.1, 0.1, 0.1}, new double[] {0.1, 0.1, 0.1}).outcome())
                .isEqualTo(Outcome.SHARED_LEAD);
    }

    @Test
    void nobodyWinsWhereNoModelBeatsTheBaseline() {
        Verdict verdict = lowerIsBetter(0.105, new double[] {0.10, 0.11, 0.12}, new double[] {0.20, 0.21, 0.23});

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOTHING_LEARNED);
        assertThat(verdict.winner()).isNull();
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 0, 6))
                .contains("no model is shown to beat the best naive baseline (“naive”).");
    }

    @Test
    void aSharedLeadIsToldWithScoresAndWithWhoFailsToBeatTheBaseline() {
        Verdict verdict = lowerIsBetter(0.17, new double[] {0.010, 0.012, 0.014}, new double[] {0.011, 0.010, 0.016},
                new double[] {0.170, 0.171, 0.172});

        assertThat(verdict.outcome()).isEqualTo(Outcome.SHARED_LEAD);
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 0, 9)).isEqualTo(
                "On d the a (m 0.0120) and the b (0.0123) lead, with no difference shown between them (to tell it from the "
                        + "b would take about 309 seeds); the c (0.171) is behind and not shown to beat the best naive baseline (“naive”, 0.170).");
    }

    @Test
    void learningOnANegativeControlIsSuspicious() {
        Verdict verdict = verdict(false, "A negative control", 0.5, new double[] {0.1, 0.11, 0.12}, new double[] {0.9, 0.8, 0.9});

        assertThat(verdict.suspicious()).containsExactly("a");
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 0, 4)).contains("Beware", "look for a leak");
    }

    @Test
    void notLearningOnANegativeControlIsAsItShouldBe() {
        Verdict verdict = verdict(false, "A negative control", 0.5, new double[] {0.6, 0.61}, new double[] {0.9, 0.8});

        assertThat(verdict.suspicious()).isEmpty();
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 0, 4)).contains("as it should be");
    }

    @Test
    void bestBaselineIsTheOneToBeat() {
        Verdict verdict = Verdict.of(results(false, "task", Map.of("mean", Map.of("m", 0.5), "last value",
                Map.of("m", 0.2)),
                new double[] {0.3, 0.31})).get(0);

        assertThat(verdict.baseline().name()).isEqualTo("last value");
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOTHING_LEARNED);
    }

    @Test
    void oneSeedShowsNothing() {
        Verdict verdict = lowerIsBetter(0.5, new double[] {0.1}, new double[] {0.2});

        assertThat(verdict.winner()).isNull();
        assertThat(verdict.beating()).isEmpty();
        assertThat(VerdictText.detail(verdict)).contains("over 1 seed", "fewer than three seeds can't show it");
    }

    @Test
    void withoutBaselineTheLeadStillNeedsTwoSeeds() {
        Verdict verdict = Verdict.of(results(false, "task", Map.of(), new double[] {0.1}, new double[] {0.2})).get(0);

        assertThat(verdict.outcome()).isEqualTo(Outcome.SHARED_LEAD);
        assertThat(VerdictText.detail(verdict)).contains("share 1 seed and a comparison needs three");
    }

    @Test
    void onlySeedsBothCompletedArePaired() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 2, 3}, new double[] {2, NONE, 4});

        assertThat(verdict.behind().get(0).seeds()).isEqualTo(2);
        assertThat(verdict.behind().get(0).mean()).isEqualTo(1);
    }

    @Test
    void modelWithoutACompletedTrialIsNotRanked() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 1.1, 1.2}, new double[] {NONE, NONE, NONE});

        assertThat(verdict.unscored()).containsExactly("b");
        assertThat(verdict.outcome()).isEqualTo(Outcome.ALONE);
        assertThat(VerdictText.detail(verdict)).contains("No trial of the b was completed");
    }

    @Test
    void runWithoutAnyScoreSaysSo() {
        Verdict verdict = lowerIsBetter(9, new double[] {NONE}, new double[] {NONE});

        assertThat(verdict.outcome()).isEqualTo(Outcome.NO_SCORES);
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 2, 2)).contains("no trial was completed", "2 of 2");
    }

    @Test
    void twoSeedsShowNothingHoweverMuchTheyAgree() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 1.001}, new double[] {2, 2.001});

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOTHING_LEARNED);
        assertThat(verdict.leaders()).containsExactly("a", "b");
    }

    /** Differences 1, 2, 3: p = 0.074 for one comparison. */
    @Test
    void whatIsNotShownIsToldWithTheSeedsThatItWouldTake() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 2, 3}, new double[] {2, 4, 6});

        assertThat(verdict.outcome()).isEqualTo(Outcome.SHARED_LEAD);
        assertThat(VerdictText.detail(verdict)).contains("no difference could be shown: it is behind by 2.0",
                "3 shared seeds; p = 0.074)", "would take about 5 seeds", "3 show one of 3.3 in 80 % of cases");
    }

    /** b and c differ by the same on every seed, so that Holm's method counts the two others when it comes to a and c. */
    @Test
    void correctionIsForAllComparisonsOfTheRun() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 1, 1}, new double[] {1.19, 1.2, 1.24},
                new double[] {1.39, 1.4, 1.44});

        Comparison farthest = verdict.behind().get(1).comparison();
        assertThat(farthest.familySize()).isEqualTo(3);
        assertThat(farthest.adjusted()).isCloseTo(2 * farthest.test().p(), within(1e-12));
        assertThat(VerdictText.detail(verdict)).contains("after correction for 3 comparisons");
    }

    @Test
    void seedsAreToldForEachThatSharesTheLead() {
        Verdict verdict = lowerIsBetter(9, new double[] {1, 2, 3}, new double[] {1.1, 1.9, 3.2}, new double[] {2, 4, 6});

        assertThat(verdict.leaders()).containsExactly("a", "b", "c");
        assertThat(VerdictText.overall(List.of(verdict), "", noTimes(), 0, 9))
                .contains("(to tell it from the b would take about ", " seeds and from the c would take about 6 seeds)");
    }

    @Test
    void ranksAreAsWideAsWhatIsNotShown() {
        Verdict verdict = lowerIsBetter(0.5, new double[] {0.10, 0.13, 0.11}, new double[] {0.12, 0.11, 0.12},
                new double[] {0.30, 0.31, 0.32});

        assertThat(verdict.ranking()).extracting(Standing.Score::rank).containsExactly("1–2", "1–2", "3");
    }

    @Test
    void allTasksTogetherAreComparedBySkill() {
        RunComparisons clear = RunComparisons.of(SimulatedRun.of(3, 3, 5, false,
                (task, model, seed) -> 0.4 + 0.8 * model + 0.01 * task + 0.003 * (seed * (model + 1) % 5)));
        RunComparisons alike = RunComparisons.of(SimulatedRun.of(3, 2, 3, false,
                (task, model, seed) -> 1 + 0.1 * ((seed + model + task) % 3)));

        assertThat(VerdictText.together(Standing.overall(clear), 3)).isEqualTo("Over the 3 tasks together the a (mean skill "
                + "0.90) is best; 0 is the best naive baseline, 1 a perfect score; next, the b (0.70).");
        assertThat(VerdictText.together(Standing.overall(alike), 3)).startsWith(
                "Over the 3 tasks together no difference could be shown between the a (mean skill 0.72) and the b (0.72)");
        assertThat(VerdictText.together(Standing.overall(clear), 1)).isEmpty();
        RunComparisons worse = RunComparisons.of(SimulatedRun.of(3, 2, 5, false,
                (task, model, seed) -> 5.18 + 2 * model + 0.01 * (seed * (model + 1) % 5)));
        assertThat(VerdictText.together(Standing.overall(worse), 3)).isEqualTo("Over the 3 tasks together no model is "
                + "shown to beat the best naive baselines; the first in rank is the a (mean skill \u22120.30); 0 is "
                + "the best naive baseline, 1 a perfect score.");
    }

    private static Verdict lowerIsBetter(double baseline, double[]... scores) {
        return verdict(false, "task", baseline, scores);
    }

    private static Verdict verdict(boolean higherIsBetter, String description, double baseline, double[]... scores) {
        return Verdict.of(results(higherIsBetter, description, Map.of("naive", Map.of("m", baseline)), scores)).get(0);
    }

    private static SpeedRanking noTimes() {
        return new SpeedRanking(results(false, "task", Map.of()), new RunTiming(List.of(), List.of(), Map.of()));
    }

    /** Models a, b, c ... with a score per seed; NaN for a trial that diverged. */
    private static RunResults results(boolean higherIsBetter, String description, Map<String, Map<String,
            Double>> baselines,
            double[]... scores) {
        List<ModelResult> models = new ArrayList<>();
        List<TrialResult> trials = new ArrayList<>();
        for (int m = 0; m < scores.length; m++) {
            String name = Character.toString('a' + m);
            models.add(new ModelResult(name, name, "", Map.of()));
            for (int s = 0; s < scores[m].length; s++) {
                boolean completed = !Double.isNaN(scores[m][s]);
                trials.add(new TrialResult("d/" + name + "/" + s, "d", name, s, completed ? Status.COMPLETED
                        : Status.DIVERGED,
                        "", 1, 1, 1, false, List.of(), completed ? Map.of("m", scores[m][s]) 
                                : Map.of(), Map.of(), Map.of(), null, null,
                        null, "", ""));
            }
        }
        DatasetResult dataset = new DatasetResult("d", "d", description, "", 1, 1, 1, false, "", "", "m",
                higherIsBetter, "", baselines, Map.of(), List.of(), "");
        int seeds = Arrays.stream(scores).mapToInt(each -> each.length).max().orElse(0);
        return new RunResults("run", "", "", List.of(dataset), models, LongStream.range(0, seeds).boxed().toList(), trials,
                List.of());
    }
}
