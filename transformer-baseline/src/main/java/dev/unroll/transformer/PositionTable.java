package dev.unroll.transformer;

/**
 * Sinusoidal positions (Vaswani et al. 2017, arXiv 1706.03762): for step t and width D,
 *
 * <pre>
 * table[t][2 i]     = sin(t / 10000^(2 i / D))
 * table[t][2 i + 1] = cos(t / 10000^(2 i / D))
 * </pre>
 *
 * computed in double with {@code StrictMath}, whose bits are the same everywhere, and rounded once.
 */
final class PositionTable {

    private static final double BASE = 10000;

    private final int width;
    private float[] values = {};

    PositionTable(int width) {
        this.width = width;
    }

    /** At least {@code steps} rows of D values; grows when a longer sequence comes and is kept. */
    float[] forSteps(int steps) {
        int known = values.length / width;
        if (known < steps) {
            float[] longer = new float[steps * width];
            System.arraycopy(values, 0, longer, 0, known * width);
            for (int t = known; t < steps; t++) {
                for (int j = 0; j < width; j++) {
                    double angle = t / StrictMath.pow(BASE, (double) (j - j % 2) / width);
                    longer[t * width + j] = (float) (j % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
                }
            }
            values = longer;
        }
        return values;
    }
}
