package dev.unroll.datasets.split;

import dev.unroll.datasets.split.Split.Examples;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/** The work behind {@link Split}: which part each example goes to. */
final class Dividing {

    static final byte TRAIN = 0;
    static final byte VALIDATION = 1;
    static final byte TEST = 2;

    private final SplitKeys keys;
    private final Examples examples;
    private final Randomness randomness;

    Dividing(SplitKeys keys, Examples examples, Randomness randomness) {
        this.keys = keys;
        this.examples = examples;
        this.randomness = randomness;
    }

    /** {@code [n]}, the part of every example; -1 for one that no part takes. */
    byte[] parts() {
        byte[] parts = new byte[examples.size()];
        switch (keys.split()) {
            case "ordered" -> inOrder(parts);
            case "grouped" -> byGroup(parts, everything());
            case "official" -> officially(parts);
            default -> atRandom(parts, everything(), keys.is("stratified") ? examples.classes() : null);
        }
        return parts;
    }

    private int[] everything() {
        int[] all = new int[examples.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** Each class of its own, or all as one class if {@code classes} is null. */
    private void atRandom(byte[] parts, int[] members, int[] classes) {
        int numClasses = classes == null ? 1 : 1 + Arrays.stream(classes).max().orElse(0);
        int[][] byClass = byNumber(members, classes, numClasses);
        int turn = 0;
        for (int k = 0; k < numClasses; k++) {
            int n = byClass[k].length;
            int[] order = randomness.derive(k).stream().permutation(n);
            for (int i = 0; i < n; i++) {
                int example = byClass[k][order[i]];
                // Folds are dealt out in turn across classes, so that small classes do not all fall into the first.
                parts[example] = keys.folds() == null ? cut(i, n) : TEST;
                if (keys.folds() != null && turn++ % keys.folds() != keys.fold() - 1) {
                    parts[example] = -1;
                }
            }
            if (keys.folds() != null) {
                cutTheRest(parts, byClass[k], order);
            }
        }
    }

    /** Cuts those of the members that are in no part yet, in this order. */
    private void cutTheRest(byte[] parts, int[] members, int[] order) {
        int rest = 0;
        for (int member : members) {
            rest += parts[member] == -1 ? 1 : 0;
        }
        int trainEnd = (int) Math.round(keys.trainShare() * rest);
        int seen = 0;
        for (int i : order) {
            if (parts[members[i]] == -1) {
                parts[members[i]] = seen++ < trainEnd ? TRAIN : VALIDATION;
            }
        }
    }

    private byte cut(int i, int n) {
        int trainEnd = (int) Math.round(keys.trainFraction() * n);
        int validationEnd = trainEnd + (int) Math.round(keys.validationFraction() * n);
        return i < trainEnd ? TRAIN : i < validationEnd ? VALIDATION : TEST;
    }

    private void inOrder(byte[] parts) {
        int n = parts.length;
        if (keys.folds() == null) {
            for (int i = 0; i < n; i++) {
                parts[i] = i < share(keys.trainFraction(), n) ? TRAIN
                        : i < share(keys.trainFraction() + keys.validationFraction(), n) ? VALIDATION : TEST;
            }
            return;
        }
        int blocks = keys.folds() + 1;
        int testStart = (int) ((long) n * keys.fold() / blocks);
        int testEnd = (int) ((long) n * (keys.fold() + 1) / blocks);
        int trainEnd = (int) Math.round(keys.trainShare() * testStart);
        for (int i = 0; i < n; i++) {
            parts[i] = i < trainEnd ? TRAIN : i < testStart ? VALIDATION : i < testEnd ? TEST : -1;
        }
    }

    private static int share(double fraction, int n) {
        // 0.7 + 0.1 is a little below 0.8 in double; the allowance keeps that from costing an example.
        return (int) (fraction * n + 1e-9);
    }

    /** Whole groups at random, each to the first part that has not reached its share of the examples. */
    private void byGroup(byte[] parts, int[] members) {
        int[][] byGroup = byNumber(members, examples.groups(), 1 + Arrays.stream(examples.groups()).max().orElse(0));
        int[] order = randomness.derive(0).stream().permutation(byGroup.length);
        double n = members.length;
        double trainEnd = keys.trainFraction() * n;
        double validationEnd = (keys.trainFraction() + keys.validationFraction()) * n;
        double testStart = Double.POSITIVE_INFINITY;
        double testEnd = Double.POSITIVE_INFINITY;
        if (keys.folds() != null) {
            testStart = n * (keys.fold() - 1) / keys.folds();
            testEnd = n * keys.fold() / keys.folds();
            trainEnd = keys.trainShare() * (n - (testEnd - testStart));
        }
        int seen = 0;
        int rest = 0;
        byte[] partOf = new byte[order.length];
        for (int i = 0; i < order.length; i++) {
            // A group goes by its middle, so that shares are met as nearly as whole groups allow.
            int size = byGroup[order[i]].length;
            double middle = seen + size / 2.0;
            if (keys.folds() == null) {
                partOf[i] = middle < trainEnd ? TRAIN : middle < validationEnd ? VALIDATION : TEST;
            } else {
                partOf[i] = middle >= testStart && middle < testEnd ? TEST : rest + size / 2.0 < trainEnd ? TRAIN
                        : VALIDATION;
            }
            rest += partOf[i] == TEST ? 0 : size;
            seen += size;
        }
        if (keys.folds() == null && order.length >= 3) {
            noneEmpty(partOf);
        }
        for (int i = 0; i < order.length; i++) {
            for (int example : byGroup[order[i]]) {
                parts[example] = partOf[i];
            }
        }
    }

    /** Gives the last groups of a part's neighbour to one that shares of few large groups leave empty. */
    private static void noneEmpty(byte[] partOf) {
        int last = partOf.length - 1;
        if (partOf[last] != TEST) {
            partOf[last] = TEST;
        }
        boolean validation = false;
        for (byte part : partOf) {
            validation |= part == VALIDATION;
        }
        if (!validation) {
            int firstTest = last;
            while (firstTest > 0 && partOf[firstTest - 1] == TEST) {
                firstTest--;
            }
            partOf[firstTest >= 2 ? firstTest - 1 : firstTest] = VALIDATION;
        }
    }

    /** The published test part; of the others, the validation share by group if there are groups, else by class. */
    private void officially(byte[] parts) {
        int[] training = Arrays.stream(everything()).filter(i -> !examples.official()[i]).toArray();
        SplitKeys two = new SplitKeys(keys.split(), 1 - keys.validationFraction(), keys.validationFraction() - 1e-12,
                null, null, 1.0);
        Dividing dividing = new Dividing(two, examples, randomness);
        if (examples.groups() != null) {
            dividing.byGroup(parts, training);
        } else {
            dividing.atRandom(parts, training, examples.classes());
        }
        for (int i = 0; i < parts.length; i++) {
            parts[i] = examples.official()[i] ? TEST : parts[i] == TEST ? VALIDATION : parts[i];
        }
    }

    /** The kept share of the training examples, ascending; at least one, and one of every class if by class. */
    static int[] thinned(SplitKeys keys, Examples examples, int[] train, Randomness randomness) {
        if (keys.is("ordered")) {
            int kept = Math.max(1, share(keys.dataFraction(), train.length));
            return Arrays.copyOfRange(train, train.length - kept, train.length);
        }
        int[] classes = keys.is("stratified", "official") ? examples.classes() : null;
        int numClasses = classes == null ? 1 : 1 + Arrays.stream(classes).max().orElse(0);
        int[][] byClass = byNumber(train, classes, numClasses);
        int[] kept = new int[0];
        for (int k = 0; k < numClasses; k++) {
            int[] members = byClass[k];
            int[] order = randomness.derive("dataFraction").derive(k).stream().permutation(members.length);
            int count = members.length == 0 ? 0 : Math.max(1, share(keys.dataFraction(), members.length));
            int[] chosen = new int[count];
            Arrays.setAll(chosen, i -> members[order[i]]);
            kept = concatenated(kept, chosen);
        }
        Arrays.sort(kept);
        return kept;
    }

    private static int[] concatenated(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int[][] byNumber(int[] members, int[] numbers, int count) {
        if (numbers == null) {
            return new int[][] {members};
        }
        int[] sizes = new int[count];
        for (int member : members) {
            sizes[numbers[member]]++;
        }
        int[][] lists = new int[count][];
        for (int k = 0; k < count; k++) {
            lists[k] = new int[sizes[k]];
            sizes[k] = 0;
        }
        for (int member : members) {
            int k = numbers[member];
            lists[k][sizes[k]++] = member;
        }
        return lists;
    }
}
