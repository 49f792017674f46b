package dev.unroll.random;

/** Random numbers drawn one after another from a {@link Randomness}. Not thread-safe. */
public final class RandomStream {

    /** Numbers of two blocks. */
    private static final int NUMBERS = 8;

    private final long key;
    private final int[] numbers = new int[NUMBERS];
    private long position;
    private int left;

    RandomStream(long key) {
        this.key = key;
    }

    /** 32 random bits. */
    public int nextInt() {
        if (left == 0) {
            Philox.twoBlocks(key, position, numbers);
            position += 2;
            left = NUMBERS;
        }
        return numbers[NUMBERS - left--];
    }

    /** Uniform among {@code 0 … bound - 1}, without bias (Lemire 2019, "Fast random integer generation in an interval"). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound must be at least 1; got " + bound);
        }
        long product = (nextInt() & 0xFFFFFFFFL) * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long threshold = (1L << 32) % bound;
            while ((product & 0xFFFFFFFFL) < threshold) {
                product = (nextInt() & 0xFFFFFFFFL) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** Uniform in [0, 1), a multiple of 2⁻²⁴. */
    public float nextFloat() {
        return (nextInt() >>> 8) * 0x1p-24f;
    }

    /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
    public double nextDouble() {
        long high = (nextInt() >>> 6) & 0x3FFFFFFL;
        long low = (nextInt() >>> 5) & 0x7FFFFFFL;
        return ((high << 27) | low) * 0x1p-53;
    }

    /** Uniform from low to high, which itself is met only by rounding. */
    public float nextUniform(float low, float high) {
        return Math.fma(high - low, nextFloat(), low);
    }

    /** Standard normal, by the cosine half of Box &amp; Muller (1958) on {@code StrictMath}, whose bits are the same everywhere. */
    public double nextGaussian() {
        double radius = Math.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
        return radius * StrictMath.cos(2.0 * Math.PI * nextDouble());
    }

    /** A uniformly random order of the numbers below n (Fisher &amp; Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
