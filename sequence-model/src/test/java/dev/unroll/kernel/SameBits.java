package dev.unroll.kernel;

import org.assertj.core.api.Assertions;

/** Inputs and comparison of the tests that hold vector kernels against the plain loops. */
final class SameBits {

    /** Below, at and above every lane count, and no multiple of any. */
    static final int[] SIZES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 33, 64, 129};

    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
        Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE,
        1f, -1f, 88.72283f, 88.72284f, -87.33654f, -87.33655f, 10f, -10f, -10.000001f, 9.01f,
        17.3f, 5.5f, -5.5f, 5.5000005f, 1e-20f, -1e20f};

    private SameBits() {
    }

    /** Ordinary values, different for every seed. */
    static float[] ordinary(int n, long seed) {
        return KernelBits.values(n, seed);
    }

    /** Ordinary values and, every third, a special one. */
    static float[] withSpecial(int n, int seed) {
        float[] values = KernelBits.values(n, seed);
        for (int i = seed % 3; i < n; i += 3) {
            values[i] = SPECIAL[(i / 3 + seed) % SPECIAL.length];
        }
        return values;
    }

    /** All NaN count as one: which of two NaN an operation hands on is nobody's promise. */
    static void assertSameBits(float[] actual, float[] expected, String what) {
        Assertions.assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                Assertions.fail("%s: index %d is %s (%a); expected %s (%a)", what, i, actual[i], actual[i], expected[i],
                        expected[i]);
            }
        }
    }
}
