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

    private final BatchArrays arrays;
    private final int steps;
    private final boolean ragged;
    private final int numFeatures;
    private final Target target;
    private final int[] starts;
    private final int[] slices;
    private final int[] lengths;
    private int capacity;
    private int[] tokens;
    private float[] features;
    private int[] classes;
    private float[] weights;
    private final float[] values;
    private int example = -1;
    private int end;

    /** @param arrays written to; the batch is made of them */
    ExampleBuffer(Form form, int examples, BatchArrays arrays) {
        this.arrays = arrays;
        numFeatures = form.input() instanceof Features input ? input.size() : 0;
        target = form.target();
        starts = new int[examples + 1];
        slices = new int[examples];
        lengths = arrays.lengths(examples);
        values = target.classification() ? null : arrays.values(examples * target.size());
        steps = form.steps();
        ragged = steps == 0;
        if (ragged) {
            makeRoom(examples * LIKELY_STEPS);
        } else {
            capacity = examples * steps;
            tokens = numFeatures == 0 ? arrays.tokens(capacity) : null;
            features = numFeatures == 0 ? null : arrays.features(capacity * numFeatures);
            classes = target.perStep() ? arrays.classes(capacity) : null;
            weights = target.perStep() ? arrays.weights(capacity) : null;
        }
        if (target.classification() && !target.perStep()) {
            classes = arrays.classes(examples);
            Arrays.fill(classes, 0);
        }
        if (values != null) {
            Arrays.fill(values, 0f);
        }
    }

    private void makeRoom(int room) {
        tokens = numFeatures == 0 ? arrays.raggedTokens(room) : null;
        features = numFeatures == 0 ? null : arrays.raggedFeatures(room * numFeatures);
        if (target.perStep()) {
            classes = arrays.raggedClasses(room);
            weights = arrays.raggedWeights(room);
        }
        capacity = numFeatures == 0 ? tokens.length : features.length / numFeatures;
        if (target.perStep()) {
            capacity = Math.min(capacity, Math.min(classes.length, weights.length));
        }
    }

    void begin() {
        example++;
        starts[example] = end;
        slices[example] = -1;
    }

    void finish() {
        if (!ragged && length() != steps) {
            throw new IllegalStateException("an example must have the " + steps + " steps of its task's form; got "
                    + length());
        }
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

    /** Makes ready for so many more steps, without features or targets. */
    private void grow(int count) {
        int to = end + count;
        if (!ragged && to - starts[example] > steps) {
            throw new IllegalStateException("an example must have the " + steps + " steps of its task's form; got "
                    + (to - starts[example]));
        }
        if (to > capacity) {
            makeRoom(Math.max(to, capacity + capacity / 2));
        }
        if (features != null) {
            Arrays.fill(features, end * numFeatures, to * numFeatures, 0f);
        }
        if (target.perStep()) {
            Arrays.fill(classes, end, to, 0);
            Arrays.fill(weights, end, to, 0f);
        }
    }

    /** All examples, padded to the longest. */
    SequenceBatch batch() {
        int longest = 0;
        for (int b = 0; b < lengths.length; b++) {
            lengths[b] = starts[b + 1] - starts[b];
            longest = Math.max(longest, lengths[b]);
        }
        if (!ragged) {
            return new SequenceBatch(lengths, features, tokens, values, classes, weights);
        }
        int rows = lengths.length * longest;
        return new SequenceBatch(lengths,
                features == null ? null : padded(features, longest, numFeatures, arrays.features(rows * numFeatures)),
                tokens == null ? null : padded(tokens, longest, arrays.tokens(rows)), values,
                target.perStep() ? padded(classes, longest, arrays.classes(rows)) : classes,
                weights == null ? null : padded(weights, longest, 1, arrays.weights(rows)));
    }

    private int[] padded(int[] ragged, int longest, int[] padded) {
        for (int b = 0; b < lengths.length; b++) {
            int from = b * longest;
            System.arraycopy(ragged, starts[b], padded, from, lengths[b]);
            Arrays.fill(padded, from + lengths[b], from + longest, 0);
        }
        return padded;
    }

    private float[] padded(float[] ragged, int longest, int width, float[] padded) {
        for (int b = 0; b < lengths.length; b++) {
            int from = b * longest * width;
            System.arraycopy(ragged, starts[b] * width, padded, from, lengths[b] * width);
            Arrays.fill(padded, from + lengths[b] * width, from + longest * width, 0f);
        }
        return padded;
    }
}
