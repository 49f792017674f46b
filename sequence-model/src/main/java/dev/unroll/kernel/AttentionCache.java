package dev.unroll.kernel;

import java.util.Arrays;

/**
 * Keys and values of one sequence's steps so far, for one {@link AttentionGroup}; grows by doubling.
 *
 * <p>Legend: H values per head, P of them padded to {@value #ROW_UNIT}. Keys are {@code [blocks, H, KEY_BLOCK]}, so
 * that the scores of neighbouring keys are computed side by side; values are {@code [steps, P]}.
 */
public final class AttentionCache {

    /** The most lanes that there are. */
    private static final int ROW_UNIT = 16;

    private final int headSize;
    private final int padded;
    private float[] keys = {};
    private float[] values = {};
    private int length;

    /** @param headSize H */
    public AttentionCache(int headSize) {
        this.headSize = headSize;
        padded = (headSize + ROW_UNIT - 1) / ROW_UNIT * ROW_UNIT;
    }

    /** Steps so far. */
    public int length() {
        return length;
    }

    /** Forgets all steps; keeps the room. */
    public void clear() {
        length = 0;
    }

    /** Takes in the next step's key and value. */
    void append(AttentionGroup group, float[] qkv, int row) {
        int blocks = values.length / padded / AttentionKernels.KEY_BLOCK;
        if (length == blocks * AttentionKernels.KEY_BLOCK) {
            int more = Math.max(1, 2 * blocks) * AttentionKernels.KEY_BLOCK;
            keys = Arrays.copyOf(keys, more * headSize);
            values = Arrays.copyOf(values, more * padded);
        }
        int at = length / AttentionKernels.KEY_BLOCK * AttentionKernels.KEY_BLOCK * headSize
                + length % AttentionKernels.KEY_BLOCK;
        int key = row * group.stride() + group.key();
        for (int d = 0; d < headSize; d++) {
            keys[at + d * AttentionKernels.KEY_BLOCK] = qkv[key + d];
        }
        System.arraycopy(qkv, row * group.stride() + group.value(), values, length * padded, headSize);
        length++;
    }

    /** P. */
    int padded() {
        return padded;
    }

    float[] keys() {
        return keys;
    }

    /** Where value d of the keys of a block begins. */
    int keysOffset(int block, int d) {
        return block * headSize + d * AttentionKernels.KEY_BLOCK;
    }

    float[] values() {
        return values;
    }
}
