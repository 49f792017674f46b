package dev.unroll.kernel;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762) of one head over one sequence, in blocks of keys
 * with a running softmax, recomputed in backward (Rabe &amp; Staats 2021, arXiv 2112.05682; Dao et al. 2022, arXiv
 * 2205.14135). No array holds a weight per pair of steps, so memory grows with the length of the sequence, not with its
 * square.
 *
 * <p>Legend: T steps, H values per head, D values of all heads together. For query t, with keys k ascending over
 * all T steps, or over 0 to t if {@code causal}:
 *
 * <pre>
 * q' = q (log2(e) / sqrt(H))                      rounded once per value
 * s[k] = Σ q'[d] k[d]                             one chain of fma in ascending d, from 0
 * for each block of {@value #KEY_BLOCK} keys, blocks starting at multiples of {@value #KEY_BLOCK}:
 *     m' = max(m, max s[k])
 *     l, o = l 2^(m - m'), o 2^(m - m')           not in the first block, where l = o = 0
 *     for each k:  p = 2^(s[k] - m'),  l = l + p,  o[d] = fma(p, v[k][d], o[d])
 *     m = m'
 * out[d] = fma(o[d], 1 / l, 0)
 * </pre>
 *
 * Backward, with p = 2^(s[k] - m) (1 / l) from the kept m and 1 / l:
 *
 * <pre>
 * δ = Σ dOut[d] out[d],  dp[k] = Σ dOut[d] v[k][d]  chains of fma in ascending d, from 0
 * ds[k] = (dp[k] - δ) p
 * dq[d] = fma(Σ ds[k] k[d], 1 / sqrt(H), 0)       chain over ascending k, from 0
 * dk[d] = (Σ ds[k] q[d]) (1 / sqrt(H))            chain over ascending queries, from 0
 * dv[d] = Σ p dOut[d]                             chain over ascending queries, from 0
 * </pre>
 *
 * 2^x is {@link ScalarAttentionKernels#exp2}. Each query is by itself, so how many are computed at once changes no bit,
 * and no later step can reach an earlier output of causal attention.
 *
 * <p>Queries, keys and values stand side by side in one array: row t is {@code [3 D]}, and the head's query, key and
 * value of step t begin at {@code offset + t 3 D}, D later and 2 D later. Outputs have rows of D.
 */
public interface AttentionKernels {

    /** Keys between two looks at the running maximum; part of the definition. */
    int KEY_BLOCK = 128;

    /**
     * @param length     T
     * @param headSize   H
     * @param causal     whether a step sees no later steps
     * @param width      D
     * @param qkv        read
     * @param out        from {@code outOffset}, H values in each of T rows of D, overwritten
     * @param statistics {@code [2, T]}: greatest scores m, then 1 / l; overwritten, kept for backward
     * @param scratch    overwritten; not to be shared by calls at the same time
     */
    void attention(int length, int headSize, boolean causal, int width, float[] qkv, int qkvOffset, float[] out,
            int outOffset, float[] statistics, int statisticsOffset, AttentionScratch scratch);

    /**
     * @param qkv        as in forward, read
     * @param out        result of forward, read
     * @param dOut       laid out as {@code out}, from the same offset, read
     * @param statistics of forward, read
     * @param dQkv       laid out as {@code qkv}, from the same offset; the head's values are overwritten, others
     *                   untouched
     * @param scratch    overwritten; not to be shared by calls at the same time
     */
    void attentionBackward(int length, int headSize, boolean causal, int width, float[] qkv, int qkvOffset, float[] out,
            float[] dOut, int outOffset, float[] statistics, int statisticsOffset, float[] dQkv,
            AttentionScratch scratch);
}
