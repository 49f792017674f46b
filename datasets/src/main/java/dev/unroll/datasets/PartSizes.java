package dev.unroll.datasets;

import dev.unroll.dataset.Part;
import java.util.Objects;

/** Number of examples in each part. */
public record PartSizes(int train, int validation, int test) {

    /** The sizes, each of which must be at least 1, under the names that specs give them. */
    public static PartSizes checked(int trainSize, int validationSize, int testSize) {
        return new PartSizes(Check.atLeast(1, "trainSize", trainSize),
                Check.atLeast(1, "validationSize", validationSize), Check.atLeast(1, "testSize", testSize));
    }

    /** Number of examples in a part. */
    public int of(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** Throws {@link IndexOutOfBoundsException} unless every index is one of the part's. */
    public void check(Part part, int[] indices) {
        int size = of(part);
        for (int index : indices) {
            Objects.checkIndex(index, size);
        }
    }
}
