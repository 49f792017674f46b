package dev.unroll.datasets.sequences;

import dev.unroll.datasets.store.Spool;
import java.util.Arrays;
import java.util.List;

/** A class for every step of sequences, read once and kept in a {@link Spool}. */
public final class StoredSteps implements Targets.Steps {

    private final List<String> names;
    private final Spool spool = new Spool(Spool.Form.INT);
    private long[] starts = new long[16];
    private int size;

    /** @param names of the classes; read when they are asked for, so that they may be gathered while reading */
    public StoredSteps(List<String> names) {
        this.names = names;
    }

    /** Appends the class of a step of the sequence that is being written. */
    public void append(int step) {
        spool.append(step);
    }

    /** Ends the sequence that is being written. */
    public void end() {
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[++size] = spool.size();
    }

    /** Steps of a sequence. */
    public int length(int example) {
        return (int) (starts[example + 1] - starts[example]);
    }

    @Override
    public List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public void read(int example, int from, int steps, int[] classes, float[] weights, int at) {
        spool.read(starts[example] + from, steps, classes, at);
        Arrays.fill(weights, at, at + steps, 1f);
    }
}
