package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link AttentionKernels} on the Vector API. A panel of queries, two vectors wide, stands in the lanes; keys stand in
 * the rows. So scores, outputs and gradients are matrix products of the panel, and softmax never looks across lanes. A
 * head's keys and values are first gathered, so that its rows follow each other, padded with zeros to whole vectors.
 *
 * <p>Scores of steps that a query does not see are set to −∞, so their weights are 0, and a chain that takes in 0 times
 * a finite number keeps its bits: the sign of a zero, the one thing that could differ, is settled by the final {@code
 * fma(…, 0)} or has not yet left +0. Where a result shows that a number was not finite, the plain loops compute the
 * heads again.
 */
final class VectorAttentionKernels implements AttentionKernels {

    private static final int LANES = VectorMath.LANES;
    /** Queries of a panel; divides {@link #KEY_BLOCK}. */
    static final int QUERIES = 2 * LANES;
    private static final float[] ZEROS = new float[QUERIES];
    /**
     * −∞, +∞ and −∞, as many of each as there are queries: the least of a score and of these hides it or lets it be.
     */
    private static final float[] LIMITS = new float[3 * QUERIES];

    static {
        Arrays.fill(LIMITS, Float.NEGATIVE_INFINITY);
        Arrays.fill(LIMITS, QUERIES, 2 * QUERIES, Float.POSITIVE_INFINITY);
    }

    private final ScalarAttentionKernels scalar = new ScalarAttentionKernels();
    private final VectorSoftmax softmax = new VectorSoftmax();
    private final VectorAttentionStep step = new VectorAttentionStep();
    private final MatrixKernels matrix;

    VectorAttentionKernels(MatrixKernels matrix) {
        this.matrix = matrix;
    }

    @Override
    public void attention(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out, float[] statistics,
            int statisticsOffset, AttentionScratch scratch) {
        int headSize = group.headSize();
        int padded = padded(headSize);
        scratch.prepareForward(QUERIES, headSize, padded, length);
        gatherKeysAndValues(group, firstRow, length, qkv, scratch);
        boolean finite = true;
        for (int head = 0; head < group.heads(); head++) {
            int column = group.query() + head * headSize;
            int at = statisticsOffset + 2 * length * head;
            for (int first = 0; first < length; first += QUERIES) {
                int queries = Math.min(QUERIES, length - first);
                int row = firstRow + first;
                packTransposed(queries, headSize, ScalarAttentionKernels.queryScale(headSize), qkv,
                        row * group.stride() + column, group.stride(), scratch.packedQueriesTransposed);
                attendPanel(group, head, firstRow, first, length, scratch);
                finite &= !group.masks(length) || finite(queries * padded, scratch.rows);
                for (int i = 0; i < queries; i++) {
                    scratch.shrink[i] = 1f / scratch.sums[i];
                    statistics[at + first + i] = scratch.greatest[i];
                    statistics[at + length + first + i] = scratch.shrink[i];
                }
                for (int i = 0; i < queries; i++) {
                    scaleRow(headSize, scratch.shrink[i], scratch.rows, i * padded, out,
                            (row + i) * group.outStride() + column);
                }
            }
        }
        if (!finite) {
            scalar.attention(group, firstRow, length, qkv, out, statistics, statisticsOffset, scratch);
        }
    }

    @Override
    public void attentionStep(AttentionGroup group, int row, float[] qkv, float[] out, AttentionCache cache,
            AttentionScratch scratch) {
        step.attend(group, row, qkv, out, cache, scratch);
    }

