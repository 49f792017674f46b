package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * {@link AttentionKernels#attentionStep} on vectors: keys stand in the lanes while there are scores to compute, values
 * of a head while there are outputs. What lies in a block beyond the keys that are seen is computed and not used.
 */
final class VectorAttentionStep {

    private static final int KEY_BLOCK = AttentionKernels.KEY_BLOCK;

    /** One implementation of several, so that each is compiled by itself: see {@link AttentionPanel.Pass}. */
    private interface Pass {
        void over(int headSize, float[] query, float[] keys, int keysOffset, int stride, float[] results);
    }

    private final Pass[] passes = {VectorAttentionStep::scores, VectorAttentionStep::weights,
        VectorAttentionStep::addValues};

    void attend(AttentionGroup group, int row, float[] qkv, float[] out, AttentionCache cache,
            AttentionScratch scratch) {
        cache.append(group, qkv, row);
        scratch.prepareStep(group.headSize(), cache.padded());
        for (int head = 0; head < group.heads(); head++) {
            int column = group.query() + head * group.headSize();
            ScalarAttentionKernels.scaleQuery(group.headSize(), qkv, row * group.stride() + column,
                    scratch.scaledQuery);
            float inverse = 1f / attendHead(group, head, cache, scratch);
            int to = row * group.outStride() + column;
            for (int d = 0; d < group.headSize(); d++) {
                out[to + d] = Math.fma(scratch.row[d], inverse, 0f);
            }
        }
    }

    /** Leaves the weighted sums of values in {@code rows}; returns the sum of weights. */
    private float attendHead(AttentionGroup group, int head, AttentionCache cache, AttentionScratch scratch) {
        int headSize = group.headSize();
        int t = cache.length() - 1;
        float greatest = ScalarAttentionKernels.LEAST_SCORE;
        float sum = 0;
        Arrays.fill(scratch.row, 0, cache.padded(), 0f);
        int firstKey = group.firstKey(t);
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block <= t; block += KEY_BLOCK) {
            int from = Math.max(block, firstKey);
            int end = Math.min(block + KEY_BLOCK, t + 1);
            startScores(group, head, t, block, from, end, scratch.scores);
            passes[0].over(headSize, scratch.scaledQuery, cache.keys(), cache.keysOffset(block, 0), end - block,
                    scratch.scores);
            float before = greatest;
            for (int k = from; k < end; k++) {
                greatest = Math.max(greatest, scratch.scores[k - block]);
            }
            if (from > firstKey) {
                float shrink = ScalarAttentionKernels.exp2(before - greatest);
                sum *= shrink;
                for (int d = 0; d < headSize; d++) {
                    scratch.row[d] *= shrink;
                }
            }
            scratch.mask[0] = greatest;
            passes[1].over(headSize, scratch.mask, scratch.keys, 0, end - block, scratch.scores);
            for (int k = from; k < end; k++) {
                sum += scratch.scores[k - block];
            }
            System.arraycopy(scratch.scores, from - block, scratch.mask, 0, end - from);
            passes[2].over(end - from, scratch.mask, cache.values(), from * cache.padded(), cache.padded(),
                    scratch.row);
        }
        return sum;
    }

    private static void startScores(AttentionGroup group, int head, int t, int block, int from, int end,
            float[] scores) {
        Arrays.fill(scores, 0, KEY_BLOCK, 0f);
        if (group.bias() != null) {
            for (int k = from; k < end; k++) {
                scores[k - block] = ScalarAttentionKernels.bias(group, head, t - k);
            }
        }
    }

    /** Adds the products of the query with n keys of a block, two vectors at a time. */
    private static void scores(int headSize, float[] query, float[] keys, int keysOffset, int n, float[] scores) {
        for (int k = 0; k < n; k += 2 * LANES) {
            FloatVector a = load(scores, k);
            FloatVector b = load(scores, k + LANES);
            for (int d = 0, at = keysOffset + k; d < headSize; d++, at += KEY_BLOCK) {
                FloatVector q = all(query[d]);
                a = q.fma(load(keys, at), a);
                b = q.fma(load(keys, at + LANES), b);
            }
            a.intoArray(scores, k);
            b.intoArray(scores, k + LANES);
        }
    }

    /** Turns n scores into weights, given the greatest. */
    private static void weights(int headSize, float[] greatest, float[] unused, int offset, int n, float[] scores) {
        FloatVector m = all(greatest[0]);
        for (int k = 0; k < n; k += LANES) {
            VectorSoftmax.exp2(load(scores, k).sub(m)).intoArray(scores, k);
        }
    }

    /** Adds n values of stride P to the results, each times its weight; a vector of results at a time. */
    private static void addValues(int n, float[] weights, float[] values, int valuesOffset, int padded,
            float[] results) {
        for (int d = 0; d < padded; d += LANES) {
            FloatVector sum = load(results, d);
            for (int k = 0, at = valuesOffset + d; k < n; k++, at += padded) {
                sum = all(weights[k]).fma(load(values, at), sum);
            }
            sum.intoArray(results, d);
        }
    }
}
