package dev.unroll.datasets.sequences;

import dev.unroll.datasets.store.Spool;
import java.util.Arrays;
import java.util.List;

/** Sequences of features that were read once: their numbers in a {@link Spool}, 8 bytes per sequence in memory. */
public final class StoredFeatures implements FeatureInputs {

    private final List<String> names;
    private final Spool spool;
    private long[] starts = new long[16];
    private int size;

    /** @param names of the F features */
    public StoredFeatures(List<String> names, Spool.Form form) {
        this.names = List.copyOf(names);
        this.spool = new Spool(form);
    }

    /** Appends a value of the sequence that is being written, step after step, feature after feature. */
    public void append(double value) {
        spool.append(value);
    }

    /** Appends several. */
    public void append(double[] values) {
        for (double value : values) {
            spool.append(value);
        }
    }

    /** Ends the sequence that is being written, which must have a step. */
    public void end() {
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[++size] = spool.size();
        if (length(size - 1) < 1 || (starts[size] - starts[size - 1]) % names.size() != 0) {
            throw new IllegalStateException("a sequence must have whole steps, at least one");
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int length(int example) {
        return (int) ((starts[example + 1] - starts[example]) / names.size());
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public void read(int example, int from, int steps, double[] into) {
        spool.read(starts[example] + (long) from * names.size(), steps * names.size(), into, 0);
    }
}
