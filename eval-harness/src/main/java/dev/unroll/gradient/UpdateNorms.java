package dev.unroll.gradient;

/**
 * The global norms of a training's gradients before clipping, as a histogram: the exploding side of gradients (Pascanu,
 * Mikolov &amp; Bengio 2013, arXiv 1211.5063).
 *
 * <p>A bin is an eighth of an octave of float values: those whose sign, exponent and first three bits of the mantissa
 * are the same, so that no logarithm decides where a norm belongs.
 *
 * @param first   the bin of {@code counts[0]}
 * @param counts  updates whose norm is in each bin
 * @param clipped updates whose norm was above {@code clipNorm}
 * @param max     greatest norm; 0 if there was no update
 */
public record UpdateNorms(int first, long[] counts, long clipped, double max) {

    /** Of no update. */
    public static final UpdateNorms NONE = new UpdateNorms(0, new long[0], 0, 0);

    private static final int SHIFT = 20;

    /** The bin of a norm. */
    public static int bin(float norm) {
        return Float.floatToRawIntBits(norm) >>> SHIFT;
    }

    /** Where the bin of {@code counts[i]} begins; it ends where the next begins. */
    public double edge(int i) {
        return Float.intBitsToFloat(first + i << SHIFT);
    }

    /** All updates. */
    public long updates() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Share of updates that were clipped; NaN if there was none. */
    public double clippedShare() {
        return (double) clipped / updates();
    }

    /** The median, within a bin by linear interpolation; NaN if there was no update. */
    public double median() {
        double half = updates() / 2.0;
        double below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (below + counts[i] >= half && counts[i] > 0) {
                return edge(i) + (half - below) / counts[i] * (edge(i + 1) - edge(i));
            }
            below += counts[i];
        }
        return Double.NaN;
    }
}
