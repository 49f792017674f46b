package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link AttentionKernels} on the Vector API. A panel of queries, two vectors wide, stands in the lanes; keys stand in
 * the rows. So scores, outputs and gradients are matrix products of the panel, and softmax never looks across lanes.
 *
 * <p>Scores of later steps are set to −∞ where a panel crosses the diagonal, so their weights are 0, and a chain that
 * takes in 0 times a finite number keeps its bits: the sign of a zero, the one thing that could differ, is settled by
 * the final {@code fma(…, 0)} or has not yet left +0. Where a result shows that a number was not finite, the plain
 * loops compute the head again.
 */
final class VectorAttentionKernels implements AttentionKernels {

    private static final int LANES = VectorMath.LANES;
    /** Queries of a panel; divides {@link #KEY_BLOCK}. */
    private static final int QUERIES = 2 * LANES;

    private final ScalarAttentionKernels scalar = new ScalarAttentionKernels();
    private final MatrixKernels matrix;

    VectorAttentionKernels(MatrixKernels matrix) {
        this.matrix = matrix;
    }

    @Override
    public void attention(int length, int headSize, boolean causal, int width, float[] qkv, int qkvOffset, float[] out,
            int outOffset, float[] statistics, int statisticsOffset, AttentionScratch scratch) {
        scratch.prepareForward(matrix, QUERIES, headSize, headSize);
        for (int first = 0; first < length; first += QUERIES) {
            int queries = Math.min(QUERIES, length - first);
            packScaledQueries(first, queries, headSize, headSize, width, qkv, qkvOffset, scratch);
            attendPanel(first, causal ? first + queries : length, headSize, causal, width, qkv, qkvOffset, scratch);
            int row = outOffset + first * width;
            for (int i = 0; i < queries; i++) {
                float inverse = 1f / scratch.sums[i];
                for (int d = 0; d < headSize; d++) {
                    out[row + i * width + d] = Math.fma(scratch.transposed[d * QUERIES + i], inverse, 0f);
                }
                statistics[statisticsOffset + first + i] = scratch.greatest[i];
                statistics[statisticsOffset + length + first + i] = inverse;
            }
        }
        // The last query sees every key, so a value that is not finite shows there.
        if (causal && !finite(headSize, out, outOffset + (length - 1) * width)) {
            scalar.attention(length, headSize, true, width, qkv, qkvOffset, out, outOffset, statistics,
                    statisticsOffset, scratch);
        }
    }

    private void packScaledQueries(int first, int queries, int headSize, int rowSize, int width, float[] qkv,
            int qkvOffset, AttentionScratch scratch) {
        float scale = ScalarAttentionKernels.queryScale(headSize);
        Arrays.fill(scratch.rows, 0, QUERIES * rowSize, 0f);
        for (int i = 0; i < queries; i++) {
            int query = qkvOffset + (first + i) * 3 * width;
            for (int d = 0; d < headSize; d++) {
                scratch.rows[i * rowSize + d] = qkv[query + d] * scale;
            }
        }
        matrix.packTransposed(headSize, QUERIES, scratch.rows, 0, rowSize, scratch.packedQueriesTransposed, 0);
    }

    /** Leaves weighted sums of values in {@code transposed}, and maxima and sums of weights beside them. */
    private void attendPanel(int first, int keys, int headSize, boolean causal, int width, float[] qkv, int qkvOffset,
            AttentionScratch scratch) {
        int stride = 3 * width;
        Arrays.fill(scratch.transposed, 0, headSize * QUERIES, 0f);
        Arrays.fill(scratch.sums, 0, QUERIES, 0f);
        Arrays.fill(scratch.greatest, 0, QUERIES, Float.NEGATIVE_INFINITY);
        for (int block = 0; block < keys; block += KEY_BLOCK) {
            int n = Math.min(KEY_BLOCK, keys - block);
            int key = qkvOffset + width + block * stride;
            matrix.multiply(n, QUERIES, headSize, qkv, key, stride, scratch.packedQueriesTransposed, 0, scratch.scores,
                    0, QUERIES);
            if (causal) {
                fillLater(first, block, n, scratch.scores, Float.NEGATIVE_INFINITY);
            }
            System.arraycopy(scratch.greatest, 0, scratch.shrink, 0, QUERIES);
            for (int lane = 0; lane < QUERIES; lane += LANES) {
                raise(n, scratch.scores, lane, scratch.greatest);
            }
            if (block > 0) {
                for (int lane = 0; lane < QUERIES; lane += LANES) {
                    shrink(headSize, scratch.greatest, scratch.shrink, scratch.sums, scratch.transposed, lane);
                }
            }
            for (int lane = 0; lane < QUERIES; lane += LANES) {
                weights(n, scratch.scores, lane, scratch.greatest, scratch.sums);
            }
            matrix.multiplyTransposedAdd(headSize, QUERIES, n, qkv, key + width, stride, scratch.scores, 0, QUERIES,
                    scratch.transposed, 0, QUERIES);
        }
    }

