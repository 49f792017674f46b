package dev.unroll.kernel;

/** Room for one call of {@link AttentionKernels} at a time; grows to the largest call and is then reused. */
public final class AttentionScratch {

    private static final float[] EMPTY = {};

    /** {@code [keys of a block, queries of a panel]}. */
    float[] scores = new float[AttentionKernels.KEY_BLOCK];
    float[] dScores = EMPTY;
    /** {@code [headSize]}. */
    float[] scaledQuery = EMPTY;
    /** {@code [headSize, queries]}: outputs, or query gradients, not yet scaled. */
    float[] transposed = EMPTY;
    /** {@code [queries, padded headSize]}, zero where there is no query. */
    float[] rows = EMPTY;
    /** {@code [queries]} each. */
    float[] greatest = EMPTY;
    float[] sums = EMPTY;
    float[] shrink = EMPTY;
    float[] delta = EMPTY;
    /** Queries and output gradients of a panel, packed as right-hand matrices: transposed, and as they are. */
    float[] packedQueriesTransposed = EMPTY;
    float[] packedGradientsTransposed = EMPTY;
    float[] packedQueries = EMPTY;
    float[] packedGradients = EMPTY;
    /** {@code [steps, padded headSize]} each. */
    float[] dKeys = EMPTY;
    float[] dValues = EMPTY;

    void prepareQuery(int headSize) {
        scaledQuery = atLeast(scaledQuery, headSize);
    }

    void prepareForward(MatrixKernels matrix, int queries, int headSize, int paddedSize) {
        scores = atLeast(scores, AttentionKernels.KEY_BLOCK * queries);
        transposed = atLeast(transposed, headSize * queries);
        rows = atLeast(rows, queries * paddedSize);
        greatest = atLeast(greatest, queries);
        sums = atLeast(sums, queries);
        shrink = atLeast(shrink, queries);
        packedQueriesTransposed = atLeast(packedQueriesTransposed, matrix.packedLength(headSize, queries));
    }

    void prepareBackward(MatrixKernels matrix, int queries, int headSize, int paddedSize, int length) {
        prepareForward(matrix, queries, headSize, paddedSize);
        dScores = atLeast(dScores, AttentionKernels.KEY_BLOCK * queries);
        delta = atLeast(delta, queries);
        packedGradientsTransposed = atLeast(packedGradientsTransposed, matrix.packedLength(headSize, queries));
        packedQueries = atLeast(packedQueries, matrix.packedLength(queries, paddedSize));
        packedGradients = atLeast(packedGradients, matrix.packedLength(queries, paddedSize));
        dKeys = atLeast(dKeys, length * paddedSize);
        dValues = atLeast(dValues, length * paddedSize);
    }

    private static float[] atLeast(float[] buffer, int size) {
        return buffer.length >= size ? buffer : new float[size];
    }
}
