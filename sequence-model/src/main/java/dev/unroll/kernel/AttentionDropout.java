package dev.unroll.kernel;

/** Masks for the weights of attention; the same for the same arguments, so that backward need not keep them. */
@FunctionalInterface
public interface AttentionDropout {

    /**
     * What the weights of one query are multiplied by: 0 or 1 / (1 − rate).
     *
     * @param head     among all heads
     * @param row      of the query
     * @param firstKey the step of the first key in question, a multiple of {@link AttentionKernels#KEY_BLOCK}
     * @param mask     n values from 0 on, overwritten
     */
    void mask(int head, int row, int firstKey, int n, float[] mask);
}
