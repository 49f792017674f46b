package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import dev.unroll.kernel.AttentionPanel.Pass;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What {@link VectorAttentionKernels} moves between rows of queries, keys and values and its own layouts: a head's keys
 * and values, gathered and padded with zeros to whole vectors, and queries and gradients of a panel, transposed or packed.
 */
final class VectorAttentionRows {

    private static final int QUERIES = VectorAttentionKernels.QUERIES;

    final Pass gather = VectorAttentionRows::gather;
    final Pass packQueries = VectorAttentionRows::packQueries;
    final Pass clear = VectorAttentionRows::clear;
    final Pass shrink = VectorAttentionRows::shrink;
    final Pass finishOutputs = VectorAttentionRows::finishOutputs;
    final Pass packGradients = this::packGradients;
    final Pass finishQueryGradients = VectorAttentionRows::finishQueryGradients;
    final Pass finishKeyGradients = VectorAttentionRows::finishKeyGradients;

    private final MatrixKernels matrix;

    VectorAttentionRows(MatrixKernels matrix) {
        this.matrix = matrix;
    }

    /** The group's keys and values of all steps. */
    private static void gather(AttentionPanel p) {
        int stride = p.group.stride();
        gather(p.length, p.headSize, p.qkv, p.key(0), stride, p.scratch.keys, p.padded);
        gather(p.length, p.headSize, p.qkv, p.value(0), stride, p.scratch.values, p.padded);
    }

    private static void gather(int rows, int n, float[] x, int offset, int stride, float[] y, int padded) {
        int whole = n - n % LANES;
        for (int i = 0; i < rows; i++) {
            int from = offset + i * stride;
            int to = i * padded;
            for (int d = 0; d < whole; d += LANES) {
                load(x, from + d).intoArray(y, to + d);
            }
            for (int d = whole; d < n; d++) {
                y[to + d] = x[from + d];
            }
            for (int d = n; d < padded; d++) {
                y[to + d] = 0f;
            }
        }
    }

    private static void packQueries(AttentionPanel p) {
        packTransposed(p.queries, p.headSize, ScalarAttentionKernels.queryScale(p.headSize), p.qkv, p.query(p.first),
                p.group.stride(), p.scratch.packedQueriesTransposed);
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

    /** Begins a panel: nothing is summed yet. */
    private static void clear(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        Arrays.fill(s.rows, 0, QUERIES * p.padded, 0f);
        Arrays.fill(s.sums, 0, QUERIES, 0f);
        Arrays.fill(s.greatest, 0, QUERIES, ScalarAttentionKernels.LEAST_SCORE);
    }

    /** Multiplies the sums of values so far by the factors in {@code shrink}. */
    private static void shrink(AttentionPanel p) {
        float[] rows = p.scratch.rows;
        for (int i = 0; i < QUERIES; i++) {
            FloatVector factor = all(p.scratch.shrink[i]);
            int end = (i + 1) * p.padded;
            for (int at = i * p.padded; at < end; at += LANES) {
                load(rows, at).mul(factor).intoArray(rows, at);
            }
        }
    }

    /** Outputs and statistics of the panel. */
    private static void finishOutputs(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        check(p, p.queries * p.padded, s.rows);
        int at = p.greatest();
        for (int i = 0; i < p.queries; i++) {
            float inverse = 1f / s.sums[i];
            p.statistics[at + i] = s.greatest[i];
            p.statistics[at + p.length + i] = inverse;
            scale(p.headSize, inverse, s.rows, i * p.padded, p.out, p.output(p.first + i));
        }
    }

    /** Queries and gradients of outputs in both layouts, δ, and the statistics; weights without a query are to be 0. */
    private void packGradients(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        packQueries(p);
        int output = p.output(p.first);
        int outStride = p.group.outStride();
        packTransposed(p.queries, p.headSize, 1f, p.dOut, output, outStride, s.packedGradientsTransposed);
        packRows(p.queries, p.headSize, p.qkv, p.query(p.first), p.group.stride(), s.packedQueries);
        packRows(p.queries, p.headSize, p.dOut, output, outStride, s.packedGradients);
        for (int i = 0; i < p.queries; i++) {
            int at = output + i * outStride;
            s.delta[i] = ScalarAttentionKernels.dot(p.headSize, 0f, p.dOut, at, p.out, at);
        }
        System.arraycopy(p.statistics, p.greatest(), s.greatest, 0, p.queries);
        System.arraycopy(p.statistics, p.greatest() + p.length, s.sums, 0, p.queries);
        Arrays.fill(s.greatest, p.queries, QUERIES, Float.MAX_VALUE);
        Arrays.fill(s.sums, p.queries, QUERIES, 0f);
        Arrays.fill(s.delta, p.queries, QUERIES, 0f);
        Arrays.fill(s.rows, 0, QUERIES * p.padded, 0f);
    }

    /** Packs rows as {@link VectorMatrixKernels#pack} does. */
    private void packRows(int queries, int headSize, float[] x, int offset, int stride, float[] packed) {
        if (headSize == LANES || headSize == 2 * LANES) {
            gather(queries, headSize, x, offset, stride, packed, headSize);
        } else {
            matrix.pack(queries, headSize, x, offset, stride, packed, 0);
        }
    }

    private static void finishQueryGradients(AttentionPanel p) {
        check(p, p.queries * p.padded, p.scratch.rows);
        float scale = ScalarAttentionKernels.scoreScale(p.headSize);
        for (int i = 0; i < p.queries; i++) {
            scale(p.headSize, scale, p.scratch.rows, i * p.padded, p.dQkv, p.query(p.first + i));
        }
    }

    /** Gradients of the keys and values of all steps; only if they are finite. */
    private static void finishKeyGradients(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        check(p, p.length * p.padded, s.dKeys);
        check(p, p.length * p.padded, s.dValues);
        if (!p.finite) {
            return;
        }
        float scale = ScalarAttentionKernels.scoreScale(p.headSize);
        for (int t = 0; t < p.length; t++) {
            multiply(p.headSize, scale, s.dKeys, t * p.padded, p.dQkv, p.key(t));
            multiply(p.headSize, 1f, s.dValues, t * p.padded, p.dQkv, p.value(t));
        }
    }

    /** {@code y = fma(x, factor, 0)}. */
    private static void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).fma(all(factor), all(0f)).intoArray(y, yOffset + i);
        }
        for (int i = whole; i < n; i++) {
            y[yOffset + i] = Math.fma(x[xOffset + i], factor, 0f);
        }
    }

    private static void multiply(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).mul(factor).intoArray(y, yOffset + i);
        }
        for (int i = whole; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * factor;
        }
    }

    /** Notes it if, where scores are hidden, one of n values is not finite; n is a multiple of the lanes. */
    private static void check(AttentionPanel p, int n, float[] x) {
        if (p.group.masks(p.length)) {
            FloatVector zero = all(0f);
            for (int i = 0; i < n; i += LANES) {
                zero = load(x, i).fma(all(0f), zero);
            }
            p.finite &= zero.compare(VectorOperators.EQ, 0f).allTrue();
        }
    }
}
