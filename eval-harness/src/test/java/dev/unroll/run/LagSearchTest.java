package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.run.LagSearch.Found;
import dev.unroll.run.LagSearch.Tried;
import dev.unroll.run.RunResults.DatasetResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LagSearchTest {

    private static DatasetResult dataset(String metric, boolean higher, double... baselines) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        for (double baseline : baselines) {
            scores.put("baseline " + baseline, Map.of(metric, baseline));
        }
        return new DatasetResult("d", "d", "", "", 1, 1, 1, false, "", "", metric, higher, "", scores, Map.of(),
                List.of(), "");
    }

    @Test
    void solvedIsNearlyAllRightOrATenthOfTheBestBaselinesError() {
        DatasetResult classes = dataset("accuracy", true, 0.5);
        DatasetResult values = dataset("MSE", false, 0.17, 0.2);

        assertThat(LagSearch.solves(0.99, classes)).isTrue();
        assertThat(LagSearch.solves(0.98, classes)).isFalse();
        assertThat(LagSearch.solves(0.016, values)).isTrue();
        assertThat(LagSearch.solves(0.018, values)).isFalse();
        assertThat(LagSearch.solves(Double.NaN, values)).isFalse();
    }

    /** Answers right after 23 updates; a lag leaves 60 less its steps. */
    private static LagSearch search(int needed, List<String> told) {
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> count >= 23 ? 0 : 1, count -> 1));
        return new LagSearch(kinds, lag -> new SpecReader(kinds).read("t.yaml", """
                name: t
                datasets: [{kind: counting}]
                models: [{kind: scripted}]
                train: {optimizer: sgd, learningRate: 1, updates: UPDATES, batchSize: 3, keepBest: false}
                seeds: [1, 2]
                """.replace("UPDATES", Integer.toString(Math.max(1, 60 - lag)))), needed, 2, told::add);
    }

    @Test
    void doublesUntilALagIsNotSolvedAndHalvesWhatLiesBetween() {
        List<String> told = new ArrayList<>();
        Found found = search(2, told).search("scripted", 2, 64).orElseThrow();

        assertThat(found.tried()).extracting(Tried::lag).containsExactly(2, 4, 8, 16, 32, 36, 40, 48, 64);
        assertThat(found.longest()).isEqualTo(36);
        assertThat(found.failed()).isEqualTo(40);
        assertThat(found.tried().get(5).scores()).isEqualTo(Map.of(1L, 0.0, 2L, 0.0));
        assertThat(told).hasSize(9).startsWith("scripted, lag 2: solved by 2 of 2 seeds");
    }

    @Test
    void endsAtTheLongestLagThatMayBeTried() {
        Found found = search(1, new ArrayList<>()).search("scripted", 5, 30).orElseThrow();

        assertThat(found.tried()).extracting(Tried::lag).containsExactly(5, 10, 20, 30);
        assertThat(found.longest()).isEqualTo(30);
        assertThat(found.failed()).isNull();
    }

    @Test
    void findsNoneWhereTheShortestIsNotSolved() {
        Found found = search(1, new ArrayList<>()).search("scripted", 50, 64).orElseThrow();

        assertThat(found.longest()).isNull();
        assertThat(found.failed()).isEqualTo(50);
    }
}
