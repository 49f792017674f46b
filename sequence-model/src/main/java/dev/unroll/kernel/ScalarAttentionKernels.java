package dev.unroll.kernel;

import java.util.Arrays;

/** The plain loops that define {@link AttentionKernels}: one query after another, as its equations stand. */
final class ScalarAttentionKernels implements AttentionKernels {

    static final double LOG2_E = 1.4426950408889634;
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
    public void attention(int length, int headSize, boolean causal, int width, float[] qkv, int qkvOffset, float[] out,
            int outOffset, float[] statistics, int statisticsOffset, AttentionScratch scratch) {
        int stride = 3 * width;
        scratch.prepareQuery(headSize);
        float[] scaledQuery = scratch.scaledQuery;
        float[] scores = scratch.scores;
        for (int t = 0; t < length; t++) {
            scaleQuery(headSize, qkv, qkvOffset + t * stride, scaledQuery);
            int to = outOffset + t * width;
            Arrays.fill(out, to, to + headSize, 0f);
            float greatest = Float.NEGATIVE_INFINITY;
            float sum = 0;
            int keys = causal ? t + 1 : length;
            for (int block = 0; block < keys; block += KEY_BLOCK) {
                int n = Math.min(KEY_BLOCK, keys - block);
                float before = greatest;
                for (int k = 0; k < n; k++) {
                    float score = dot(headSize, scaledQuery, 0, qkv, qkvOffset + width + (block + k) * stride);
                    scores[k] = score;
                    greatest = Math.max(greatest, score);
                }
                if (block > 0) {
                    float shrink = exp2(before - greatest);
                    sum *= shrink;
                    for (int d = 0; d < headSize; d++) {
                        out[to + d] *= shrink;
                    }
                }
                for (int k = 0; k < n; k++) {
                    float p = exp2(scores[k] - greatest);
                    sum += p;
                    int value = qkvOffset + 2 * width + (block + k) * stride;
                    for (int d = 0; d < headSize; d++) {
                        out[to + d] = Math.fma(p, qkv[value + d], out[to + d]);
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
    }

    @Override
    public void attentionBackward(int length, int headSize, boolean causal, int width, float[] qkv, int qkvOffset,
            float[] out, float[] dOut, int outOffset, float[] statistics, int statisticsOffset, float[] dQkv,
            AttentionScratch scratch) {
        int stride = 3 * width;
        scratch.prepareQuery(headSize);
        float[] scaledQuery = scratch.scaledQuery;
        for (int t = 0; t < length; t++) {
            for (int part = 0; part < 3; part++) {
                int row = qkvOffset + t * stride + part * width;
                Arrays.fill(dQkv, row, row + headSize, 0f);
            }
        }
        float scale = scoreScale(headSize);
        for (int t = 0; t < length; t++) {
            int query = qkvOffset + t * stride;
            int row = outOffset + t * width;
            scaleQuery(headSize, qkv, query, scaledQuery);
            float delta = dot(headSize, dOut, row, out, row);
            float greatest = statistics[statisticsOffset + t];
            float inverse = statistics[statisticsOffset + length + t];
            int keys = causal ? t + 1 : length;
            for (int k = 0; k < keys; k++) {
                int key = qkvOffset + width + k * stride;
                int value = key + width;
                float p = exp2(dot(headSize, scaledQuery, 0, qkv, key) - greatest) * inverse;
                float ds = (dot(headSize, dOut, row, qkv, value) - delta) * p;
                for (int d = 0; d < headSize; d++) {
                    dQkv[query + d] = Math.fma(ds, qkv[key + d], dQkv[query + d]);
                    dQkv[key + d] = Math.fma(ds, qkv[query + d], dQkv[key + d]);
                    dQkv[value + d] = Math.fma(p, dOut[row + d], dQkv[value + d]);
                }
            }
            for (int d = 0; d < headSize; d++) {
                dQkv[query + d] = Math.fma(dQkv[query + d], scale, 0f);
            }
        }
        for (int t = 0; t < length; t++) {
            int key = qkvOffset + width + t * stride;
            for (int d = 0; d < headSize; d++) {
                dQkv[key + d] *= scale;
            }
        }
    }

    private static void scaleQuery(int headSize, float[] qkv, int query, float[] scaledQuery) {
        float scale = queryScale(headSize);
        for (int d = 0; d < headSize; d++) {
            scaledQuery[d] = qkv[query + d] * scale;
        }
    }

    /** One chain of fma in ascending order, from 0. */
    static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
        }
        return sum;
    }
}
