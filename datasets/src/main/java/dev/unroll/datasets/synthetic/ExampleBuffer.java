package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import java.util.Arrays;

/**
 * Examples as they are generated, one after another: the generator of a task appends steps, marks targets and says
 * which slice the example belongs to. Examples may differ in length; {@link #batch} pads them.
 */
public final class ExampleBuffer {

    private static final int LIKELY_STEPS = 32;

    private final int numFeatures;
    private final Target target;
    private final int[] starts;
    private final int[] slices;
    private final int[] lengths;
    private int[] tokens;
    private float[] features;
    private int[] classes;
    private float[] weights;
    private final float[] values;
    private int example = -1;
    private int end;

    /**
     * @param arrays written to where the form says how many steps all examples have; elsewhere it turns out only in the
     *               end what arrays are needed
     */
    ExampleBuffer(Form form, int examples, BatchArrays arrays) {
        numFeatures = form.input() instanceof Features input ? input.size() : 0;
        target = form.target();
        starts = new int[examples + 1];
        slices = new int[examples];
        BatchArrays from = form.steps() == 0 ? new BatchArrays() : arrays;
        int capacity = examples * (form.steps() == 0 ? LIKELY_STEPS : form.steps());
        lengths = from.lengths(examples);
        tokens = numFeatures == 0 ? zeros(from.tokens(capacity)) : null;
        features = numFeatures == 0 ? null : zeros(from.features(capacity * numFeatures));
        classes = target.classification() ? zeros(from.classes(target.perStep() ? capacity : examples)) : null;
        weights = target.perStep() ? zeros(from.weights(capacity)) : null;
        values = target.classification() ? null : zeros(from.values(examples * target.size()));
    }

    private static int[] zeros(int[] array) {
        Arrays.fill(array, 0);
        return array;
    }

    private static float[] zeros(float[] array) {
        Arrays.fill(array, 0);
        return array;
    }

    void begin() {
        example++;
        starts[example] = end;
        slices[example] = -1;
    }

    void finish() {
        starts[example + 1] = end;
    }

    int sliceOf(int example) {
        return slices[example];
    }

    /** Steps that the example has so far. */
    public int length() {
        return end - starts[example];
    }

    /** Appends a step with this symbol, without a target. */
    public void token(int symbol) {
        grow(1);
        tokens[end++] = symbol;
    }

    /** Appends steps with this symbol, without targets. */
    public void tokens(int symbol, int count) {
        grow(count);
        Arrays.fill(tokens, end, end + count, symbol);
        end += count;
    }

    /** The symbol at a step of the example. */
    public int tokenAt(int step) {
        return tokens[starts[example] + step];
    }

    /** Overwrites the symbol at a step of the example. */
    public void setToken(int step, int symbol) {
        tokens[starts[example] + step] = symbol;
    }

    /** Appends steps whose features are all 0. */
    public void steps(int count) {
        grow(count);
        end += count;
    }

    /** Overwrites a feature at a step of the example. */
    public void setFeature(int step, int feature, float value) {
        features[(starts[example] + step) * numFeatures + feature] = value;
    }

    /** A feature at a step of the example. */
    public float feature(int step, int feature) {
        return features[(starts[example] + step) * numFeatures + feature];
    }

    /** Appends steps with these features, {@code [count, F]} from {@code offset}; read. */
    public void features(float[] source, int offset, int count) {
        grow(count);
        System.arraycopy(source, offset, features, end * numFeatures, count * numFeatures);
        end += count;
    }

    /** Expects this class at a step, with weight 1; a step that expects none has weight 0. */
    public void expect(int step, int expected) {
        classes[starts[example] + step] = expected;
        weights[starts[example] + step] = 1f;
    }

    /** The class of the whole sequence. */
    public void label(int expected) {
        classes[example] = expected;
    }

    /** Component k of the value of the whole sequence. */
    public void value(int k, float expected) {
        values[example * target.size() + k] = expected;
    }

    /** The slice the example belongs to. */
    public void slice(int index) {
        slices[example] = index;
    }

    private void grow(int count) {
        int needed = end + count;
        int capacity = numFeatures == 0 ? tokens.length : features.length / numFeatures;
        if (needed > capacity) {
            int larger = Math.max(needed, capacity + capacity / 2);
            tokens = numFeatures == 0 ? Arrays.copyOf(tokens, larger) : null;
            features = numFeatures == 0 ? null : Arrays.copyOf(features, larger * numFeatures);
            if (target.perStep()) {
                classes = Arrays.copyOf(classes, larger);
                weights = Arrays.copyOf(weights, larger);
            }
        }
    }

    /** All examples, padded to the longest. */
    SequenceBatch batch() {
        int longest = 0;
        for (int b = 0; b < lengths.length; b++) {
            lengths[b] = starts[b + 1] - starts[b];
            longest = Math.max(longest, lengths[b]);
        }
        return new SequenceBatch(lengths, padded(features, longest, numFeatures), padded(tokens, longest), values,
                target.perStep() ? padded(classes, longest) : classes, padded(weights, longest, 1));
    }

    private int[] padded(int[] ragged, int longest) {
        if (ragged == null || ragged.length == slices.length * longest && end == ragged.length) {
            return ragged;
        }
        int[] padded = new int[slices.length * longest];
        for (int b = 0; b < slices.length; b++) {
            System.arraycopy(ragged, starts[b], padded, b * longest, starts[b + 1] - starts[b]);
        }
        return padded;
    }

    private float[] padded(float[] ragged, int longest, int width) {
        if (ragged == null || ragged.length == slices.length * longest * width && end * width == ragged.length) {
            return ragged;
        }
        float[] padded = new float[slices.length * longest * width];
        for (int b = 0; b < slices.length; b++) {
            System.arraycopy(ragged, starts[b] * width, padded, b * longest * width,
                    (starts[b + 1] - starts[b]) * width);
        }
        return padded;
    }
}
