package dev.unroll.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How well each example of the test part was met, in their order, up to the first 10,000.
 *
 * @param values     {@code [n]}: the share of its targets that are right, or its mean absolute error, squared where the
 *                   dataset's primary metric is; NaN where an example has no target
 * @param targetSize components of a value, which neighbours in a series may share; 1 for classes
 * @param classes    whether they are shares of classes, of which more is better, and not errors
 */
public record ItemScores(float[] values, int targetSize, boolean classes) {

    /** No more than this are kept of a trial. */
    public static final int MOST = 10_000;

    /** Of a trial that did not complete. */
    static final ItemScores NONE = new ItemScores(new float[0], 1, false);

    /** Little-endian, 4 bytes each. */
    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    static ItemScores of(byte[] bytes, int targetSize, boolean classes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new ItemScores(values, targetSize, classes);
    }
}
