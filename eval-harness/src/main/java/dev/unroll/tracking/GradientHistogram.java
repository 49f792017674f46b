package dev.unroll.tracking;

import dev.unroll.protobuf.ProtoWriter;
import java.util.Arrays;

/**
 * How values are spread, in the buckets that TensorBoard's own libraries use: limits of ±1e-12 and ever 1.1 times more, up
 * to 1e20. Values that are no numbers are left out.
 */
final class GradientHistogram {

    private static final double[] LIMITS = limits();

    private final long[] counts = new long[LIMITS.length];
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long number;
    private double sum;
    private double sumOfSquares;

    private static double[] limits() {
        int positive = 0;
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1) {
            positive++;
        }
        double[] limits = new double[2 * positive + 2];
        double limit = 1e-12;
        limits[positive] = 0;
        for (int i = 1; i <= positive; i++) {
            limits[positive + i] = limit;
            limits[positive - i] = -limit;
            limit *= 1.1;
        }
        limits[limits.length - 1] = Double.MAX_VALUE;
        return limits;
    }

    GradientHistogram add(float[] values) {
        for (float value : values) {
            if (Float.isNaN(value)) {
                continue;
            }
            int at = Arrays.binarySearch(LIMITS, value);
            // A bucket holds what is below its limit and not below the one before.
            int bucket = at >= 0 ? at + 1 : -at - 1;
            counts[Math.min(bucket, counts.length - 1)]++;
            min = Math.min(min, value);
            max = Math.max(max, value);
            number++;
            sum += value;
            sumOfSquares += (double) value * value;
        }
        return this;
    }

    /** A HistogramProto. Runs of empty buckets become one, as the format allows. */
    ProtoWriter toProto() {
        double[] limits = new double[LIMITS.length];
        double[] filled = new double[LIMITS.length];
        int count = 0;
        for (int i = 0; i < counts.length;) {
            int end = i;
            long inBucket = counts[i];
            while (inBucket == 0 && end + 1 < counts.length && counts[end + 1] == 0) {
                end++;
            }
            limits[count] = LIMITS[end];
            filled[count++] = inBucket;
            i = end + 1;
        }
        return new ProtoWriter().real(1, number == 0 ? 0 : min).real(2, number == 0 ? 0 : max).real(3, (double) number)
                .real(4, sum).real(5, sumOfSquares).reals(6, limits, count).reals(7, filled, count);
    }
}
