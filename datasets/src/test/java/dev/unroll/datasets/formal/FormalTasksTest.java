package dev.unroll.datasets.formal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer is checked by a solver that works another way than the generator, which the worked examples check. */
class FormalTasksTest {

    private static final String SHORT = "{'maxLength': 9, 'maxTestLength': 60, 'trainSize': 4000, 'testSize': 2000}";

    static Stream<Arguments> classTasks() {
        return Stream.of(
                Arguments.of(new ParityFactory(), "ab", (Function<String, Integer>) FormalTasksTest::parity, "abbab",
                        1),
                Arguments.of(new EvenPairsFactory(), "ab", (Function<String, Integer>) FormalTasksTest::changes,
                        "abbab", 1),
                Arguments.of(new CycleNavigationFactory(), "0+-", (Function<String, Integer>) FormalTasksTest::walk,
                        "+0+-+", 2),
                Arguments.of(new ModularArithmeticFactory(), "01234+-*",
                        (Function<String, Integer>) FormalTasksTest::value, "1+2*3-4", 3));
    }

    private static int parity(String word) {
        return word.replace("a", "").length() % 2;
    }

    private static int changes(String word) {
        int changes = 0;
        for (int i = 1; i < word.length(); i++) {
            changes += word.charAt(i) != word.charAt(i - 1) ? 1 : 0;
        }
        return changes % 2;
    }

    private static int walk(String word) {
        int forward = word.replaceAll("[^+]", "").length() - word.replaceAll("[^-]", "").length();
        return Math.floorMod(forward, 5);
    }

    /** Evaluates without any modulus until the end: terms first, then their sum. */
    private static int value(String word) {
        BigInteger sum = BigInteger.ZERO;
        for (String term : word.replace("-", "+-").split("\\+")) {
            BigInteger product = term.startsWith("-") ? BigInteger.ONE.negate() : BigInteger.ONE;
            for (String digit : term.replace("-", "").split("\\*")) {
                product = product.multiply(new BigInteger(digit));
            }
            sum = sum.add(product);
        }
        return sum.mod(BigInteger.valueOf(5)).intValue();
    }

    @ParameterizedTest
    @MethodSource("classTasks")
    void theClassIsTheSolvers(DatasetFactory<?> factory, String letters, Function<String, Integer> solver,
            String worked, int answer) {
        assertThat(solver.apply(worked)).isEqualTo(answer);
        SequenceDataset dataset = Samples.dataset(factory, SHORT);
        Set<Integer> seen = new HashSet<>();
        for (Part part : Part.values()) {
            for (Sample sample : Samples.of(dataset, part, 500)) {
                assertThat(sample.label()).isEqualTo(solver.apply(sample.word(letters)));
                seen.add(sample.label());
            }
        }
        assertThat(seen).hasSize(dataset.target().size());
    }

    static Stream<Arguments> lengthTasks() {
        return Stream.concat(classTasks().map(task -> Arguments.of(task.get()[0], 1, 0)),
                Stream.of(Arguments.of(new ReverseStringFactory(), 2, 0),
                        Arguments.of(new StackManipulationFactory(), 2, 1)));
    }

