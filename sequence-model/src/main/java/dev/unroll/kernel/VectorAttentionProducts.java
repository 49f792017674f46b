package dev.unroll.kernel;

/**
 * The matrix products of {@link VectorAttentionKernels}, on a panel of queries and a block of keys; their loops are the
 * tiles of {@link VectorTiles} and {@link VectorTransposedTiles}.
 */
final class VectorAttentionProducts {

    private static final int QUERIES = VectorAttentionKernels.QUERIES;
    private static final float[] ZEROS = new float[QUERIES];

    private final MatrixKernels matrix;

    VectorAttentionProducts(MatrixKernels matrix) {
        this.matrix = matrix;
    }

    /** {@code scores[k][q] = bias[q - k] + Σ keys[k][d] queries[d][q]}. */
    void scores(AttentionPanel p) {
        DistanceBias bias = p.group.bias();
        if (bias == null) {
            scores(p, p.scratch.keys, p.scratch.packedQueriesTransposed, ZEROS, 0, 0, p.scratch.scores);
        } else {
            // A step to the next key is one step less of distance.
            scores(p, p.scratch.keys, p.scratch.packedQueriesTransposed, bias.values(p.group.head(p.head)),
                    bias.origin() + p.first - p.from, -1, p.scratch.scores);
        }
    }

    /** {@code dScores[k][q] = Σ values[k][d] gradients[d][q]}: for now those of the weights. */
    void weightGradients(AttentionPanel p) {
        scores(p, p.scratch.values, p.scratch.packedGradientsTransposed, ZEROS, 0, 0, p.scratch.dScores);
    }

    private static void scores(AttentionPanel p, float[] rows, float[] packedTransposed, float[] start, int start0,
            int startStride, float[] scores) {
        for (int k = 0; k < p.keys; k += VectorMatrixKernels.TILE_ROWS) {
            int tile = Math.min(VectorMatrixKernels.TILE_ROWS, p.keys - k);
            if (VectorMatrixKernels.TILE_ROWS == 4) {
                VectorTiles.tile4x2(tile, p.headSize, rows, (p.from + k) * p.padded, p.padded, packedTransposed, 0,
                        start, start0 + k * startStride, startStride, scores, k * QUERIES, QUERIES);
            } else {
                VectorTiles.tile8x2(tile, p.headSize, rows, (p.from + k) * p.padded, p.padded, packedTransposed, 0,
                        start, start0 + k * startStride, startStride, scores, k * QUERIES, QUERIES);
            }
        }
    }

    /** {@code columns[d][q] += Σ values[k][d] weights[k][q]}. */
    void addValues(AttentionPanel p) {
        addWeighted(p, p.scratch.scores, p.scratch.values);
    }

    /** {@code columns[d][q] += Σ keys[k][d] dScores[k][q]}: gradients of the queries, not yet scaled. */
    void addQueryGradients(AttentionPanel p) {
        addWeighted(p, p.scratch.dScores, p.scratch.keys);
    }

    private static void addWeighted(AttentionPanel p, float[] weights, float[] values) {
        int from = p.from * p.padded;
        float[] columns = p.scratch.columns;
        int d = 0;
        // Of short vectors, the padding may end in the middle of eight.
        for (; VectorMatrixKernels.TILE_ROWS == 8 && d < p.headSize && d + 8 <= p.padded; d += 8) {
            VectorTransposedTiles.tile8x2(8, p.keys, values, from + d, p.padded, weights, 0, QUERIES, columns,
                    d * QUERIES, QUERIES);
        }
        for (; d < p.headSize; d += 4) {
            VectorTransposedTiles.tile4x2(4, p.keys, values, from + d, p.padded, weights, 0, QUERIES, columns,
                    d * QUERIES, QUERIES);
        }
    }

    /** {@code dKeys[k] += Σ dScores[k][q] queries[q]}, not yet scaled. */
    void addKeyGradients(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        matrix.multiplyAdd(p.keys, p.padded, p.queries, s.dScores, 0, QUERIES, s.packedQueries, 0, s.dKeys,
                p.from * p.padded, p.padded);
    }

    /** {@code dValues[k] += Σ weights[k][q] gradients[q]}. */
    void addValueGradients(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        matrix.multiplyAdd(p.keys, p.padded, p.queries, s.scores, 0, QUERIES, s.packedGradients, 0, s.dValues,
                p.from * p.padded, p.padded);
    }
}
