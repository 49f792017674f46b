package dev.unroll.kernel;

/**
 * What each head adds to the score of two steps, by the distance from key to query: ALiBi, relative positions.
 *
 * <p>Scores are logarithms to the base 2 of weights, and so are these values: natural ones times {@link #LOG2_E}.
 */
public final class DistanceBias {

    public static final float LOG2_E = FloatMath.LOG2_E;

    /** Beyond the greatest distance, since vectors read whole. */
    private static final int MARGIN = AttentionKernels.KEY_BLOCK;

    private final boolean trained;
    private final float[][] values;
    private int origin = -1;

    /** @param trained whether backward is to leave gradients, see {@link AttentionScratch#biasGradients} */
    public DistanceBias(int heads, boolean trained) {
        this.trained = trained;
        values = new float[heads][0];
    }

    /**
     * Makes room for sequences of this length.
     *
     * @return whether the values are lost and must be set again
     */
    public boolean prepare(int length) {
        if (origin >= length + MARGIN) {
            return false;
        }
        origin = length + MARGIN;
        for (int head = 0; head < values.length; head++) {
            values[head] = new float[2 * origin];
        }
        return true;
    }

    /** Distances from {@code -reach() + 1} to {@code reach() - 1} have values. */
    public int reach() {
        return origin;
    }

    /** @param distance the query's step minus the key's */
    public void set(int head, int distance, float value) {
        values[head][origin + distance] = value;
    }

    float get(int head, int distance) {
        return values[head][origin + distance];
    }

    /** A head's values; that of distance d is at {@code origin() + d}. */
    float[] values(int head) {
        return values[head];
    }

    int origin() {
        return origin;
    }

    boolean trained() {
        return trained;
    }
}
