package dev.unroll.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.split.Split.Examples;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

    private static final String[] ALL = {"random", "stratified", "grouped", "ordered", "official"};

    private static Examples examples(int n) {
        boolean[] official = new boolean[n];
        Arrays.fill(official, 3 * n / 4, n, true);
        return new Examples("the data", n, IntStream.range(0, n).map(i -> i % 10 == 0 ? 1 : 0).toArray(),
                IntStream.range(0, n).map(i -> i * 7 % 31).toArray(), official);
    }

    private static Split split(String way, Integer folds, Integer fold, Double dataFraction, int n, long seed) {
        SplitKeys keys = SplitKeys.complete(new SplitKeys(way, 0.6, 0.2, folds, fold, dataFraction), 0.7, 0.1, ALL);
        return Split.of(keys, examples(n), Randomness.of(seed, Purpose.SPLITTING));
    }

    private static int[] together(Split split) {
        return Arrays.stream(Part.values()).flatMapToInt(part -> Arrays.stream(split.examples(part))).sorted()
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "stratified", "grouped", "ordered", "official"})
    void everyExampleIsInExactlyOnePart(String way) {
        for (int n : new int[] {64, 129, 1_000}) {
            assertThat(together(split(way, null, null, null, n, n))).isEqualTo(IntStream.range(0, n).toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "stratified", "grouped"})
    void everyExampleIsInTheTestPartOfExactlyOneFold(String way) {
        int[] tested = IntStream.rangeClosed(1, 5)
                .flatMap(fold -> Arrays.stream(split(way, 5, fold, null, 333, 2).examples(Part.TEST))).sorted()
                .toArray();
        assertThat(tested).isEqualTo(IntStream.range(0, 333).toArray());
        for (int fold = 1; fold <= 5; fold++) {
            Split split = split(way, 5, fold, null, 333, 2);
            assertThat(together(split)).isEqualTo(IntStream.range(0, 333).toArray());
            assertThat(split.size(Part.VALIDATION)).isBetween(50, 85);
        }
    }

    @Test
    void groupsStayTogether() {
        for (Integer fold : new Integer[] {null, 2}) {
            Split split = split("grouped", fold == null ? null : 4, fold, null, 500, 3);
            Set<Integer> seen = new HashSet<>();
            for (Part part : Part.values()) {
                Set<Integer> groups = new HashSet<>();
                for (int example : split.examples(part)) {
                    groups.add(example * 7 % 31);
                }
                assertThat(seen).doesNotContainAnyElementsOf(groups);
                seen.addAll(groups);
            }
        }
    }

    @Test
    void classesHaveTheSameSharesInEveryPart() {
        Split split = split("stratified", null, null, null, 1_000, 4);
        for (Part part : Part.values()) {
            long rare = Arrays.stream(split.examples(part)).filter(i -> i % 10 == 0).count();
            assertThat(rare * 10).isEqualTo(split.size(part));
        }
    }

    @Test
    void inOrderOfTimeThePastTrainsAndTheFutureTests() {
        for (int fold = 1; fold <= 4; fold++) {
            Split split = split("ordered", 4, fold, null, 100, 5);
            assertThat(split.examples(Part.TEST))
                    .isEqualTo(IntStream.range(20 * fold, 20 * fold + 20).toArray());
            int lastTrained = split.example(Part.TRAIN, split.size(Part.TRAIN) - 1);
            assertThat(lastTrained).isLessThan(split.example(Part.VALIDATION, 0));
            assertThat(split.example(Part.VALIDATION, split.size(Part.VALIDATION) - 1)).isEqualTo(20 * fold - 1);
        }
    }

    @Test
    void thePublishedTestPartIsKept() {
        Split split = split("official", null, null, null, 400, 6);
        assertThat(split.examples(Part.TEST)).isEqualTo(IntStream.range(300, 400).toArray());
        assertThat(split.size(Part.VALIDATION)).isBetween(50, 70);
    }

    @ParameterizedTest
    @CsvSource({"random, 0.25", "stratified, 0.25", "ordered, 0.25"})
    void aSmallerShareOfTheDataIsPartOfALargerOne(String way, double fraction) {
        Set<Integer> whole = asSet(split(way, null, null, null, 800, 7));
        Set<Integer> half = asSet(split(way, null, null, 2 * fraction, 800, 7));
        Set<Integer> quarter = asSet(split(way, null, null, fraction, 800, 7));
        assertThat(whole).containsAll(half).hasSize(480);
        assertThat(half).containsAll(quarter).hasSize(240);
        assertThat(quarter).hasSize(120);
        assertThat(split(way, null, null, fraction, 800, 7).examples(Part.TEST))
                .isEqualTo(split(way, null, null, null, 800, 7).examples(Part.TEST));
    }

    private static Set<Integer> asSet(Split split) {
        Set<Integer> set = new HashSet<>();
        Arrays.stream(split.examples(Part.TRAIN)).forEach(set::add);
        return set;
    }

    @Test
    void theSeedDecides() {
        assertThat(split("random", null, null, null, 100, 1).examples(Part.TEST))
                .isEqualTo(split("random", null, null, null, 100, 1).examples(Part.TEST))
                .isNotEqualTo(split("random", null, null, null, 100, 2).examples(Part.TEST));
    }

    @Test
    void whatCannotBeSplitIsRefused() {
        SplitKeys stratified = SplitKeys.complete(new SplitKeys("stratified", null, null, null, null, null), 0.7, 0.1,
                ALL);
        assertThatThrownBy(() -> Split.of(stratified, new Examples("the data", 9, null, null, null),
                Randomness.of(1, Purpose.SPLITTING))).isInstanceOf(DataException.class)
                .hasMessage("split stratified needs a class per example; the data has none; choose another split");
        assertThatThrownBy(() -> split("random", null, null, null, 2, 1)).isInstanceOf(DataException.class)
                .hasMessageStartingWith("the validation part of the data must hold at least one example; of 2");
        assertThatThrownBy(() -> new SplitKeys(null, null, null, 5, null, null))
                .hasMessageStartingWith("fold must be given with folds");
        assertThatThrownBy(() -> new SplitKeys(null, null, null, 5, 6, null)).hasMessage("fold must be at most 5; got "
                + "6");
        assertThatThrownBy(() -> SplitKeys.complete(new SplitKeys("official", null, null, 5, 1, null), 0.7, 0.1, ALL))
                .hasMessageStartingWith("folds must not be given with split official");
    }
}