    /** Leaves weighted sums of values in {@code rows}, and maxima and sums of weights beside them. */
    private void attendPanel(AttentionGroup group, int head, int firstRow, int first, int length,
            AttentionScratch scratch) {
        int padded = padded(group.headSize());
        Arrays.fill(scratch.rows, 0, QUERIES * padded, 0f);
        Arrays.fill(scratch.sums, 0, QUERIES, 0f);
        Arrays.fill(scratch.greatest, 0, QUERIES, ScalarAttentionKernels.LEAST_SCORE);
        int last = Math.min(first + QUERIES, length) - 1;
        int firstKey = group.firstKey(first);
        int endKey = group.endKey(last, length);
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block < endKey; block += KEY_BLOCK) {
            int from = Math.max(block, firstKey);
            int n = Math.min(block + KEY_BLOCK, endKey) - from;
            scores(group, head, first, from, n, scratch.keys, scratch.packedQueriesTransposed, true, scratch.scores);
            hideUnseen(group, first, from, n, length, scratch.scores);
            softmax.weights(n, from == firstKey, scratch);
            if (from > firstKey) {
                for (int i = 0; i < QUERIES; i++) {
                    shrinkRow(padded, scratch.shrink[i], scratch.rows, i * padded);
                }
            }
            if (group.dropout() != null) {
                gatherMasks(group, head, firstRow + first, last + 1 - first, block, from, n, scratch);
                softmax.maskWeights(n, scratch);
            }
            addWeighted(n, padded, scratch.scores, scratch.values, from * padded, scratch.rows);
        }
    }

    @Override
    public void attentionBackward(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out,
            float[] dOut, float[] statistics, int statisticsOffset, float[] dQkv, AttentionScratch scratch) {
        int headSize = group.headSize();
        int padded = padded(headSize);
        float scale = ScalarAttentionKernels.scoreScale(headSize);
        scratch.prepareBackward(QUERIES, headSize, padded, length);
        scratch.clearBiasGradients(group, length, QUERIES);
        gatherKeysAndValues(group, firstRow, length, qkv, scratch);
        Arrays.fill(scratch.dKeys, 0, length * padded, 0f);
        Arrays.fill(scratch.dValues, 0, length * padded, 0f);
        boolean finite = true;
        for (int head = 0; head < group.heads(); head++) {
            int column = group.query() + head * headSize;
            for (int first = 0; first < length; first += QUERIES) {
                int queries = Math.min(QUERIES, length - first);
                packForBackward(group, column, firstRow + first, queries, qkv, out, dOut, scratch);
                statisticsOfPanel(statistics, statisticsOffset + 2 * length * head + first, length, queries, scratch);
                panelGradients(group, head, firstRow, first, length, scratch);
                finite &= !group.masks(length) || finite(queries * padded, scratch.rows);
                for (int i = 0; i < queries; i++) {
                    scaleRow(headSize, scale, scratch.rows, i * padded, dQkv,
                            (firstRow + first + i) * group.stride() + column);
                }
            }
        }
        finite &= !group.masks(length)
                || finite(length * padded, scratch.dKeys) && finite(length * padded, scratch.dValues);
        if (!finite) {
            scalar.attentionBackward(group, firstRow, length, qkv, out, dOut, statistics, statisticsOffset, dQkv,
                    scratch);
            return;
        }
        for (int t = 0; t < length; t++) {
            int row = (firstRow + t) * group.stride();
            multiplyRow(headSize, scale, scratch.dKeys, t * padded, dQkv, row + group.key());
            copyRow(headSize, scratch.dValues, t * padded, dQkv, row + group.value());
        }
    }

    private void packForBackward(AttentionGroup group, int column, int row, int queries, float[] qkv, float[] out,
            float[] dOut, AttentionScratch scratch) {
        int headSize = group.headSize();
        int query = row * group.stride() + column;
        int result = row * group.outStride() + column;
        packTransposed(queries, headSize, ScalarAttentionKernels.queryScale(headSize), qkv, query, group.stride(),
                scratch.packedQueriesTransposed);
        packTransposed(queries, headSize, 1f, dOut, result, group.outStride(), scratch.packedGradientsTransposed);
        packRows(queries, headSize, qkv, query, group.stride(), scratch.packedQueries);
        packRows(queries, headSize, dOut, result, group.outStride(), scratch.packedGradients);
        for (int i = 0; i < queries; i++) {
            int at = result + i * group.outStride();
            scratch.delta[i] = ScalarAttentionKernels.dot(headSize, 0f, dOut, at, out, at);
        }
    }

    /** Where there is no query, weights are to be 0. */
    private static void statisticsOfPanel(float[] statistics, int offset, int length, int queries,
            AttentionScratch scratch) {
        System.arraycopy(statistics, offset, scratch.greatest, 0, queries);
        System.arraycopy(statistics, offset + length, scratch.sums, 0, queries);
        Arrays.fill(scratch.greatest, queries, QUERIES, Float.MAX_VALUE);
        Arrays.fill(scratch.sums, queries, QUERIES, 0f);
        Arrays.fill(scratch.delta, queries, QUERIES, 0f);
    }

    /** Leaves unscaled query gradients in {@code rows} and adds to those of keys, values and bias. */
    private void panelGradients(AttentionGroup group, int head, int firstRow, int first, int length,
            AttentionScratch scratch) {
        int padded = padded(group.headSize());
        Arrays.fill(scratch.rows, 0, QUERIES * padded, 0f);
        int queries = Math.min(QUERIES, length - first);
        int firstKey = group.firstKey(first);
        int endKey = group.endKey(first + queries - 1, length);
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block < endKey; block += KEY_BLOCK) {
            int from = Math.max(block, firstKey);
            int n = Math.min(block + KEY_BLOCK, endKey) - from;
            scores(group, head, first, from, n, scratch.keys, scratch.packedQueriesTransposed, true, scratch.scores);
            scores(group, head, first, from, n, scratch.values, scratch.packedGradientsTransposed, false,
                    scratch.dScores);
            hideUnseen(group, first, from, n, length, scratch.scores);
            if (group.dropout() != null) {
                gatherMasks(group, head, firstRow + first, queries, block, from, n, scratch);
                softmax.maskGradients(n, scratch);
            }
            softmax.gradients(n, scratch);
            if (group.dropout() != null) {
                softmax.maskWeights(n, scratch);
            }
            matrix.multiplyAdd(n, padded, queries, scratch.dScores, 0, QUERIES, scratch.packedQueries, 0,
                    scratch.dKeys, from * padded, padded);
            matrix.multiplyAdd(n, padded, queries, scratch.scores, 0, QUERIES, scratch.packedGradients, 0,
                    scratch.dValues, from * padded, padded);
            addWeighted(n, padded, scratch.dScores, scratch.keys, from * padded, scratch.rows);
            if (group.bias() != null && group.bias().trained()) {
                addBiasGradients(n, scratch.dScores, scratch.biasGradients(),
                        (2 * length - 1) * head + length - 1 + first - from);
            }
        }
    }

    /** {@code scores[k][q] = bias[q - k] + Σ keys[k][d] queries[d][q]} for n keys from {@code from} on. */
    private static void scores(AttentionGroup group, int head, int first, int from, int n, float[] keys,
            float[] packedTransposed, boolean biased, float[] scores) {
        int headSize = group.headSize();
        int padded = padded(headSize);
        DistanceBias bias = biased ? group.bias() : null;
        float[] start = bias == null ? ZEROS : bias.values(group.head(head));
        // A step to the next key is one step less of distance.
        int startStride = bias == null ? 0 : -1;
        int start0 = bias == null ? 0 : bias.origin() + first - from;
        for (int k = 0; k < n; k += VectorMatrixKernels.TILE_ROWS) {
            int rows = Math.min(VectorMatrixKernels.TILE_ROWS, n - k);
            if (VectorMatrixKernels.TILE_ROWS == 4) {
                VectorTiles.tile4x2(rows, headSize, keys, (from + k) * padded, padded, packedTransposed, 0, start,
                        start0 + k * startStride, startStride, scores, k * QUERIES, QUERIES);
            } else {
                VectorTiles.tile8x2(rows, headSize, keys, (from + k) * padded, padded, packedTransposed, 0, start,
                        start0 + k * startStride, startStride, scores, k * QUERIES, QUERIES);
            }
        }
    }

    /** {@code rows[q] += Σ weights[k][q] values[k]} over n keys. */
    private static void addWeighted(int n, int padded, float[] weights, float[] values, int valuesOffset,
            float[] rows) {
        int tileRows = VectorMatrixKernels.TILE_ROWS;
        for (int q = 0; q < QUERIES; q += tileRows) {
            int d = 0;
            for (; d + 2 * LANES <= padded; d += 2 * LANES) {
                if (tileRows == 4) {
                    VectorTransposedTiles.tile4x2(4, n, weights, q, QUERIES, values, valuesOffset + d, padded, rows,
                            q * padded + d, padded);
                } else {
                    VectorTransposedTiles.tile8x2(8, n, weights, q, QUERIES, values, valuesOffset + d, padded, rows,
                            q * padded + d, padded);
                }
            }
            if (d < padded && q % 8 == 0) {
                VectorTransposedTiles.tile8x1(n, weights, q, QUERIES, values, valuesOffset + d, padded, rows,
                        q * padded + d, padded);
            }
        }
    }

    /** Adds row k of the scores' gradients to those of the distances from {@code at - k} on. */
    private static void addBiasGradients(int n, float[] dScores, float[] gradients, int at) {
        for (int k = 0; k < n; k++) {
            for (int lane = 0; lane < QUERIES; lane += LANES) {
                int to = at - k + lane;
                load(gradients, to).add(load(dScores, k * QUERIES + lane)).intoArray(gradients, to);
            }
        }
    }

    /** Lowers the scores of keys that their query does not see to −∞. */
    private static void hideUnseen(AttentionGroup group, int first, int from, int n, int length, float[] scores) {
        if (!group.masks(length)) {
            return;
        }
        for (int k = 0; k < n; k++) {
            int key = from + k;
            // Seen by the queries from firstQuery (inclusive) to endQuery (exclusive).
            int firstQuery = (int) Math.max(first, group.causal() ? key : (long) key - group.window() + 1);
            int endQuery = (int) Math.min(first + QUERIES, (long) key + group.window());
            if (firstQuery > first) {
                limit(scores, k * QUERIES, QUERIES - Math.min(firstQuery - first, QUERIES));
            }
            if (endQuery < first + QUERIES) {
                limit(scores, k * QUERIES, 2 * QUERIES - Math.max(0, endQuery - first));
            }
        }
    }

    private static void limit(float[] scores, int row, int limits) {
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            load(scores, row + lane).min(load(LIMITS, limits + lane)).intoArray(scores, row + lane);
        }
    }

    /** The masks of a panel, transposed: {@code masks[k][q]}. */
    private static void gatherMasks(AttentionGroup group, int head, int row, int queries, int block, int from, int n,
            AttentionScratch scratch) {
        for (int i = 0; i < queries; i++) {
            group.dropout().mask(group.head(head), row + i, block, from + n - block, scratch.mask);
            for (int k = 0; k < n; k++) {
                scratch.masks[k * QUERIES + i] = scratch.mask[from - block + k];
            }
        }
        for (int k = 0; k < n; k++) {
            Arrays.fill(scratch.masks, k * QUERIES + queries, (k + 1) * QUERIES, 0f);
        }
    }

    private static void gatherKeysAndValues(AttentionGroup group, int firstRow, int length, float[] qkv,
            AttentionScratch scratch) {
        int headSize = group.headSize();
        int padded = padded(headSize);
        int from = firstRow * group.stride();
        gather(length, headSize, qkv, from + group.key(), group.stride(), scratch.keys, padded);
        gather(length, headSize, qkv, from + group.value(), group.stride(), scratch.values, padded);
        if (padded > headSize) {
            for (int end = padded; end <= length * padded; end += padded) {
                Arrays.fill(scratch.keys, end - padded + headSize, end, 0f);
                Arrays.fill(scratch.values, end - padded + headSize, end, 0f);
            }
        }
    }

    private static void gather(int rows, int n, float[] x, int offset, int stride, float[] y, int padded) {
        if (n < padded) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(x, offset + i * stride, y, i * padded, n);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int d = 0; d < n; d += LANES) {
                load(x, offset + i * stride + d).intoArray(y, i * n + d);
            }
        }
    }

    /** {@code packed[d][q] = scale x[q][d]}, zero where there is no query. */
    private static void packTransposed(int queries, int headSize, float scale, float[] x, int offset, int stride,
            float[] packed) {
        if (queries < QUERIES) {
            Arrays.fill(packed, 0, headSize * QUERIES, 0f);
        }
        for (int i = 0; i < queries; i++) {
            int from = offset + i * stride;
            for (int d = 0; d < headSize; d++) {
                packed[d * QUERIES + i] = x[from + d] * scale;
            }
        }
    }

    /** Packs rows as {@link VectorMatrixKernels#pack} does. */
    private void packRows(int queries, int headSize, float[] x, int offset, int stride, float[] packed) {
        if (headSize == LANES || headSize == 2 * LANES) {
            for (int i = 0; i < queries; i++) {
                for (int d = 0; d < headSize; d += LANES) {
                    load(x, offset + i * stride + d).intoArray(packed, i * headSize + d);
                }
            }
        } else {
            matrix.pack(queries, headSize, x, offset, stride, packed, 0);
        }
    }

    private static void copyRow(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).intoArray(y, yOffset + i);
        }
        for (int i = whole; i < n; i++) {
            y[yOffset + i] = x[xOffset + i];
        }
    }

    private static void multiplyRow(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).mul(factor).intoArray(y, yOffset + i);
        }
        for (int i = whole; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * factor;
        }
    }

    /** {@code y = fma(x, factor, 0)}. */
    private static void scaleRow(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).fma(all(factor), all(0f)).intoArray(y, yOffset + i);
        }
        for (int i = whole; i < n; i++) {
            y[yOffset + i] = Math.fma(x[xOffset + i], factor, 0f);
        }
    }

    private static void shrinkRow(int padded, float factor, float[] rows, int offset) {
        multiplyRow(padded, factor, rows, offset, rows, offset);
    }

    /** Whether all of the first n values are finite; n is a multiple of the lanes. */
    private static boolean finite(int n, float[] x) {
        FloatVector zero = all(0f);
        for (int i = 0; i < n; i += LANES) {
            zero = load(x, i).fma(all(0f), zero);
        }
        return zero.compare(VectorOperators.EQ, 0f).allTrue();
    }

    private static int padded(int headSize) {
        return (headSize + LANES - 1) / LANES * LANES;
    }
}
