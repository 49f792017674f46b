package dev.unroll.training;

import dev.unroll.gradient.UpdateNorms;
import java.util.Arrays;

/** Counts the global norms of gradients, update by update; allocates nothing while it does. */
final class NormCounter {

    private final double clipNorm;
    private final long[] counts = new long[UpdateNorms.bin(Float.POSITIVE_INFINITY) + 1];
    private long clipped;
    private double max;

    /** @param clipNorm above which an update is clipped */
    NormCounter(double clipNorm) {
        this.clipNorm = clipNorm;
    }

    /** @param norm finite, at least 0 */
    void add(double norm) {
        counts[UpdateNorms.bin((float) norm)]++;
        clipped += norm > clipNorm ? 1 : 0;
        max = Math.max(max, norm);
    }

    UpdateNorms norms() {
        int from = 0;
        int to = counts.length;
        while (to > 0 && counts[to - 1] == 0) {
            to--;
        }
        while (from < to && counts[from] == 0) {
            from++;
        }
        return to == 0 ? UpdateNorms.NONE : new UpdateNorms(from, Arrays.copyOfRange(counts, from, to), clipped, max);
    }

    /** Goes on from what was counted before. */
    void restore(UpdateNorms norms) {
        Arrays.fill(counts, 0);
        System.arraycopy(norms.counts(), 0, counts, norms.first(), norms.counts().length);
        clipped = norms.clipped();
        max = norms.max();
    }
}
