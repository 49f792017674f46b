package dev.unroll.datasets.array;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.sequences.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An array of a class for every step of every example; a negative one is not asked for. */
final class ArraySteps implements Targets.Steps {

    private final NumberArray labels;
    private final int width;
    private final List<String> names;

    ArraySteps(NumberArray labels, int steps) {
        this.labels = labels;
        width = labels.shape()[1];
        if (width != steps) {
            throw new DataException(labels.source() + " must hold a class for each of the " + steps + " steps; its "
                    + "dimensions are " + Arrays.toString(labels.shape()) + "; give files that belong together");
        }
        int most = 0;
        double[] row = new double[width];
        for (int i = 0; i < labels.shape()[0]; i++) {
            labels.values().read((long) i * width, width, row, 0);
            for (double value : row) {
                most = value < 0 ? most : Math.max(most, ArraysFactory.wholeClass(labels, value));
            }
        }
        names = IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public void read(int example, int from, int steps, int[] classes, float[] weights, int at) {
        double[] row = new double[steps];
        labels.values().read((long) example * width + from, steps, row, 0);
        for (int t = 0; t < steps; t++) {
            classes[at + t] = (int) Math.max(0, row[t]);
            weights[at + t] = row[t] < 0 ? 0 : 1;
        }
    }
}
