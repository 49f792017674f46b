package dev.unroll.kernel;

import java.util.Arrays;

/** The 16 partial sums of {@link ReductionKernels} and the tree that ends them, on memory kept per thread. */
final class Partials {

    static final int COUNT = 16;

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[2 * COUNT]);

    private Partials() {
    }

    /** This thread's sums, two sets of {@link #COUNT}, with whatever they last held. */
    static float[] ofThread() {
        return SUMS.get();
    }

    /** This thread's sums, all 0. */
    static float[] cleared() {
        float[] sums = SUMS.get();
        Arrays.fill(sums, 0f);
        return sums;
    }

    /** Sum of the set that starts at {@code offset}, which is overwritten. */
    static float tree(float[] sums, int offset) {
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int l = offset; l < offset + half; l++) {
                sums[l] += sums[l + half];
            }
        }
        return sums[offset];
    }
}
