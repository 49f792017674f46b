package dev.unroll.training;

import dev.unroll.statistics.Quantiles;
import java.util.Arrays;

/** How long each update took: forward, backward, clipping and the optimizer's step; making the batch is not counted. */
public final class UpdateTimes {

    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[64];
    private int count;
    private double total;
    private double earlier;
    private long firstAllocated;

    public void add(long nanos) {
        if (count == this.nanos.length) {
            this.nanos = Arrays.copyOf(this.nanos, 2 * count);
        }
        this.nanos[count++] = nanos;
        total += nanos;
    }

    /** Time of training that is none of an update's: part of the total alone. */
    void addBeside(long nanos) {
        total += nanos;
    }

    /** Time in updates before an interruption, which their number and quantiles leave out. */
    void addEarlier(double seconds) {
        total += seconds * 1e9;
        earlier += seconds;
    }

    /** Time in updates before an interruption; 0 if there was none. */
    public double earlierSeconds() {
        return earlier;
    }

    /** The first update allocated so much: buffers, the optimizer's memory. */
    void firstAllocated(long bytes) {
        firstAllocated = bytes;
    }

    /** Bytes that the first update allocated, which later ones use again; 0 if there was none. */
    public long firstAllocated() {
        return firstAllocated;
    }

    public int count() {
        return count;
    }

    /** Sum of all, warm-up too. */
    public double totalSeconds() {
        return total / 1e9;
    }

    /** A quantile, in milliseconds, of the updates after the first tenth, which warm up; NaN if there was no update. */
    public double millis(double probability) {
        double[] warm = new double[count - count / 10];
        for (int i = 0; i < warm.length; i++) {
            warm[i] = nanos[count / 10 + i] / NANOS_PER_MILLI;
        }
        Arrays.sort(warm);
        return Quantiles.of(warm, probability);
    }
}
