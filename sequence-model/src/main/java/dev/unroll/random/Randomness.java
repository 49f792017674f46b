package dev.unroll.random;

/**
 * A key to an endless table of random numbers that are found by position instead of being drawn in turn: Philox4x32-10
 * (Salmon, Moraes, Dror &amp; Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
 *
 * <p>Keys are derived, never shared: by purpose, then by name or index. What one key gives is independent of what was
 * asked of any other, so adding a draw in one place changes nothing elsewhere. Immutable.
 */
public final class Randomness {

    private static final float UNIT = 0x1p-24f;
    private static final ThreadLocal<int[]> BLOCK = ThreadLocal.withInitial(() -> new int[4]);

    private final long key;

    private Randomness(long key) {
        this.key = key;
    }

    /** The key for one purpose of a run with this seed. */
    public static Randomness of(long seed, Purpose purpose) {
        return new Randomness(seed).derive(purpose.code());
    }

    /** A key of its own for an index: an epoch, a step, an example. */
    public Randomness derive(long index) {
        return new Randomness(derived(key, index, BLOCK.get()));
    }

    private static long derived(long key, long index, int[] block) {
        // The fourth counter word is 1 here and 0 for draws, so that keys and draws never meet.
        Philox.block(key, index, 1L << 32, block);
        return Philox.join(block[0], block[1]);
    }

    /** A key of its own for a name: a parameter, a layer. */
    public Randomness derive(String name) {
        int[] block = BLOCK.get();
        long derived = key;
        for (int i = 0; i < name.length(); i++) {
            derived = derived(derived, name.charAt(i), block);
        }
        return new Randomness(derived(derived, -1 - name.length(), block));
    }

    /** A stream that draws from this key's table from its beginning. */
    public RandomStream stream() {
        return new RandomStream(key);
    }

    /**
     * A mask for inverted dropout (Srivastava et al. 2014): each value is 0 with the given probability and otherwise
     * {@code 1 / (1 - rate)}. Position i of the mask depends on this key and {@code position + i} alone.
     *
     * @param rate     from 0 (inclusive) to 1 (exclusive)
     * @param position where in the table to begin, a multiple of 4
     * @param mask     n values from {@code offset}, overwritten
     * @param block    4 values of scratch space
     */
    public void dropoutMask(float rate, long position, int n, float[] mask, int offset, int[] block) {
        float kept = 1f / (1f - rate);
        for (int i = 0; i < n; i += 4) {
            Philox.block(key, (position + i) >>> 2, 0, block);
            int end = Math.min(4, n - i);
            for (int j = 0; j < end; j++) {
                mask[offset + i + j] = (block[j] >>> 8) * UNIT < rate ? 0f : kept;
            }
        }
    }

    /**
     * A {@link #dropoutMask} for one row of a table whose rows hold n values each and begin at multiples of 4
     * positions: row r begins at r times n rounded up to such a multiple.
     *
     * @param row  from 0; times n it must stay below 2⁶¹
     * @param mask n values from {@code offset}, overwritten
     */
    public void dropoutMaskRow(float rate, long row, int n, float[] mask, int offset) {
        dropoutMask(rate, row * ((n + 3) / 4 * 4), n, mask, offset, BLOCK.get());
    }
}
