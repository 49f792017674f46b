package dev.unroll.kernel;

/**
 * Query heads that share one head of keys and values (Ainslie et al. 2023, arXiv 2305.13245; a group of one is ordinary
 * multi-head attention), where they stand in a row, and which steps see which.
 *
 * @param headSize  H, values per head
 * @param heads     G, query heads of the group
 * @param stride    values from one row of queries, keys and values to the next
 * @param query     column of the first head's query, a multiple of H; the other heads follow it
 * @param key       column of the keys
 * @param value     column of the values
 * @param outStride values from one row of outputs to the next; a head's output has the column of its query
 * @param causal    whether a step sees no later steps
 * @param window    how many steps a step sees to each side, itself counted; {@link #NO_WINDOW} for all
 * @param bias      what is added to scores, or {@code null}
 * @param dropout   what drops weights, or {@code null}
 */
public record AttentionGroup(int headSize, int heads, int stride, int query, int key, int value, int outStride,
        boolean causal, int window, DistanceBias bias, AttentionDropout dropout) {

    public static final int NO_WINDOW = Integer.MAX_VALUE;

    /** The first step that this step sees. */
    int firstKey(int step) {
        return Math.max(0, step - window + 1);
    }

    /** The last step that this step sees, plus 1. */
    int endKey(int step, int length) {
        return causal ? step + 1 : (int) Math.min(length, (long) step + window);
    }

    /** Whether there are steps of so long a sequence that do not see each other. */
    boolean masks(int length) {
        return causal || window < length;
    }

    /** The number of a head of this group among all heads. */
    int head(int index) {
        return query / headSize + index;
    }
}
