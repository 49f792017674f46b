package dev.unroll.kernel;

import java.util.Arrays;

/** Room for one call of {@link AttentionKernels} at a time; grows to the largest call and is then reused. */
public final class AttentionScratch {

    private static final float[] EMPTY = {};

    /** {@code [keys of a block, queries of a panel]} each. */
    float[] scores = new float[AttentionKernels.KEY_BLOCK];
    float[] dScores = EMPTY;
    float[] masks = EMPTY;
    /** {@code [keys of a block]}: the mask of one query. */
    final float[] mask = new float[AttentionKernels.KEY_BLOCK];
    /** {@code [headSize]}. */
    float[] scaledQuery = EMPTY;
    /** {@code [steps, padded headSize]} each. */
    float[] keys = EMPTY;
    float[] values = EMPTY;
    float[] dKeys = EMPTY;
    float[] dValues = EMPTY;
    /** {@code [padded headSize, queries]}: outputs, or query gradients, of a panel, not yet scaled. */
    float[] columns = EMPTY;
    /** {@code [padded headSize]}: the output of a single query, not yet scaled. */
    float[] row = EMPTY;
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
    /** {@code [heads, 2 steps - 1]}, and room beyond for whole vectors. */
    private float[] biasGradients = EMPTY;
    final AttentionPanel panel = new AttentionPanel(this);

    /**
     * After backward with a trained {@link DistanceBias}, the gradient with respect to each head's bias for each
     * distance: {@code [G, 2 T - 1]}, that of head j and distance d at {@code j (2 T - 1) + T - 1 + d}. It is with
     * respect to the natural value, not the binary one.
     */
    public float[] biasGradients() {
        return biasGradients;
    }

    void prepareQuery(int headSize) {
        scaledQuery = atLeast(scaledQuery, headSize);
    }

    void prepareStep(int headSize, int paddedSize) {
        scaledQuery = atLeast(scaledQuery, headSize);
        row = atLeast(row, paddedSize);
    }

    void prepareForward(int queries, int headSize, int paddedSize, int length) {
        int block = AttentionKernels.KEY_BLOCK * queries;
        scores = atLeast(scores, block);
        masks = atLeast(masks, block);
        keys = atLeast(keys, length * paddedSize);
        values = atLeast(values, length * paddedSize);
        columns = atLeast(columns, queries * paddedSize);
        greatest = atLeast(greatest, queries);
        sums = atLeast(sums, queries);
        shrink = atLeast(shrink, queries);
        packedQueriesTransposed = atLeast(packedQueriesTransposed, headSize * queries);
    }

    void prepareBackward(int queries, int headSize, int paddedSize, int length) {
        prepareForward(queries, headSize, paddedSize, length);
        dScores = atLeast(dScores, AttentionKernels.KEY_BLOCK * queries);
        delta = atLeast(delta, queries);
        packedGradientsTransposed = atLeast(packedGradientsTransposed, headSize * queries);
        packedQueries = atLeast(packedQueries, queries * paddedSize);
        packedGradients = atLeast(packedGradients, queries * paddedSize);
        dKeys = atLeast(dKeys, length * paddedSize);
        dValues = atLeast(dValues, length * paddedSize);
    }

    /** Clears the gradients of this group's bias, if it is trained. */
    void clearBiasGradients(AttentionGroup group, int length, int margin) {
        if (group.bias() != null && group.bias().trained()) {
            biasGradients = atLeast(biasGradients, group.heads() * (2 * length - 1) + margin);
            Arrays.fill(biasGradients, 0f);
        }
    }

    private static float[] atLeast(float[] buffer, int size) {
        return buffer.length >= size ? buffer : new float[size];
    }
}
