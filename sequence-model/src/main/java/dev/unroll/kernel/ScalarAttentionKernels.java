package dev.unroll.kernel;

import java.util.Arrays;

/** The plain loops that define {@link AttentionKernels}: one query after another, as its equations stand. */
final class ScalarAttentionKernels implements AttentionKernels {

    static final double LOG2_E = 1.4426950408889634;
    /** Where running maxima begin: finite, so that a block of masked scores is harmless. */
    static final float LEAST_SCORE = -Float.MAX_VALUE;
    /** Below this 2^x counts as 0. */
    static final float EXP2_LEAST = -127f;
    static final float EXP2_1 = 0x1.62e43p-1f;
    static final float EXP2_2 = 0x1.ebfbdcp-3f;
    static final float EXP2_3 = 0x1.c6af7cp-5f;
    static final float EXP2_4 = 0x1.3b2dep-7f;
    static final float EXP2_5 = 0x1.5f082ep-10f;
    static final float EXP2_6 = 0x1.416b54p-13f;
    static final int ONE_BITS = 0x3f800000;
    static final int MANTISSA_BITS = 23;

    /**
     * 2^x for x ≤ 0, at most 1.0 ulp off; 0 below −126.5; NaN stays NaN. The integer part of x goes into the exponent,
     * the rest, between −½ and ½, into a minimax polynomial.
     */
    static float exp2(float x) {
        float clamped = Math.max(x, EXP2_LEAST);
        float rounded = clamped + FloatMath.ROUND_TO_INTEGER;
        float f = clamped - (rounded - FloatMath.ROUND_TO_INTEGER);
        float p = Math.fma(EXP2_6, f, EXP2_5);
        p = Math.fma(p, f, EXP2_4);
        p = Math.fma(p, f, EXP2_3);
        p = Math.fma(p, f, EXP2_2);
        p = Math.fma(p, f, EXP2_1);
        p = Math.fma(p, f, 1f);
        return p * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << MANTISSA_BITS) + ONE_BITS);
    }

    /** What queries are multiplied by before the scores, so that weights are powers of 2. */
    static float queryScale(int headSize) {
        return (float) (LOG2_E / Math.sqrt(headSize));
    }

    /** What scores are multiplied by; its gradients go through it. */
    static float scoreScale(int headSize) {
        return (float) (1 / Math.sqrt(headSize));
    }

    @Override
    public void attention(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out, float[] statistics,
            int statisticsOffset, AttentionScratch scratch) {
        scratch.prepareQuery(group.headSize());
        for (int head = 0; head < group.heads(); head++) {
            int at = statisticsOffset + 2 * length * head;
            for (int t = 0; t < length; t++) {
                attend(group, head, firstRow, t, length, qkv, out, statistics, at, scratch);
            }
        }
    }

    private static void attend(AttentionGroup group, int head, int firstRow, int t, int length, float[] qkv,
            float[] out, float[] statistics, int statisticsOffset, AttentionScratch scratch) {
        int headSize = group.headSize();
        int column = group.query() + head * headSize;
        int key = firstRow * group.stride() + group.key();
        int value = firstRow * group.stride() + group.value();
        int to = (firstRow + t) * group.outStride() + column;
        scaleQuery(headSize, qkv, (firstRow + t) * group.stride() + column, scratch.scaledQuery);
        Arrays.fill(out, to, to + headSize, 0f);
        float[] scores = scratch.scores;
        float greatest = LEAST_SCORE;
        float sum = 0;
        int firstKey = group.firstKey(t);
        int endKey = group.endKey(t, length);
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block < endKey; block += KEY_BLOCK) {
            int from = Math.max(block, firstKey);
            int end = Math.min(block + KEY_BLOCK, endKey);
            float before = greatest;
            for (int k = from; k < end; k++) {
                float score = dot(headSize, bias(group, head, t - k), scratch.scaledQuery, 0, qkv,
                        key + k * group.stride());
                scores[k - block] = score;
                greatest = Math.max(greatest, score);
            }
            if (from > firstKey) {
                float shrink = exp2(before - greatest);
                sum *= shrink;
                for (int d = 0; d < headSize; d++) {
                    out[to + d] *= shrink;
                }
            }
            boolean dropping = drop(group, head, firstRow + t, block, end - block, scratch.mask);
            for (int k = from; k < end; k++) {
                float p = exp2(scores[k - block] - greatest);
                sum += p;
                float kept = dropping ? p * scratch.mask[k - block] : p;
                for (int d = 0; d < headSize; d++) {
                    out[to + d] = Math.fma(kept, qkv[value + k * group.stride() + d], out[to + d]);
                }
            }
        }
        float inverse = 1f / sum;
        for (int d = 0; d < headSize; d++) {
            out[to + d] = Math.fma(out[to + d], inverse, 0f);
        }
        statistics[statisticsOffset + t] = greatest;
        statistics[statisticsOffset + length + t] = inverse;
    }

    @Override
    public void attentionBackward(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out,
            float[] dOut, float[] statistics, int statisticsOffset, float[] dQkv, AttentionScratch scratch) {
        int headSize = group.headSize();
        scratch.prepareQuery(headSize);
        scratch.clearBiasGradients(group, length, 0);
        for (int t = 0; t < length; t++) {
            int row = (firstRow + t) * group.stride();
            Arrays.fill(dQkv, row + group.query(), row + group.query() + group.heads() * headSize, 0f);
            Arrays.fill(dQkv, row + group.key(), row + group.key() + headSize, 0f);
            Arrays.fill(dQkv, row + group.value(), row + group.value() + headSize, 0f);
        }
        for (int head = 0; head < group.heads(); head++) {
            int at = statisticsOffset + 2 * length * head;
            for (int t = 0; t < length; t++) {
                attendBackward(group, head, firstRow, t, length, qkv, out, dOut, statistics[at + t],
                        statistics[at + length + t], dQkv, scratch);
            }
        }
        for (int t = 0; t < length; t++) {
            int key = (firstRow + t) * group.stride() + group.key();
            for (int d = 0; d < headSize; d++) {
                dQkv[key + d] *= scoreScale(headSize);
            }
        }
    }

    private static void attendBackward(AttentionGroup group, int head, int firstRow, int t, int length, float[] qkv,
            float[] out, float[] dOut, float greatest, float inverse, float[] dQkv, AttentionScratch scratch) {
        int headSize = group.headSize();
        int column = group.query() + head * headSize;
        int query = (firstRow + t) * group.stride() + column;
        int row = (firstRow + t) * group.outStride() + column;
        scaleQuery(headSize, qkv, query, scratch.scaledQuery);
        float delta = dot(headSize, 0f, dOut, row, out, row);
        boolean biasTrained = group.bias() != null && group.bias().trained();
        int firstKey = group.firstKey(t);
        int endKey = group.endKey(t, length);
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block < endKey; block += KEY_BLOCK) {
            int end = Math.min(block + KEY_BLOCK, endKey);
            boolean dropping = drop(group, head, firstRow + t, block, end - block, scratch.mask);
            for (int k = Math.max(block, firstKey); k < end; k++) {
                int key = (firstRow + k) * group.stride() + group.key();
                int value = (firstRow + k) * group.stride() + group.value();
                float score = dot(headSize, bias(group, head, t - k), scratch.scaledQuery, 0, qkv, key);
                float p = exp2(score - greatest) * inverse;
                float dp = dot(headSize, 0f, dOut, row, qkv, value);
                float kept = dropping ? p * scratch.mask[k - block] : p;
                float ds = ((dropping ? dp * scratch.mask[k - block] : dp) - delta) * p;
                for (int d = 0; d < headSize; d++) {
                    dQkv[query + d] = Math.fma(ds, qkv[key + d], dQkv[query + d]);
                    dQkv[key + d] = Math.fma(ds, qkv[query + d], dQkv[key + d]);
                    dQkv[value + d] = Math.fma(kept, dOut[row + d], dQkv[value + d]);
                }
                if (biasTrained) {
                    scratch.biasGradients()[(2 * length - 1) * head + length - 1 + t - k] += ds;
                }
            }
        }
        for (int d = 0; d < headSize; d++) {
            dQkv[query + d] = Math.fma(dQkv[query + d], scoreScale(headSize), 0f);
        }
    }

    @Override
    public void attentionStep(AttentionGroup group, int row, float[] qkv, float[] out, AttentionCache cache,
            AttentionScratch scratch) {
        cache.append(group, qkv, row);
        scratch.prepareQuery(group.headSize());
        for (int head = 0; head < group.heads(); head++) {
            attendStep(group, head, row, qkv, out, cache, scratch);
        }
    }

    private static void attendStep(AttentionGroup group, int head, int row, float[] qkv, float[] out,
            AttentionCache cache, AttentionScratch scratch) {
        int headSize = group.headSize();
        int column = group.query() + head * headSize;
        int to = row * group.outStride() + column;
        scaleQuery(headSize, qkv, row * group.stride() + column, scratch.scaledQuery);
        Arrays.fill(out, to, to + headSize, 0f);
        int t = cache.length() - 1;
        float greatest = LEAST_SCORE;
        float sum = 0;
        int firstKey = group.firstKey(t);
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block <= t; block += KEY_BLOCK) {
            int from = Math.max(block, firstKey);
            int end = Math.min(block + KEY_BLOCK, t + 1);
            float before = greatest;
            for (int k = from; k < end; k++) {
                float score = bias(group, head, t - k);
                for (int d = 0; d < headSize; d++) {
                    float key = cache.keys()[cache.keysOffset(block, d) + k - block];
                    score = Math.fma(scratch.scaledQuery[d], key, score);
                }
                scratch.scores[k - block] = score;
                greatest = Math.max(greatest, score);
            }
            if (from > firstKey) {
                float shrink = exp2(before - greatest);
                sum *= shrink;
                for (int d = 0; d < headSize; d++) {
                    out[to + d] *= shrink;
                }
            }
            for (int k = from; k < end; k++) {
                float p = exp2(scratch.scores[k - block] - greatest);
                sum += p;
                for (int d = 0; d < headSize; d++) {
                    out[to + d] = Math.fma(p, cache.values()[k * cache.padded() + d], out[to + d]);
                }
            }
        }
        float inverse = 1f / sum;
        for (int d = 0; d < headSize; d++) {
            out[to + d] = Math.fma(out[to + d], inverse, 0f);
        }
    }

    /** See {@link AttentionKernels#attentionWeights}. */
    static void weights(AttentionGroup group, int head, int firstRow, int length, float[] qkv, float[] statistics,
            int statisticsOffset, float[] weights, int offset, int stride, AttentionScratch scratch) {
        int headSize = group.headSize();
        int at = statisticsOffset + 2 * length * head;
        scratch.prepareQuery(headSize);
        for (int t = 0; t < length; t++) {
            int row = offset + t * stride;
            Arrays.fill(weights, row, row + length, 0f);
            scaleQuery(headSize, qkv, (firstRow + t) * group.stride() + group.query() + head * headSize,
                    scratch.scaledQuery);
            for (int k = group.firstKey(t); k < group.endKey(t, length); k++) {
                float score = dot(headSize, bias(group, head, t - k), scratch.scaledQuery, 0, qkv,
                        (firstRow + k) * group.stride() + group.key());
                weights[row + k] = exp2(score - statistics[at + t]) * statistics[at + length + t];
            }
        }
    }

    static float bias(AttentionGroup group, int head, int distance) {
        return group.bias() == null ? 0f : group.bias().get(group.head(head), distance);
    }

    /** Leaves the mask of a query for a block's keys, if there is dropout. */
    private static boolean drop(AttentionGroup group, int head, int row, int firstKey, int n, float[] mask) {
        if (group.dropout() == null) {
            return false;
        }
        group.dropout().mask(group.head(head), row, firstKey, n, mask);
        return true;
    }

    static void scaleQuery(int headSize, float[] qkv, int query, float[] scaledQuery) {
        float scale = queryScale(headSize);
        for (int d = 0; d < headSize; d++) {
            scaledQuery[d] = qkv[query + d] * scale;
        }
    }

    /** One chain of fma in ascending order. */
    static float dot(int n, float start, float[] x, int xOffset, float[] y, int yOffset) {
        float sum = start;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
        }
        return sum;
    }
}
