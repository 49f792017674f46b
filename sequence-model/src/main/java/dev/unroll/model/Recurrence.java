package dev.unroll.model;

import java.util.Arrays;

/**
 * A layer's recurrence and what the sequences of a batch give it to read: all that its states follow from.
 *
 * @param map    of the layer
 * @param inputs for each sequence and step {@code [I]}, in the order in which the layer reads: backwards where it does
 * @param starts for each sequence the state before the first of these steps, {@code [S]}
 */
public record Recurrence(StateMap map, double[][][] inputs, double[][] starts) {

    /** B, the number of sequences. */
    public int batchSize() {
        return inputs.length;
    }

    /** The same with the first sequences alone, all if there are no more than so many. */
    public Recurrence first(int sequences) {
        return sequences >= batchSize() ? this
                : new Recurrence(map, Arrays.copyOf(inputs, sequences), Arrays.copyOf(starts, sequences));
    }

    /**
     * The states of a sequence, {@code [T + 1][S]}: the one it starts from and those after each of its T steps.
     *
     * @param sequence its number in the batch
     */
    public double[][] states(int sequence) {
        double[][] x = inputs[sequence];
        double[][] states = new double[x.length + 1][map.stateSize()];
        states[0] = starts[sequence].clone();
        for (int t = 0; t < x.length; t++) {
            map.step(x[t], states[t], states[t + 1]);
        }
        return states;
    }
}
