package dev.unroll.datasets.split;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Which examples each part holds, ascending. No example is in two parts. Immutable. */
public final class Split {

    private final int[] train;
    private final int[] validation;
    private final int[] test;

    private Split(int[] train, int[] validation, int[] test) {
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /**
     * What is known of the examples before they are divided.
     *
     * @param source   what messages call the data
     * @param size     n, number of examples
     * @param classes  {@code [n]} from 0, or {@code null} if they have none
     * @param groups   {@code [n]} numbers of groups from 0, or {@code null} if they have none
     * @param official {@code [n]} true for the examples of the published test part, or {@code null} if there is none
     */
    public record Examples(String source, int size, int[] classes, int[] groups, boolean[] official) {
    }

    /**
     * The parts of these examples.
     *
     * @param keys complete
     * @throws DataException if a part would be empty, or the way of splitting needs what the examples do not have
     */
    public static Split of(SplitKeys keys, Examples examples, Randomness randomness) {
        require(!keys.is("stratified") || examples.classes() != null, examples, "stratified", "a class per example");
        require(!keys.is("grouped") || examples.groups() != null, examples, "grouped", "a group per example");
        require(!keys.is("official") || examples.official() != null, examples, "official", "a published test part");
        byte[] parts = new Dividing(keys, examples, randomness).parts();
        int[] train = withPart(parts, Dividing.TRAIN);
        if (keys.dataFraction() < 1) {
            train = Dividing.thinned(keys, examples, train, randomness);
        }
        Split split = new Split(train, withPart(parts, Dividing.VALIDATION), withPart(parts, Dividing.TEST));
        for (Part part : Part.values()) {
            if (split.size(part) == 0) {
                throw new DataException("the " + word(part) + " part of " + examples.source()
                        + " must hold at least one example; of " + examples.size() + " it gets none with split "
                        + keys.split() + "; change the fractions, or bring more examples");
            }
        }
        return split;
    }

    /** The first examples, the next and the last, so many each. */
    public static Split inOrder(int train, int validation, int test) {
        return new Split(range(0, train), range(train, train + validation),
                range(train + validation, train + validation + test));
    }

    private static int[] range(int from, int to) {
        int[] range = new int[to - from];
        Arrays.setAll(range, i -> from + i);
        return range;
    }

    private static void require(boolean holds, Examples examples, String way, String need) {
        if (!holds) {
            throw new DataException("split " + way + " needs " + need + "; " + examples.source()
                    + " has none; choose another split");
        }
    }

    private static String word(Part part) {
        return part == Part.TRAIN ? "training" : part == Part.VALIDATION ? "validation" : "test";
    }

    private static int[] withPart(byte[] parts, byte part) {
        int[] examples = new int[parts.length];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == part) {
                examples[count++] = i;
            }
        }
        return Arrays.copyOf(examples, count);
    }

    /** Number of examples in a part. */
    public int size(Part part) {
        return examples(part).length;
    }

    /** The number of an example among all. */
    public int example(Part part, int index) {
        int[] examples = examples(part);
        return examples[Objects.checkIndex(index, examples.length)];
    }

    /** The examples of a part, ascending; not to be changed. */
    public int[] examples(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** Numbers of groups from 0 by their names, in order of first appearance. */
    public static int[] numbered(Iterable<String> names, int size) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] groups = new int[size];
        int i = 0;
        for (String name : names) {
            Integer number = numbers.putIfAbsent(name, numbers.size());
            groups[i++] = number == null ? numbers.size() - 1 : number;
        }
        return groups;
    }
}
