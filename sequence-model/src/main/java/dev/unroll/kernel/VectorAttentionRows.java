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
        Arrays.fill(s.columns, 0, QUERIES * p.padded, 0f);
        Arrays.fill(s.sums, 0, QUERIES, 0f);
        Arrays.fill(s.greatest, 0, QUERIES, ScalarAttentionKernels.LEAST_SCORE);
    }

    /** Multiplies the sums of values so far by the factors in {@code shrink}. */
    private static void shrink(AttentionPanel p) {
        float[] columns = p.scratch.columns;
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            FloatVector factor = load(p.scratch.shrink, lane);
            for (int at = lane; at < p.headSize * QUERIES; at += QUERIES) {
                load(columns, at).mul(factor).intoArray(columns, at);
            }
        }
    }

    /** Outputs and statistics of the panel. */
    private static void finishOutputs(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        check(p, p.headSize * QUERIES, s.columns);
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            all(1f).div(load(s.sums, lane)).intoArray(s.sums, lane);
            scaleColumns(p.headSize, s.sums, lane, s.columns);
        }
        System.arraycopy(s.greatest, 0, p.statistics, p.greatest(), p.queries);
        System.arraycopy(s.sums, 0, p.statistics, p.greatest() + p.length, p.queries);
        transpose(p.queries, p.headSize, s.columns, p.out, p.output(p.first), p.group.outStride());
    }

    /** {@code y[q][d] = columns[d][q]}. */
    private static void transpose(int queries, int headSize, float[] columns, float[] y, int offset, int stride) {
        for (int i = 0; i < queries; i++) {
            int to = offset + i * stride;
            for (int d = 0; d < headSize; d++) {
                y[to + d] = columns[d * QUERIES + i];
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
        rowProducts(p.queries, p.headSize, p.dOut, p.out, output, outStride, s.delta);
        System.arraycopy(p.statistics, p.greatest(), s.greatest, 0, p.queries);
        System.arraycopy(p.statistics, p.greatest() + p.length, s.sums, 0, p.queries);
        Arrays.fill(s.greatest, p.queries, QUERIES, Float.MAX_VALUE);
        Arrays.fill(s.sums, p.queries, QUERIES, 0f);
        Arrays.fill(s.delta, p.queries, QUERIES, 0f);
        Arrays.fill(s.columns, 0, QUERIES * p.padded, 0f);
    }

    /** {@code products[i] = Σ x[i][d] y[i][d]}. Four rows at a time, since each sum waits for its last addition. */
    private static void rowProducts(int rows, int n, float[] x, float[] y, int offset, int stride, float[] products) {
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            int at0 = offset + i * stride;
            int at1 = at0 + stride;
            int at2 = at1 + stride;
            int at3 = at2 + stride;
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int d = 0; d < n; d++) {
                sum0 = Math.fma(x[at0 + d], y[at0 + d], sum0);
                sum1 = Math.fma(x[at1 + d], y[at1 + d], sum1);
                sum2 = Math.fma(x[at2 + d], y[at2 + d], sum2);
                sum3 = Math.fma(x[at3 + d], y[at3 + d], sum3);
            }
            products[i] = sum0;
            products[i + 1] = sum1;
            products[i + 2] = sum2;
            products[i + 3] = sum3;
        }
        for (; i < rows; i++) {
            int at = offset + i * stride;
            products[i] = ScalarAttentionKernels.dot(n, 0f, x, at, y, at);
        }
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
        check(p, p.headSize * QUERIES, s.columns);
        Arrays.fill(s.shrink, 0, QUERIES, ScalarAttentionKernels.scoreScale(p.headSize));
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            scaleColumns(p.headSize, s.shrink, lane, s.columns);
        }
        transpose(p.queries, p.headSize, s.columns, p.dQkv, p.query(p.first), p.group.stride());
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

    /** {@code columns[d][q] = fma(columns[d][q], factors[q], 0)} for the queries in the lanes from {@code lane} on. */
    private static void scaleColumns(int headSize, float[] factors, int lane, float[] columns) {
        FloatVector factor = load(factors, lane);
        FloatVector zero = all(0f);
        for (int at = lane; at < headSize * QUERIES; at += QUERIES) {
            load(columns, at).fma(factor, zero).intoArray(columns, at);
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
