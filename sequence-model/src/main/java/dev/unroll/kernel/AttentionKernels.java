package dev.unroll.kernel;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762) of one {@link AttentionGroup} of heads over one
 * sequence, in blocks of keys with a running softmax, recomputed in backward (Rabe &amp; Staats 2021, arXiv 2112.05682;
 * Dao et al. 2022, arXiv 2205.14135). No array holds a weight per pair of steps, so memory grows with the length of the
 * sequence, not with its square; blocks that no query of a panel sees are not computed.
 *
 * <p>Legend: T steps, H values per head, G heads. For each head and query t, with keys k ascending over the steps that
 * t sees: all, or those from {@code t - window + 1} to t if causal, to {@code t + window - 1} if not:
 *
 * <pre>
 * q' = q (log2(e) / sqrt(H))                      rounded once per value
 * s[k] = bias[t - k] + Σ q'[d] k[d]               one chain of fma in ascending d, from the bias or 0
 * m = -greatest float, l = o = 0
 * for each block of {@value #KEY_BLOCK} keys, blocks starting at multiples of {@value #KEY_BLOCK}:
 *     m' = max(m, max s[k])
 *     l, o = l 2^(m - m'), o 2^(m - m')           not in the first block
 *     for each k:  p = 2^(s[k] - m'),  l = l + p,  o[d] = fma(p mask[k], v[k][d], o[d])
 *     m = m'
 * out[d] = fma(o[d], 1 / l, 0)
 * </pre>
 *
 * with the mask, if there is dropout, of {@link AttentionDropout}. Backward, with p = 2^(s[k] - m) (1 / l) from the
 * kept m and 1 / l:
 *
 * <pre>
 * δ = Σ dOut[d] out[d]                            chain of fma in ascending d, from 0
 * dp[k] = (Σ dOut[d] v[k][d]) mask[k]             likewise
 * ds[k] = (dp[k] - δ) p
 * dq[d] = fma(Σ ds[k] k[d], 1 / sqrt(H), 0)       chain over ascending k, from 0
 * dk[d] = (Σ ds[k] q[d]) (1 / sqrt(H))            chain over ascending heads, in each over ascending queries, from 0
 * dv[d] = Σ (p mask[k]) dOut[d]                   likewise
 * dBias[t - k] = Σ ds[k]                          sum over ascending queries, from 0; one per head
 * </pre>
 *
 * 2^x is {@link ScalarAttentionKernels#exp2}. Each query is by itself, so how many are computed at once changes no bit,
 * and no step can reach an output of a step that does not see it.
 */
public interface AttentionKernels {

    /** Keys between two looks at the running maximum; part of the definition. */
    int KEY_BLOCK = 128;

    /**
     * @param firstRow   of the sequence, whose T rows follow each other
     * @param length     T
     * @param qkv        {@code [rows, stride]}, read
     * @param out        {@code [rows, outStride]}, the group's columns overwritten
     * @param statistics {@code [G, 2, T]}: greatest scores m, then 1 / l; overwritten, kept for backward
     * @param scratch    overwritten; not to be shared by calls at the same time
     */
    void attention(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out, float[] statistics,
            int statisticsOffset, AttentionScratch scratch);

    /**
     * @param qkv        as in forward, read
     * @param out        result of forward, read
     * @param dOut       laid out as {@code out}, read
     * @param statistics of forward, read
     * @param dQkv       laid out as {@code qkv}; the group's columns are overwritten, others untouched
     * @param scratch    overwritten, with the gradients of a trained bias among other things; not to be shared by calls
     *                   at the same time
     */
    void attentionBackward(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out, float[] dOut,
            float[] statistics, int statisticsOffset, float[] dQkv, AttentionScratch scratch);

    /**
     * The next step of causal attention: takes its key and value into the cache and attends to what is there. The
     * output has the bits of that step in {@link #attention} over the whole sequence, without dropout.
     *
     * @param row     of this step in {@code qkv} and {@code out}
     * @param qkv     read
     * @param out     the group's columns overwritten
     * @param scratch overwritten; not to be shared by calls at the same time
     */
    void attentionStep(AttentionGroup group, int row, float[] qkv, float[] out, AttentionCache cache,
            AttentionScratch scratch);

    /**
     * The weights of one head after {@link #attention}, for looking at: those that backward would compute again,
     * without dropout. Plain loops for all implementations, since nothing waits for them.
     *
     * @param head       of the group
     * @param statistics of forward, read
     * @param weights    rows of {@code stride} from {@code offset}: T values of each of T rows, overwritten; 0 for keys
     *                   that are not seen
     * @param scratch    overwritten; not to be shared by calls at the same time
     */
    default void attentionWeights(AttentionGroup group, int head, int firstRow, int length, float[] qkv,
            float[] statistics, int statisticsOffset, float[] weights, int offset, int stride,
            AttentionScratch scratch) {
        ScalarAttentionKernels.weights(group, head, firstRow, length, qkv, statistics, statisticsOffset, weights,
                offset, stride, scratch);
    }
}
