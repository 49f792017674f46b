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

    /** Sum of the set that starts at {@code offset}; spelled out, so that nothing but the 16 sums is in memory. */
    static float tree(float[] sums, int offset) {
        float s0 = sums[offset] + sums[offset + 8];
        float s1 = sums[offset + 1] + sums[offset + 9];
        float s2 = sums[offset + 2] + sums[offset + 10];
        float s3 = sums[offset + 3] + sums[offset + 11];
        float s4 = sums[offset + 4] + sums[offset + 12];
        float s5 = sums[offset + 5] + sums[offset + 13];
        float s6 = sums[offset + 6] + sums[offset + 14];
        float s7 = sums[offset + 7] + sums[offset + 15];
        return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
    }
}
