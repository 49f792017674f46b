package dev.unroll.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.json.CanonicalJson;
import dev.unroll.run.ItemScores;
import dev.unroll.run.RunResults;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStatisticsTest {

    /** Errors of model a about 1 and of b about 2, of a baseline 4. */
    private static final RunResults RESULTS = SimulatedRun.of(3, 2, 5, false,
            (task, model, seed) -> 1 + model + 0.1 * ((seed * (3 + model) + task) % 5));

    private static Statistic find(List<Statistic> all, String task, String model, String other, String name) {
        return all.stream().filter(one -> one.task().equals(task) && one.model().equals(model)
                && one.other().equals(other) && one.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Statistic> statistics() {
        return RunStatistics.of(RESULTS, id -> Optional.empty());
    }

    @Test
    void everyNumberOfTheVerdictIsThere() {
        List<Statistic> all = statistics();

        assertThat(find(all, "0", "a", "", "score").value()).isCloseTo(1.2, within(1e-12));
        assertThat(find(all, "0", "a", "", "best score").value()).isEqualTo(1);
        assertThat(find(all, "0", "a", "", "worst score").value()).isEqualTo(1.4);
        assertThat(find(all, "0", "a", "", "median score").value()).isCloseTo(1.2, within(1e-12));
        assertThat(find(all, "0", "a", "", "skill").value()).isCloseTo(0.7, within(1e-12));
        Statistic difference = find(all, "0", "a", "b", "difference");
        assertThat(difference.value()).as("a less b, in the metric's own direction").isCloseTo(-1, within(1e-12));
        assertThat(difference.lower()).isLessThan(-1);
        assertThat(difference.n()).isEqualTo(5);
        assertThat(find(all, "0", "a", "b", "Cliff delta").value()).isEqualTo(-1);
        assertThat(find(all, "0", "a", "naive", "difference").value()).isCloseTo(1.2 - 4, within(1e-12));
        assertThat(find(all, "0", "a", "b", "p after Holm").n()).as("three tasks and all together").isEqualTo(4);
    }

    @Test
    void allTasksTogetherHaveTheirNumbers() {
        List<Statistic> all = statistics();
        Statistic iqm = find(all, "", "a", "", "interquartile mean of skills");

        assertThat(iqm.value()).isBetween(0.69, 0.71);
        assertThat(iqm.lower()).isLessThan(iqm.value());
        assertThat(find(all, "", "a", "", "mean rank").value()).isEqualTo(1);
        assertThat(find(all, "", "a", "b", "probability of improvement").value()).isEqualTo(1);
        assertThat(find(all, "", "a", "b", "probability of being better on a further task").value()).isGreaterThan(0.9);
        assertThat(find(all, "", "a", "b", "difference").value()).isCloseTo(0.25, within(1e-12));
        assertThat(find(all, "", "", "", "Nemenyi critical difference").value()).isCloseTo(1.96 / Math.sqrt(3), within(1e-3));
    }

    @Test
    void itemsAreComparedSeedBySeedWhereTheyAreRightOrWrong() {
        RunResults accuracies = SimulatedRun.of(1, 2, 3, true, (task, model, seed) -> 0.5 + 0.1 * model);
        List<Statistic> all = RunStatistics.of(accuracies, id -> Optional.of(new ItemScores(
                id.contains("/a/") ? new float[] {1, 0, 0, 1, Float.NaN, 0} : new float[] {0, 1, 1, 1, Float.NaN, 0}, 1, true)));

        assertThat(all).filteredOn(one -> one.name().equals("p by McNemar, mid-p")).hasSize(3)
                .allSatisfy(one -> {
                    assertThat(one.n()).isEqualTo(3);
                    // Of 3 items, 1 against 2: 2 (1/8 + 3/8) - 3/8.
                    assertThat(one.value()).isCloseTo(0.625, within(1e-12));
                });
        assertThat(all).noneMatch(one -> one.name().contains("Diebold"));
    }

    @Test
    void errorsOfItemsAreComparedByTheirMeansOverSeeds() {
        List<Statistic> all = RunStatistics.of(RESULTS, id -> {
            float[] errors = new float[40];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = (id.contains("/b/") ? 2 : 1) + 0.1f * ((i * 7 + id.length()) % 5);
            }
            return Optional.of(new ItemScores(errors, 3, false));
        });

        assertThat(find(all, "0", "a", "b", "difference of items' losses").value()).isCloseTo(-1, within(1e-6));
        assertThat(find(all, "0", "a", "b", "p by Diebold-Mariano").value()).isLessThan(1e-6);
        assertThat(find(all, "0", "a", "b", "p by Diebold-Mariano").n()).isEqualTo(40);
    }

    @Test
    void theTableHasALineForEachAndTheSameBytes() {
        List<Statistic> all = statistics();
        String table = StatisticsTable.of(all);

        assertThat(table.lines()).hasSize(all.size() + 1).startsWith("task,model,other,seed,name,value,lower,upper,n");
        assertThat(StatisticsTable.of(statistics())).isEqualTo(table);
        assertThat(CanonicalJson.write(statistics())).isEqualTo(CanonicalJson.write(all)).doesNotContain("NaN");
    }

    /** Numbers of one pair must not move when a third model joins, but for the corrections. */
    @Test
    void resamplesOfAPairDependOnNobodyElse() {
        RunResults three = SimulatedRun.of(3, 3, 5, false,
                (task, model, seed) -> 1 + model + 0.1 * ((seed * (3 + model) + task) % 5));

        assertThat(find(RunStatistics.of(three, id -> Optional.empty()), "0", "a", "b", "difference by bootstrap"))
                .isEqualTo(find(statistics(), "0", "a", "b", "difference by bootstrap"));
    }

    @Test
    void ofManyModelsOnlyTheComparisonsWithTheFirstAreListed() {
        RunResults many = SimulatedRun.of(1, 14, 3, false, (task, model, seed) -> 3 - 0.1 * model + 0.01 * (seed * model % 3));
        List<Statistic> all = RunStatistics.of(many, id -> Optional.empty());

        assertThat(all).filteredOn(one -> one.name().equals("p")).filteredOn(one -> !one.other().equals("naive"))
                .hasSize(13).allMatch(one -> one.model().equals("n"));
        assertThat(find(all, "0", "n", "a", "p after Holm").n()).isEqualTo(91);
    }
}
