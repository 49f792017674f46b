package dev.unroll.transformer;

import java.util.Arrays;

/**
 * Rotary positions (Su et al. 2021, arXiv 2104.09864): in each head of queries and keys at step t, value i of the first
 * half and value i of the second are turned together by an angle that grows with t, so that scores depend on distances:
 *
 * <pre>
 * angle = t 10000^(-2 i / H)
 * x[i], x[i + H/2] = x[i] cos - x[i + H/2] sin, x[i + H/2] cos + x[i] sin
 * </pre>
 *
 * <p>H is even. The paper pairs neighbours; halves are the same up to the order of a head's values. Sines and cosines
 * are computed in double with {@code StrictMath} and rounded once.
 */
final class RotaryPositions {

    private static final double BASE = 10000;

    private final int half;
    private float[] cosines = {};
    private float[] sines = {};

    RotaryPositions(int headSize) {
        half = headSize / 2;
    }

    /** Makes ready for sequences of this length. */
    void prepare(int length) {
        int known = cosines.length / half;
        if (known >= length) {
            return;
        }
        cosines = Arrays.copyOf(cosines, length * half);
        sines = Arrays.copyOf(sines, length * half);
        for (int t = known; t < length; t++) {
            for (int i = 0; i < half; i++) {
                double angle = t * StrictMath.pow(BASE, -(double) i / half);
                cosines[t * half + i] = (float) StrictMath.cos(angle);
                sines[t * half + i] = (float) StrictMath.sin(angle);
            }
        }
    }

    /** Turns heads that stand side by side from {@code offset}, all of the step t, in place. */
    void rotate(int t, int heads, float[] x, int offset) {
        rotate(t, 1f, heads, x, offset);
    }

    /** Turns gradients back. */
    void rotateBackward(int t, int heads, float[] dx, int offset) {
        rotate(t, -1f, heads, dx, offset);
    }

    private void rotate(int t, float direction, int heads, float[] x, int offset) {
        for (int head = 0; head < heads; head++) {
            int first = offset + 2 * half * head;
            for (int i = 0; i < half; i++) {
                float cos = cosines[t * half + i];
                float sin = direction * sines[t * half + i];
                float a = x[first + i];
                float b = x[first + half + i];
                x[first + i] = Math.fma(a, cos, -(b * sin));
                x[first + half + i] = Math.fma(b, cos, a * sin);
            }
        }
    }
}
