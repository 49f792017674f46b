package dev.unroll.dataset;

import dev.unroll.model.SequenceBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Arrays that batches are written to again and again, so that a training step takes no fresh memory. One for each
 * component of {@link SequenceBatch} and each length that was asked for; all are let go once they hold more than 64 MB
 * together. What they hold is whatever an earlier batch left. Not for sharing between threads.
 *
 * <p>Examples whose number of steps turns out only when they are made go to the {@code ragged} arrays first, one of each
 * kind, which grow and are kept beside them.
 */
public final class BatchArrays {

    private static final long MOST_NUMBERS = 1 << 24;

    private final Map<Integer, int[]> lengths = new HashMap<>();
    private final Map<Integer, float[]> features = new HashMap<>();
    private final Map<Integer, int[]> tokens = new HashMap<>();
    private final Map<Integer, float[]> values = new HashMap<>();
    private final Map<Integer, int[]> classes = new HashMap<>();
    private final Map<Integer, float[]> weights = new HashMap<>();
    private long numbers;
    private float[] raggedFeatures = {};
    private int[] raggedTokens = {};
    private int[] raggedClasses = {};
    private float[] raggedWeights = {};

    /** An array for {@link SequenceBatch#lengths}. */
    public int[] lengths(int length) {
        return array(lengths, length, int[]::new);
    }

    /** An array for {@link SequenceBatch#features}. */
    public float[] features(int length) {
        return array(features, length, float[]::new);
    }

    /** An array for {@link SequenceBatch#tokens}. */
    public int[] tokens(int length) {
        return array(tokens, length, int[]::new);
    }

    /** An array for {@link SequenceBatch#values}. */
    public float[] values(int length) {
        return array(values, length, float[]::new);
    }

    /** An array for {@link SequenceBatch#classes}. */
    public int[] classes(int length) {
        return array(classes, length, int[]::new);
    }

    /** An array for {@link SequenceBatch#weights}. */
    public float[] weights(int length) {
        return array(weights, length, float[]::new);
    }

    /** Room for features of examples one after another, at least this long; what it held before is kept. */
    public float[] raggedFeatures(int length) {
        return raggedFeatures = atLeast(raggedFeatures, length);
    }

    /** The same for tokens. */
    public int[] raggedTokens(int length) {
        return raggedTokens = atLeast(raggedTokens, length);
    }

    /** The same for classes of steps. */
    public int[] raggedClasses(int length) {
        return raggedClasses = atLeast(raggedClasses, length);
    }

    /** The same for weights of steps. */
    public float[] raggedWeights(int length) {
        return raggedWeights = atLeast(raggedWeights, length);
    }

    private static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : Arrays.copyOf(array, Math.max(length, array.length + array.length / 2));
    }

    private static int[] atLeast(int[] array, int length) {
        return array.length >= length ? array : Arrays.copyOf(array, Math.max(length, array.length + array.length / 2));
    }

    private <A> A array(Map<Integer, A> arrays, int length, IntFunction<A> maker) {
        A array = arrays.get(length);
        if (array == null) {
            numbers += length;
            if (numbers > MOST_NUMBERS) {
                for (Map<?, ?> each : new Map<?, ?>[] {lengths, features, tokens, values, classes, weights}) {
                    each.clear();
                }
                numbers = length;
            }
            array = maker.apply(length);
            arrays.put(length, array);
        }
        return array;
    }
}
