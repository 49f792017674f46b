package dev.unroll.datasets.image;

import dev.unroll.dataset.Part;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/** Examples split at random, each class by the same shares, so that every part has the mixture of the whole. */
final class StratifiedSplit {

    private final int[] train;
    private final int[] validation;
    private final int[] test;

    /**
     * @param classes            {@code [n]} from 0 to {@code numClasses - 1}; read
     * @param trainFraction      share of each class, rounded to the nearest example
     * @param validationFraction likewise; the test part takes the rest
     */
    StratifiedSplit(int[] classes, int numClasses, double trainFraction, double validationFraction,
            Randomness randomness) {
        Part[] partOf = new Part[classes.length];
        for (int k = 0; k < numClasses; k++) {
            int[] members = members(classes, k);
            int trainEnd = (int) Math.round(trainFraction * members.length);
            int validationEnd = trainEnd + (int) Math.round(validationFraction * members.length);
            int[] order = randomness.derive(k).stream().permutation(members.length);
            for (int i = 0; i < order.length; i++) {
                partOf[members[order[i]]] = i < trainEnd ? Part.TRAIN : i < validationEnd ? Part.VALIDATION : Part.TEST;
            }
        }
        train = withPart(partOf, Part.TRAIN);
        validation = withPart(partOf, Part.VALIDATION);
        test = withPart(partOf, Part.TEST);
    }

    /** The examples of a part, ascending; not to be changed. */
    int[] examples(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    private static int[] members(int[] classes, int k) {
        int[] members = new int[classes.length];
        int count = 0;
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] == k) {
                members[count++] = i;
            }
        }
        return Arrays.copyOf(members, count);
    }

    private static int[] withPart(Part[] partOf, Part part) {
        int[] examples = new int[partOf.length];
        int count = 0;
        for (int i = 0; i < partOf.length; i++) {
            if (partOf[i] == part) {
                examples[count++] = i;
            }
        }
        return Arrays.copyOf(examples, count);
    }
}
