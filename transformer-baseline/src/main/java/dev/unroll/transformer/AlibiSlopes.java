package dev.unroll.transformer;

import dev.unroll.kernel.DistanceBias;

/**
 * ALiBi (Press, Smith &amp; Lewis 2022, arXiv 2108.12409): the score of two steps falls by {@code slope |distance|}.
 * With n heads, n a power of 2, the slopes are 2^(-8 / n), 2^(-16 / n), … 2^-8; otherwise those of the next lower power
 * of 2, then every other one of the next higher.
 */
final class AlibiSlopes {

    private final int heads;
    private final DistanceBias bias;

    AlibiSlopes(int heads) {
        this.heads = heads;
        bias = new DistanceBias(heads, false);
    }

    DistanceBias bias() {
        return bias;
    }

    /** Makes ready for sequences of this length. */
    void prepare(int length) {
        if (!bias.prepare(length)) {
            return;
        }
        for (int head = 0; head < heads; head++) {
            double slope = slope(head, heads);
            for (int distance = 1 - bias.reach(); distance < bias.reach(); distance++) {
                bias.set(head, distance, (float) (-slope * Math.abs(distance) * DistanceBias.LOG2_E));
            }
        }
    }

    static double slope(int head, int heads) {
        int power = Integer.highestOneBit(heads);
        return head < power ? StrictMath.pow(2, -8.0 * (head + 1) / power)
                : StrictMath.pow(2, -8.0 * (2 * (head - power) + 1) / (2 * power));
    }
}
