package dev.unroll.kernel;

/**
 * Where {@link VectorAttentionKernels} stands: the call, the panel of queries in it, and the block of keys that the
 * panel looks at.
 */
final class AttentionPanel {

    /**
     * One of the loops over vectors that attention is made of.
     *
     * <p>The compiler only keeps vectors in registers while a method, with all that is inlined into it, is small;
     * beyond that it makes objects of them. {@link #run} is therefore the one place that calls passes: it sees many, so
     * it inlines none, and each is compiled by itself.
     */
    @FunctionalInterface
    interface Pass {
        void over(AttentionPanel panel);
    }

    final AttentionScratch scratch;

    AttentionGroup group;
    int headSize;
    /** {@code headSize} rounded up to whole vectors. */
    int padded;
    int firstRow;
    int length;
    float[] qkv;
    float[] out;
    float[] dOut;
    float[] dQkv;
    float[] statistics;
    int statisticsOffset;
    /** Whether every number so far is finite. */
    boolean finite;

    int head;
    /** First query and number of queries. */
    int first;
    int queries;

    /** Keys from {@code from} on, all in the block that begins at {@code block}. */
    int block;
    int from;
    int keys;

    AttentionPanel(AttentionScratch scratch) {
        this.scratch = scratch;
    }

    void run(Pass pass) {
        pass.over(this);
    }

    void at(int head, int first, int most) {
        this.head = head;
        this.first = first;
        queries = Math.min(most, length - first);
    }

    void atKeys(int block, int firstKey, int endKey) {
        this.block = block;
        from = Math.max(block, firstKey);
        keys = Math.min(block + AttentionKernels.KEY_BLOCK, endKey) - from;
    }

    /** The first key that a query of the panel sees. */
    int firstKey() {
        return group.firstKey(first);
    }

    /** The last key that a query of the panel sees, plus 1. */
    int endKey() {
        return group.endKey(first + queries - 1, length);
    }

    /** Place of a step's keys, values or, per head, first query in {@code qkv}. */
    int key(int step) {
        return (firstRow + step) * group.stride() + group.key();
    }

    int value(int step) {
        return (firstRow + step) * group.stride() + group.value();
    }

    int query(int step) {
        return (firstRow + step) * group.stride() + group.query() + head * headSize;
    }

    /** Place of a step's output in {@code out}. */
    int output(int step) {
        return (firstRow + step) * group.outStride() + group.query() + head * headSize;
    }

    /** Place of the panel's greatest scores in the statistics; those of 1 / l are {@code length} further on. */
    int greatest() {
        return statisticsOffset + 2 * length * head + first;
    }

    boolean dropping() {
        return group.dropout() != null;
    }

    boolean biasTrained() {
        return group.bias() != null && group.bias().trained();
    }
}
