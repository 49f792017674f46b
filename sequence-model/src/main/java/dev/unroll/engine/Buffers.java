package dev.unroll.engine;

/** Arrays that grow when a larger batch comes and are otherwise reused, so that a step in steady state allocates nothing. */
public final class Buffers {

    /** A field's value before its first use. */
    public static final float[] EMPTY = {};

    private Buffers() {
    }

    /** The buffer itself if it holds at least {@code size} values, else a new one of that size; contents are not kept. */
    public static float[] atLeast(float[] buffer, int size) {
        return buffer.length >= size ? buffer : new float[size];
    }
}
