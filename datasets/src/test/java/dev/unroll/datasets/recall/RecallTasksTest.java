package dev.unroll.datasets.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecallTasksTest {

    static Stream<Arguments> chances() {
        return Stream.of(Arguments.of(new DelayedRecallFactory(), "{'lags': 40}", 1 / 8.0),
                Arguments.of(new SelectiveCopyingFactory(), "{'lengths': 40}", 1 / 14.0),
                Arguments.of(new InductionHeadsFactory(), "{'length': 40, 'testLengths': [40]}", 1 / 15.0),
                Arguments.of(new AssociativeRecallFactory(), "{'pairs': 4}", 1 / 4.0));
    }

    @ParameterizedTest
    @MethodSource("chances")
    void guessingScoresChance(DatasetFactory<?> factory, String keys, double chance) {
        assertThat(Samples.baselineAccuracy(Samples.dataset(factory, keys), Part.TEST, 2_000))
                .isCloseTo(chance, within(Samples.spread(chance, 2_000)));
    }

    @ParameterizedTest
    @MethodSource("chances")
    void noExampleIsInTwoParts(DatasetFactory<?> factory, String keys, double chance) {
        SequenceDataset dataset = Samples.dataset(factory, keys);
        Set<String> examples = new HashSet<>();
        for (Part part : Part.values()) {
            Samples.of(dataset, part, 1_000).forEach(sample -> examples.add(Arrays.toString(sample.tokens())));
        }
        assertThat(examples).hasSize(3_000);
    }

    @Test
    void theFirstSymbolIsRecalledAfterEachLagEquallyOften() {
        SequenceDataset dataset = Samples.dataset(new DelayedRecallFactory(),
                "{'lags': [0, 4, 30], 'cues': 3, 'distractors': 4}");
        int[] slices = new int[3];
        int[] cues = new int[3];
        int[] distractors = new int[8];
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 6_000)) {
            int[] x = sample.tokens();
            assertThat(x).hasSize(List.of(2, 6, 32).get(sample.slice())).endsWith(7);
            assertThat(x[0]).isEqualTo(sample.label()).isLessThan(3);
            for (int t = 1; t < x.length - 1; t++) {
                assertThat(x[t]).isBetween(3, 6);
                distractors[x[t]]++;
            }
            slices[sample.slice()]++;
            cues[sample.label()]++;
        }
        for (int count : slices) {
            assertThat(count / 6_000.0).isCloseTo(1 / 3.0, within(Samples.spread(1 / 3.0, 6_000)));
        }
        for (int count : cues) {
            assertThat(count / 6_000.0).isCloseTo(1 / 3.0, within(Samples.spread(1 / 3.0, 6_000)));
        }
        double all = Arrays.stream(distractors).sum();
        for (int symbol = 3; symbol < 7; symbol++) {
            assertThat(distractors[symbol] / all).isCloseTo(0.25, within(Samples.spread(0.25, (int) all)));
        }
        assertThat(dataset.slices()).containsExactly("lag 0", "lag 4", "lag 30");
    }

    @Test
    void scatteredSymbolsAreRepeatedInOrder() {
        SequenceDataset dataset = Samples.dataset(new SelectiveCopyingFactory(),
                "{'lengths': [8, 20], 'copyLength': 3, 'alphabet': 8}");
        int[] places = new int[8];
        int eights = 0;
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 6_000)) {
            String word = sample.word("01234567_?");
            String symbols = word.replaceAll("[_?]", "");
            int length = sample.slice() == 0 ? 8 : 20;
            assertThat(symbols).hasSize(3);
            assertThat(word).hasSize(length + 3).endsWith("???").matches("[^?]*[?]{3}");
            assertThat(sample.targets("01234567")).isEqualTo(".".repeat(length) + symbols);
            for (int t = 0; t < 8 && length == 8; t++) {
                places[t] += word.charAt(t) == '_' ? 0 : 1;
            }
            eights += length == 8 ? 1 : 0;
        }
        for (int count : places) {
            assertThat((double) count / eights).isCloseTo(3 / 8.0, within(Samples.spread(3 / 8.0, eights)));
        }
        assertThat(Samples.of(Samples.dataset(new SelectiveCopyingFactory(), "{}"), Part.TEST, 1).get(0).tokens())
                .hasSize(272);
    }

    /** What stood behind the last symbol when it came before. */
    private static int induction(int[] x) {
        int special = x[x.length - 1];
        List<Integer> before = IntStream.range(0, x.length - 1).filter(t -> x[t] == special).boxed().toList();
        assertThat(before).hasSize(1);
        return x[before.get(0) + 1];
    }

    @Test
    void whatFollowedTheSpecialSymbolIsAskedFor() {
        assertThat(induction(new int[] {4, 1, 7, 6, 0, 2, 2, 7})).isEqualTo(6);
        SequenceDataset dataset = Samples.dataset(new InductionHeadsFactory(),
                "{'length': 6, 'testLengths': [4, 6, 50], 'alphabet': 8}");
        int[] places = new int[6];
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 4_000)) {
            assertThat(sample.tokens()).hasSize(6);
            assertThat(sample.label()).isEqualTo(induction(sample.tokens()));
            places[IntStream.range(0, 6).filter(t -> sample.tokens()[t] == 7).findFirst().getAsInt()]++;
        }
        for (int t = 0; t < 4; t++) {
            assertThat(places[t] / 4_000.0).isCloseTo(0.25, within(Samples.spread(0.25, 4_000)));
        }
        Map<Integer, Integer> lengths = new TreeMap<>();
        for (Sample sample : Samples.of(dataset, Part.TEST, 600)) {
            assertThat(sample.label()).isEqualTo(induction(sample.tokens()));
            assertThat(dataset.slices().get(sample.slice())).isEqualTo("length " + sample.tokens().length);
            lengths.merge(sample.tokens().length, 1, Integer::sum);
        }
        assertThat(lengths.keySet()).containsExactly(4, 6, 50);
    }

    @Test
    void everyKeyIsAnsweredWithItsValue() {
        SequenceDataset dataset = Samples.dataset(new AssociativeRecallFactory(),
                "{'length': 20, 'pairs': [1, 2, 5], 'vocabulary': 24}");
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 1_000)) {
            int pairs = List.of(1, 2, 5).get(sample.slice());
            int[] x = sample.tokens();
            assertThat(x).hasSize(20);
            Map<Integer, Integer> valueOf = new TreeMap<>();
            for (int i = 0; i < pairs; i++) {
                assertThat(x[2 * i]).isBetween(1, 11);
                assertThat(x[2 * i + 1]).isBetween(12, 23);
                assertThat(valueOf.put(x[2 * i], x[2 * i + 1])).isNull();
            }
            assertThat(Set.copyOf(valueOf.values())).hasSize(pairs);
            Set<Integer> asked = new HashSet<>();
            for (int t = 0; t < 20; t++) {
                if (sample.weights()[t] > 0) {
                    assertThat(t).isGreaterThanOrEqualTo(2 * pairs).isEven();
                    assertThat(sample.classes()[t]).isEqualTo(valueOf.get(x[t]));
                    asked.add(x[t]);
                }
            }
            assertThat(asked).isEqualTo(valueOf.keySet());
        }
        assertThat(dataset.slices()).containsExactly("1 pair", "2 pairs", "5 pairs");
    }

    @Test
    void queriesComeSoonByAPowerLaw() {
        SequenceDataset dataset = Samples.dataset(new AssociativeRecallFactory(), "{'length': 12, 'pairs': 1, "
                + "'power': 0.5}");
        double[] counts = new double[5];
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 10_000)) {
            counts[IntStream.range(0, 12).filter(t -> sample.weights()[t] > 0).findFirst().getAsInt() / 2 - 1]++;
        }
        double[] law = IntStream.range(1, 6).mapToDouble(i -> 1 / Math.sqrt(i)).toArray();
        double sum = Arrays.stream(law).sum();
        for (int i = 0; i < 5; i++) {
            assertThat(counts[i] / 10_000).isCloseTo(law[i] / sum, within(Samples.spread(law[i] / sum, 10_000)));
        }
    }

    @Test
    void allPlacesCanBeTaken() {
        SequenceDataset dataset = Samples.dataset(new AssociativeRecallFactory(), "{'length': 64, 'pairs': [16]}");
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 50)) {
            String asked = IntStream.range(32, 64).mapToObj(t -> sample.weights()[t] > 0 ? "1" : "0")
                    .collect(Collectors.joining());
            assertThat(asked).isEqualTo("10".repeat(16));
        }
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> new DelayedRecallSpec(List.of(), null, null, null, null, null))
                .hasMessage("lags must hold at least one number; got none");
        assertThatThrownBy(() -> new DelayedRecallSpec(List.of(5, 5), null, null, null, null, null))
                .hasMessage("lags must ascend; got 5 after 5");
        assertThatThrownBy(() -> new SelectiveCopyingSpec(List.of(10), null, null, null, null, null))
                .hasMessage("lengths must be at least 16; got 10");
        assertThatThrownBy(() -> new AssociativeRecallSpec(63, null, null, null, null, null, null))
                .hasMessage("length must be even, for queries stand two steps apart; got 63");
        assertThatThrownBy(() -> new AssociativeRecallSpec(64, List.of(17), null, null, null, null, null))
                .hasMessage("pairs must be at most 16; got 17");
        assertThatThrownBy(() -> new AssociativeRecallSpec(64, List.of(16), 33, null, null, null, null))
                .hasMessage("vocabulary must be at least 34; got 33");
    }
}
