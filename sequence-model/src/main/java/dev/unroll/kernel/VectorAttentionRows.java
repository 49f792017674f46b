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
 * and values, gathered and padded with zeros to whole vectors, and queries and gradients of a panel, transposed or
 * packed.
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

    /** Column of vectors by column: an inner loop over the few vectors of a row costs more than they do. */
    private static void gather(int rows, int n, float[] x, int offset, int stride, float[] y, int padded) {
        int whole = n - n % LANES;
        for (int d = 0; d < whole; d += LANES) {
            multiplyColumn(rows, 1f, x, offset + d, stride, y, d, padded);
        }
        for (int i = 0; i < rows && whole < padded; i++) {
            for (int d = whole; d < padded; d++) {
                y[i * padded + d] = d < n ? x[offset + i * stride + d] : 0f;
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
        for (int d = 0; d < p.padded; d += LANES) {
            for (int i = 0, at = d; i < QUERIES; i++, at += p.padded) {
                load(rows, at).mul(all(p.scratch.shrink[i])).intoArray(rows, at);
            }
        }
    }

    /** Outputs and statistics of the panel. */
    private static void finishOutputs(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        check(p, p.queries * p.padded, s.rows);
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            all(1f).div(load(s.sums, lane)).intoArray(s.sums, lane);
        }
        System.arraycopy(s.greatest, 0, p.statistics, p.greatest(), p.queries);
        System.arraycopy(s.sums, 0, p.statistics, p.greatest() + p.length, p.queries);
        int whole = p.headSize - p.headSize % LANES;
        int to = p.output(p.first);
        int stride = p.group.outStride();
        for (int d = 0; d < whole; d += LANES) {
            scaleColumn(p.queries, s.sums, 1, s.rows, d, p.padded, p.out, to + d, stride);
        }
        for (int i = 0; i < p.queries && whole < p.headSize; i++) {
            for (int d = whole; d < p.headSize; d++) {
                p.out[to + i * stride + d] = Math.fma(s.rows[i * p.padded + d], s.sums[i], 0f);
            }
        }
    }

    /** Queries and gradients of outputs in both layouts, δ, and statistics; weights without a query are to be 0. */
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
        AttentionScratch s = p.scratch;
        check(p, p.queries * p.padded, s.rows);
        s.shrink[0] = ScalarAttentionKernels.scoreScale(p.headSize);
        int whole = p.headSize - p.headSize % LANES;
        int to = p.query(p.first);
        int stride = p.group.stride();
        for (int d = 0; d < whole; d += LANES) {
            scaleColumn(p.queries, s.shrink, 0, s.rows, d, p.padded, p.dQkv, to + d, stride);
        }
        for (int i = 0; i < p.queries && whole < p.headSize; i++) {
            for (int d = whole; d < p.headSize; d++) {
                p.dQkv[to + i * stride + d] = Math.fma(s.rows[i * p.padded + d], s.shrink[0], 0f);
            }
        }
    }

    /** Gradients of the keys and values of all steps; only if they are finite. */
    private static void finishKeyGradients(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        check(p, p.length * p.padded, s.dKeys);
        check(p, p.length * p.padded, s.dValues);
        if (p.finite) {
            multiply(p, ScalarAttentionKernels.scoreScale(p.headSize), s.dKeys, p.key(0));
            multiply(p, 1f, s.dValues, p.value(0));
        }
    }

    private static void multiply(AttentionPanel p, float factor, float[] x, int to) {
        int whole = p.headSize - p.headSize % LANES;
        int stride = p.group.stride();
        for (int d = 0; d < whole; d += LANES) {
            multiplyColumn(p.length, factor, x, d, p.padded, p.dQkv, to + d, stride);
        }
        for (int t = 0; t < p.length && whole < p.headSize; t++) {
            for (int d = whole; d < p.headSize; d++) {
                p.dQkv[to + t * stride + d] = x[t * p.padded + d] * factor;
            }
        }
    }

    private static void multiplyColumn(int rows, float factor, float[] x, int from, int xStride, float[] y, int to,
            int yStride) {
        FloatVector f = all(factor);
        for (int i = 0, xAt = from, yAt = to; i < rows; i++, xAt += xStride, yAt += yStride) {
            load(x, xAt).mul(f).intoArray(y, yAt);
        }
    }

    /** {@code y[i] = fma(x[i], factors[i], 0)} in each lane; the factors are {@code step} apart. */
    private static void scaleColumn(int rows, float[] factors, int step, float[] x, int from, int xStride, float[] y,
            int to, int yStride) {
        FloatVector zero = all(0f);
        for (int i = 0, f = 0, xAt = from, yAt = to; i < rows; i++, f += step, xAt += xStride, yAt += yStride) {
            load(x, xAt).fma(all(factors[f]), zero).intoArray(y, yAt);
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