    @ParameterizedTest
    @MethodSource("lengthTasks")
    void lengthsAreUniformAndTestedLong(DatasetFactory<?> factory, int factor, int more) {
        SequenceDataset dataset = Samples.dataset(factory, SHORT);
        boolean odd = factory instanceof ModularArithmeticFactory;
        Map<Integer, Integer> counts = new HashMap<>();
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 4_000)) {
            counts.merge((sample.tokens().length - more) / factor, 1, Integer::sum);
            assertThat(sample.slice()).isZero();
        }
        if (odd) {
            assertThat(counts.keySet()).containsExactlyInAnyOrder(1, 3, 5, 7, 9);
        } else {
            assertThat(counts.keySet()).hasSize(9).allMatch(length -> length >= 1 && length <= 9);
            assertThat(counts.values()).allSatisfy(count -> assertThat(count / 4_000.0)
                    .isCloseTo(1 / 9.0, within(Samples.spread(1 / 9.0, 4_000))));
        }
        Set<Integer> slices = new HashSet<>();
        for (Sample sample : Samples.of(dataset, Part.TEST, 2_000)) {
            int length = (sample.tokens().length - more) / factor;
            assertThat(length).isBetween(odd ? 9 : 10, 60);
            String[] ends = dataset.slices().get(sample.slice()).replace("length ", "").split("–");
            assertThat(length).isBetween(Integer.parseInt(ends[0]) - (odd ? 1 : 0), Integer.parseInt(ends[1]));
            slices.add(sample.slice());
        }
        assertThat(slices).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(dataset.slices()).startsWith("trained length 1–9", "length 10–19").hasSize(6);
        assertThat(Samples.of(dataset, Part.VALIDATION, 100)).allMatch(sample -> sample.slice() == 0);
    }

    @ParameterizedTest
    @MethodSource("lengthTasks")
    void noExampleIsInTwoParts(DatasetFactory<?> factory, int factor, int more) {
        SequenceDataset dataset = Samples.dataset(factory,
                "{'minLength': 60, 'maxLength': 60, 'minTestLength': 60, 'maxTestLength': 60}");
        Set<String> words = new HashSet<>();
        for (Part part : Part.values()) {
            Samples.of(dataset, part, 1_000).forEach(sample -> words.add(Arrays.toString(sample.tokens())));
        }
        assertThat(words).hasSize(3_000);
    }

    static Stream<Arguments> chances() {
        return Stream.of(Arguments.of(new ParityFactory(), 0.5, 0.02), Arguments.of(new EvenPairsFactory(), 0.5, 0.02),
                Arguments.of(new CycleNavigationFactory(), 0.2, 0.03),
                // Half of the products that end in "times 0" and most sums say nothing; a last 0 says a little.
                Arguments.of(new ModularArithmeticFactory(), 0.22, 0.04),
                Arguments.of(new ReverseStringFactory(), 0.5, 0.01),
                Arguments.of(new StackManipulationFactory(), 0.48, 0.03));
    }

    @ParameterizedTest
    @MethodSource("chances")
    void withoutMemoryTheScoreIsChance(DatasetFactory<?> factory, double chance, double margin) {
        assertThat(Samples.baselineAccuracy(Samples.dataset(factory, "{}"), Part.TEST, 2_000))
                .isCloseTo(chance, within(margin));
    }

    @Test
    void aStringIsReversed() {
        assertThat(reversed("abb___")).isEqualTo("...bba");
        SequenceDataset dataset = Samples.dataset(new ReverseStringFactory(), SHORT);
        for (Sample sample : Samples.of(dataset, Part.TEST, 500)) {
            assertThat(sample.targets("ab")).isEqualTo(reversed(sample.word("ab_")));
        }
    }

    private static String reversed(String word) {
        String string = word.replace("_", "");
        assertThat(word).hasSize(2 * string.length()).startsWith(string);
        return ".".repeat(string.length()) + new StringBuilder(string).reverse();
    }

    /** A stack machine that reads the actions one by one. */
    private static String stackMachine(String word) {
        Deque<Character> stack = new ArrayDeque<>();
        int read = 0;
        boolean acting = false;
        while (word.charAt(read) != '_') {
            char symbol = word.charAt(read++);
            if (symbol == 'a' || symbol == 'b') {
                assertThat(acting).isFalse();
                stack.push(symbol);
            } else {
                acting = true;
                if (symbol != '-') {
                    stack.push(Character.toLowerCase(symbol));
                } else if (!stack.isEmpty()) {
                    stack.pop();
                }
            }
        }
        assertThat(word).hasSize(2 * read + 1);
        String left = stack.stream().map(String::valueOf).collect(Collectors.joining());
        return ".".repeat(read) + left + "|" + ".".repeat(read - left.length());
    }

    @Test
    void theStackIsSaidFromItsTopAndThenItsEnd() {
        // Pop is -, push a is A, push b is B.
        assertThat(stackMachine("ab-A_____")).isEqualTo("....aa|..");
        SequenceDataset dataset = Samples.dataset(new StackManipulationFactory(), SHORT);
        for (Part part : Part.values()) {
            for (Sample sample : Samples.of(dataset, part, 500)) {
                assertThat(sample.targets("ab|")).isEqualTo(stackMachine(sample.word("ab-AB_")));
            }
        }
    }

    /** What may close after each step of a word of ( [ ) ], by deleting matched pairs until none is left. */
    private static String closers(String word) {
        StringBuilder answers = new StringBuilder();
        for (int end = 1; end <= word.length(); end++) {
            String open = word.substring(0, end);
            for (String shorter = ""; !shorter.equals(open);) {
                shorter = open;
                open = open.replace("()", "").replace("[]", "");
            }
            assertThat(open).doesNotContain(")", "]");
            answers.append(open.isEmpty() ? '-' : open.endsWith("(") ? ')' : ']');
        }
        assertThat(answers).endsWith("-");
        return answers.toString();
    }

    @Test
    void theInnermostOpenBracketMayClose() {
        assertThat(closers("([]([]))")).isEqualTo(")]))]))-");
        SequenceDataset dataset = Samples.dataset(new DyckFactory(),
                "{'maxLength': 20, 'maxTestLength': 60, 'trainSize': 1000}");
        Set<Integer> lengths = new HashSet<>();
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 500)) {
            String word = sample.word("([)]");
            assertThat(sample.targets(")]-")).isEqualTo(closers(word));
            lengths.add(word.length());
        }
        assertThat(lengths).containsExactlyInAnyOrder(2, 4, 6, 8, 10, 12, 14, 16, 18, 20);
        for (Sample sample : Samples.of(dataset, Part.TEST, 200)) {
            assertThat(sample.tokens().length).isBetween(22, 60);
            int depth = 0;
            int deepest = 0;
            for (int token : sample.tokens()) {
                depth += token < 2 ? 1 : -1;
                deepest = Math.max(deepest, depth);
            }
            List<String> names = List.of("depth 1–2", "depth 3–4", "depth 5–7", "depth 8–11", "depth 12 or more");
            assertThat(dataset.slices()).isEqualTo(names);
            String name = names.get(sample.slice()).replace("depth ", "").replace(" or more", "–99");
            assertThat(deepest).isBetween(Integer.parseInt(name.split("–")[0]), Integer.parseInt(name.split("–")[1]));
        }
    }

    @Test
    void aDepthLimitIsKept() {
        SequenceDataset dataset = Samples.dataset(new DyckFactory(), "{'maxDepth': 3, 'types': 5}");
        for (Sample sample : Samples.of(dataset, Part.TEST, 300)) {
            assertThat(sample.slice()).isLessThan(2);
        }
        assertThat(dataset.target().size()).isEqualTo(6);
    }

    @Test
    void bracketsAnswerForThemselvesThreeQuartersOfTheTime() {
        assertThat(Samples.baselineAccuracy(Samples.dataset(new DyckFactory(), "{}"), Part.TEST, 1_000))
                .isCloseTo(0.74, within(0.03));
    }

    /** An automaton told by its edges, one line per state, as in the literature. */
    private static boolean reber(String word) {
        Map<String, Integer> edges = new HashMap<>();
        for (String edge : "0B1 1T2 1P3 2S2 2X4 3T3 3V5 4X3 4S6 5P4 5V6 6E7".split(" ")) {
            edges.put(edge.substring(0, 2), edge.charAt(2) - '0');
        }
        int state = 0;
        for (int i = 0; i < word.length(); i++) {
            Integer next = edges.get("" + state + word.charAt(i));
            if (next == null) {
                return false;
            }
            state = next;
        }
        return state == 7;
    }

    @Test
    void stringsAreOfTheEmbeddedGrammarAndTheNextSymbolIsAskedFor() {
        SequenceDataset dataset = Samples.dataset(new EmbeddedReberFactory(), "{}");
        int remembered = 0;
        int shortest = 0;
        for (Sample sample : Samples.of(dataset, Part.TEST, 5_000)) {
            String word = sample.word("BTPSXVE");
            assertThat(sample.targets("BTPSXVE")).isEqualTo(word.substring(1) + "E");
            assertThat(word).matches("B([TP]).*\\1");
            assertThat(reber(word.substring(2, word.length() - 1))).as(word).isTrue();
            remembered += word.charAt(1) == 'T' ? 1 : 0;
            shortest += word.length() == 8 ? 1 : 0;
        }
        assertThat(remembered / 5_000.0).isCloseTo(0.5, within(Samples.spread(0.5, 5_000)));
        // BTXSE, BPVVE: an eighth of all strings each.
        assertThat(shortest / 5_000.0).isCloseTo(0.25, within(Samples.spread(0.25, 5_000)));
        assertThat(reber("BPVVE")).isTrue();
        assertThat(dataset.slices()).containsExactly("length 8–12", "length 13–17", "length 18–22");
    }

    @Test
    void recallAsksForTheRememberedSymbolAlone() {
        SequenceDataset dataset = Samples.dataset(new EmbeddedReberFactory(), "{'lossOn': 'recall', 'strings': 3}");
        List<String> words = new ArrayList<>();
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 200)) {
            String word = sample.word("BTPSXVE");
            String inner = word.substring(2, word.length() - 1);
            assertThat(Arrays.stream(inner.split("(?<=E)")).filter(FormalTasksTest::reber)).hasSize(3);
            assertThat(sample.targets("BTPSXVE"))
                    .isEqualTo(".".repeat(word.length() - 2) + word.charAt(1) + ".");
            words.add(word);
        }
        assertThat(Set.copyOf(words)).hasSizeGreaterThan(150);
        assertThat(Samples.baselineAccuracy(dataset, Part.TEST, 5_000)).isCloseTo(0.5, within(0.04));
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> new LengthSpec(5, 4, null, null, null, null, null))
                .hasMessage("maxLength must be at least 5; got 4");
        assertThatThrownBy(() -> new LengthSpec(null, null, 50, 49, null, null, null))
                .hasMessage("maxTestLength must be at least 50; got 49");
        assertThatThrownBy(() -> new DyckSpec(null, null, null, 7, null, null, null, null, null))
                .hasMessage("maxLength must be even, for every bracket closes; got 7");
        assertThatThrownBy(() -> new EmbeddedReberSpec(null, "end", null, null, null))
                .hasMessage("lossOn must be one of all, recall; got end");
    }
}
