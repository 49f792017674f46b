package dev.unroll.datasets.array;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.sequences.FeatureInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An array of dimensions examples, steps and features as sequences. */
final class ArrayInputs implements FeatureInputs {

    private final NumberArray array;
    private final int steps;
    private final int features;
    private final int[] lengths;

    /** @param lengths one per example, or {@code null} if all steps count */
    ArrayInputs(NumberArray array, NumberArray lengths) {
        int[] shape = array.shape();
        if (shape.length < 2 || shape.length > 3 || (long) shape[1] * (shape.length == 3 ? shape[2] : 1) > 1 << 28) {
            throw new DataException(array.source() + " must have the dimensions examples and steps, or examples, steps "
                    + "and features; got " + Arrays.toString(shape) + "; reshape it");
        }
        this.array = array;
        steps = shape[1];
        features = shape.length == 3 ? shape[2] : 1;
        this.lengths = lengths == null ? null : checked(lengths);
        double[] row = new double[steps * features];
        for (int i = 0; i < shape[0]; i++) {
            array.values().read((long) i * row.length, row.length, row, 0);
            for (int k = 0; k < length(i) * features; k++) {
                if (!Double.isFinite(row[k])) {
                    throw new DataException(array.source() + " must hold finite numbers; got " + row[k] + " in example "
                            + i + ", step " + k / features + "; fill it, or give lengths if it is padding");
                }
            }
        }
    }

    private int[] checked(NumberArray given) {
        if (given.shape().length != 1 || given.shape()[0] != array.shape()[0]) {
            throw new DataException(given.source() + " must hold a length for each of the " + array.shape()[0]
                    + " sequences; its dimensions are " + Arrays.toString(given.shape()) + "; check the file");
        }
        double[] all = given.all();
        for (double length : all) {
            if (!(length >= 1 && length <= steps && length == Math.rint(length))) {
                throw new DataException(given.source() + " must hold lengths from 1 to " + steps + "; got " + length
                        + "; check the file");
            }
        }
        return Arrays.stream(all).mapToInt(length -> (int) length).toArray();
    }

    /** Steps that the array has room for. */
    int steps() {
        return steps;
    }

    @Override
    public int size() {
        return array.shape()[0];
    }

    @Override
    public int length(int example) {
        return lengths == null ? steps : lengths[example];
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            names.add("feature" + f);
        }
        return names;
    }

    @Override
    public void read(int example, int from, int count, double[] into) {
        array.values().read(((long) example * steps + from) * features, count * features, into, 0);
    }
}