    @Override
    public void attentionBackward(int length, int headSize, boolean causal, int width, float[] qkv, int qkvOffset,
            float[] out, float[] dOut, int outOffset, float[] statistics, int statisticsOffset, float[] dQkv,
            AttentionScratch scratch) {
        int padded = (headSize + LANES - 1) / LANES * LANES;
        float scale = ScalarAttentionKernels.scoreScale(headSize);
        scratch.prepareBackward(matrix, QUERIES, headSize, padded, length);
        Arrays.fill(scratch.dKeys, 0, length * padded, 0f);
        Arrays.fill(scratch.dValues, 0, length * padded, 0f);
        for (int first = 0; first < length; first += QUERIES) {
            int queries = Math.min(QUERIES, length - first);
            packForBackward(first, queries, headSize, padded, width, qkv, qkvOffset, dOut, outOffset, scratch);
            for (int i = 0; i < queries; i++) {
                int row = outOffset + (first + i) * width;
                scratch.greatest[i] = statistics[statisticsOffset + first + i];
                scratch.sums[i] = statistics[statisticsOffset + length + first + i];
                scratch.delta[i] = ScalarAttentionKernels.dot(headSize, dOut, row, out, row);
            }
            panelGradients(first, queries, causal ? first + queries : length, headSize, padded, causal, width, qkv,
                    qkvOffset, scratch);
            for (int i = 0; i < queries; i++) {
                int query = qkvOffset + (first + i) * 3 * width;
                for (int d = 0; d < headSize; d++) {
                    dQkv[query + d] = Math.fma(scratch.transposed[d * QUERIES + i], scale, 0f);
                }
            }
        }
        for (int t = 0; t < length; t++) {
            int key = qkvOffset + width + t * 3 * width;
            for (int d = 0; d < headSize; d++) {
                dQkv[key + d] = scratch.dKeys[t * padded + d] * scale;
            }
            System.arraycopy(scratch.dValues, t * padded, dQkv, key + width, headSize);
        }
        // The last query sees every key, and the first key is seen by every query.
        if (causal && !(finite(headSize, dQkv, qkvOffset + (length - 1) * 3 * width)
                && finite(headSize, dQkv, qkvOffset + width) && finite(headSize, dQkv, qkvOffset + 2 * width))) {
            scalar.attentionBackward(length, headSize, true, width, qkv, qkvOffset, out, dOut, outOffset, statistics,
                    statisticsOffset, dQkv, scratch);
        }
    }

    private void packForBackward(int first, int queries, int headSize, int padded, int width, float[] qkv,
            int qkvOffset, float[] dOut, int outOffset, AttentionScratch scratch) {
        packScaledQueries(first, queries, headSize, padded, width, qkv, qkvOffset, scratch);
        float[] rows = scratch.rows;
        for (int i = 0; i < queries; i++) {
            System.arraycopy(qkv, qkvOffset + (first + i) * 3 * width, rows, i * padded, headSize);
        }
        matrix.pack(queries, padded, rows, 0, padded, scratch.packedQueries, 0);
        for (int i = 0; i < queries; i++) {
            System.arraycopy(dOut, outOffset + (first + i) * width, rows, i * padded, headSize);
        }
        matrix.pack(queries, padded, rows, 0, padded, scratch.packedGradients, 0);
        matrix.packTransposed(headSize, QUERIES, rows, 0, padded, scratch.packedGradientsTransposed, 0);
    }

    /** Leaves unscaled query gradients in {@code transposed} and adds to those of keys and values. */
    private void panelGradients(int first, int queries, int keys, int headSize, int padded, boolean causal, int width,
            float[] qkv, int qkvOffset, AttentionScratch scratch) {
        int stride = 3 * width;
        Arrays.fill(scratch.transposed, 0, headSize * QUERIES, 0f);
        for (int block = 0; block < keys; block += KEY_BLOCK) {
            int n = Math.min(KEY_BLOCK, keys - block);
            int key = qkvOffset + width + block * stride;
            matrix.multiply(n, QUERIES, headSize, qkv, key, stride, scratch.packedQueriesTransposed, 0, scratch.scores,
                    0, QUERIES);
            matrix.multiply(n, QUERIES, headSize, qkv, key + width, stride, scratch.packedGradientsTransposed, 0,
                    scratch.dScores, 0, QUERIES);
            if (causal) {
                fillLater(first, block, n, scratch.scores, Float.NEGATIVE_INFINITY);
                fillLater(first, block, n, scratch.dScores, 0f);
            }
            for (int lane = 0; lane < QUERIES; lane += LANES) {
                weightGradients(n, scratch.scores, scratch.dScores, lane, scratch.greatest, scratch.sums,
                        scratch.delta);
            }
            matrix.multiplyAdd(n, padded, queries, scratch.dScores, 0, QUERIES, scratch.packedQueries, 0, scratch.dKeys,
                    block * padded, padded);
            matrix.multiplyAdd(n, padded, queries, scratch.scores, 0, QUERIES, scratch.packedGradients, 0,
                    scratch.dValues, block * padded, padded);
            matrix.multiplyTransposedAdd(headSize, QUERIES, n, qkv, key, stride, scratch.dScores, 0, QUERIES,
                    scratch.transposed, 0, QUERIES);
        }
    }

