package dev.unroll.engine;

import dev.unroll.kernel.ReductionKernels;

/** Euclidean norms, for what is told of a model: of gradients that may have faded to next to nothing. */
public final class Norms {

    /** Fewer values are not worth a kernel. */
    private static final int FEW = 16;
    /** Between these a sum of squares has lost nothing to underflow or overflow that a float would show. */
    private static final float LEAST = 1e-20f;
    private static final float GREATEST = 1e30f;

    private Norms() {
    }

    /**
     * The norm of {@code size} values.
     *
     * @param values read from {@code offset}
     */
    public static float euclidean(ReductionKernels kernels, int size, float[] values, int offset) {
        if (size >= FEW) {
            float squares = kernels.sumOfSquares(size, values, offset);
            if (squares > LEAST && squares < GREATEST) {
                return (float) Math.sqrt(squares);
            }
        }
        return inDouble(size, values, offset);
    }

    /**
     * The square of a gradient that has faded to below 1e-19 would vanish in a float altogether. Four partial sums, of
     * which number l takes the elements {@code l, l + 4, …} of whole fours and number 0 those left over: the processor need
     * not wait for one sum.
     */
    private static float inDouble(int size, float[] values, int offset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int whole = offset + size / 4 * 4;
        int i = offset;
        for (; i < whole; i += 4) {
            double a = values[i];
            double b = values[i + 1];
            double c = values[i + 2];
            double d = values[i + 3];
            s0 += a * a;
            s1 += b * b;
            s2 += c * c;
            s3 += d * d;
        }
        for (; i < offset + size; i++) {
            double a = values[i];
            s0 += a * a;
        }
        return (float) Math.sqrt(s0 + s1 + (s2 + s3));
    }
}
