package dev.unroll.random;

/** The Philox4x32-10 block function (Salmon et al. 2011): 128 bits of counter and 64 of key give 128 random bits. */
final class Philox {

    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {
    }

    /**
     * @param low  counter words 0 (low half) and 1
     * @param high counter words 2 (low half) and 3
     * @param out  4 values, overwritten
     */
    static void block(long key, long low, long high, int[] out) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = (int) high;
        int c3 = (int) (high >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
            long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }

    /**
     * The blocks of the counters {@code low} and {@code low + 1} with {@code high} 0, side by side, which takes little
     * longer than one: each round waits for the one before.
     *
     * @param out 8 values, overwritten
     */
    static void twoBlocks(long key, long low, int[] out) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = 0;
        int c3 = 0;
        int d0 = (int) (low + 1);
        int d1 = (int) ((low + 1) >>> 32);
        int d2 = 0;
        int d3 = 0;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & 0xFFFFFFFFL);
            long product1 = MULTIPLIER_1 * (c2 & 0xFFFFFFFFL);
            long product2 = MULTIPLIER_0 * (d0 & 0xFFFFFFFFL);
            long product3 = MULTIPLIER_1 * (d2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            d0 = (int) (product3 >>> 32) ^ d1 ^ k0;
            d1 = (int) product3;
            d2 = (int) (product2 >>> 32) ^ d3 ^ k1;
            d3 = (int) product2;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
        out[4] = d0;
        out[5] = d1;
        out[6] = d2;
        out[7] = d3;
    }

    static long join(int low, int high) {
        return (low & 0xFFFFFFFFL) | ((long) high << 32);
    }
}
