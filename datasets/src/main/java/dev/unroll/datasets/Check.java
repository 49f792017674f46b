package dev.unroll.datasets;

import java.util.List;

/** Limits on the values of a spec. Each method returns the value or throws one sentence for the user. */
public final class Check {

    private Check() {
    }

    /** The value, which must be at least {@code least}. */
    public static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + "; got " + value);
        }
        return value;
    }

    /** The value, which must lie between these; the greatest keeps the sizes of batches within an array's. */
    public static int between(int least, int greatest, String name, int value) {
        if (value > greatest) {
            throw new IllegalArgumentException(name + " must be at most " + greatest + "; got " + value);
        }
        return atLeast(least, name, value);
    }

    /** The value, which must be a number from {@code least} to {@code greatest}. */
    public static double range(String name, double value, double least, double greatest) {
        if (!(value >= least && value <= greatest)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + greatest + "; got " + value);
        }
        return value;
    }

    /** The value, which must be above 0 and at most 1. */
    public static double share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 1; got " + value);
        }
        return value;
    }

    /** The value, which must be above 0. */
    public static double requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be above 0; got " + value);
        }
        return value;
    }

    /** Refuses shares of the training and validation parts that leave nothing to train on or to test on. */
    public static void fractions(double trainFraction, double validationFraction) {
        if (!(trainFraction > 0 && trainFraction < 1)) {
            throw new IllegalArgumentException("trainFraction must be above 0 and below 1; got " + trainFraction);
        }
        if (!(validationFraction >= 0 && trainFraction + validationFraction < 1)) {
            throw new IllegalArgumentException("validationFraction must be at least 0 and leave some for the test, "
                    + "below 1 together with trainFraction; got " + validationFraction + " with trainFraction "
                    + trainFraction);
        }
    }

    /** The values, at least one, ascending, each of which must lie between these. */
    public static List<Integer> ascending(int least, int greatest, String name, List<Integer> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must hold at least one number; got none");
        }
        for (int i = 0; i < values.size(); i++) {
            between(least, greatest, name, values.get(i));
            if (i > 0 && values.get(i) <= values.get(i - 1)) {
                throw new IllegalArgumentException(name + " must ascend; got " + values.get(i) + " after "
                        + values.get(i - 1));
            }
        }
        return List.copyOf(values);
    }

    /** The value, or {@code otherwise} if there is none. */
    public static <V> V orElse(V value, V otherwise) {
        return value == null ? otherwise : value;
    }

    /** One of the words, lower case; the message lists them. */
    public static String oneOf(String name, String value, String... words) {
        for (String word : words) {
            if (word.equals(value)) {
                return value;
            }
        }
        throw new IllegalArgumentException(name + " must be one of " + String.join(", ", words) + "; got " + value);
    }
}