    /** Overwrites entries of keys that come after their query. */
    private static void fillLater(int first, int block, int keys, float[] scores, float value) {
        for (int k = Math.max(block, first + 1); k < block + keys; k++) {
            int row = (k - block) * QUERIES;
            Arrays.fill(scores, row, row + Math.min(k - first, QUERIES), value);
        }
    }

    private static boolean finite(int n, float[] x, int offset) {
        float zero = 0f;
        for (int i = 0; i < n; i++) {
            zero += x[offset + i] * 0f;
        }
        return zero == 0f;
    }

    /** Raises the maxima of one column of lanes. Four at a time, since each has to wait for the one before. */
    private static void raise(int keys, float[] scores, int lane, float[] greatest) {
        FloatVector a = load(greatest, lane);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        int at = lane;
        for (; k <= keys - 4; k += 4, at += 4 * QUERIES) {
            a = a.max(load(scores, at));
            b = b.max(load(scores, at + QUERIES));
            c = c.max(load(scores, at + 2 * QUERIES));
            d = d.max(load(scores, at + 3 * QUERIES));
        }
        for (; k < keys; k++, at += QUERIES) {
            a = a.max(load(scores, at));
        }
        a.max(b).max(c.max(d)).intoArray(greatest, lane);
    }

    /** Brings sums and outputs from the maxima of before to the present ones. */
    private static void shrink(int headSize, float[] greatest, float[] before, float[] sums, float[] transposed,
            int lane) {
        FloatVector factor = exp2(load(before, lane)
                .sub(load(greatest, lane)));
        load(sums, lane).mul(factor).intoArray(sums, lane);
        for (int d = 0; d < headSize; d++) {
            int at = d * QUERIES + lane;
            load(transposed, at).mul(factor).intoArray(transposed, at);
        }
    }

    /**
     * Turns scores into weights. One column of lanes at a time: two exponentials in one loop body are not compiled
     * well.
     */
    private static void weights(int keys, float[] scores, int lane, float[] greatest, float[] sums) {
        FloatVector m = load(greatest, lane);
        FloatVector sum = load(sums, lane);
        for (int k = 0, at = lane; k < keys; k++, at += QUERIES) {
            FloatVector p = exp2(load(scores, at).sub(m));
            p.intoArray(scores, at);
            sum = sum.add(p);
        }
        sum.intoArray(sums, lane);
    }

    /** Turns scores into weights and gradients of weights into gradients of scores. */
    private static void weightGradients(int keys, float[] scores, float[] dScores, int lane, float[] greatest,
            float[] inverses, float[] deltas) {
        FloatVector m = load(greatest, lane);
        FloatVector inverse = load(inverses, lane);
        FloatVector delta = load(deltas, lane);
        for (int k = 0, at = lane; k < keys; k++, at += QUERIES) {
            FloatVector p = exp2(load(scores, at).sub(m)).mul(inverse);
            p.intoArray(scores, at);
            load(dScores, at).sub(delta).mul(p).intoArray(dScores, at);
        }
    }

    /** {@link ScalarAttentionKernels#exp2} in each lane. */
    static FloatVector exp2(FloatVector x) {
        FloatVector clamped = x.max(ScalarAttentionKernels.EXP2_LEAST);
        FloatVector rounded = clamped.add(FloatMath.ROUND_TO_INTEGER);
        FloatVector f = clamped.sub(rounded.sub(FloatMath.ROUND_TO_INTEGER));
        FloatVector p = all(ScalarAttentionKernels.EXP2_6)
                .fma(f, all(ScalarAttentionKernels.EXP2_5));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_4));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_3));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_2));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_1));
        p = p.fma(f, all(1f));
        return p.mul(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, ScalarAttentionKernels.MANTISSA_BITS)
                .add(ScalarAttentionKernels.ONE_BITS).reinterpretAsFloats());
    }
}
