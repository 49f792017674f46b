package dev.unroll.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model carries from one batch to the next: named arrays {@code [B, S]}, a row for each sequence, in the order of
 * the batch. Made by {@link SequenceModel#newState}.
 *
 * <p>A new one is at the start: sequences begin as they would without it, from zero or from what the model has learned.
 * Each pass that takes it begins where it stands and leaves in it the state after each sequence's own last step. Gradients
 * end at it: nothing flows back into the batch before.
 */
public final class ModelState {

    private final int batchSize;
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private boolean start = true;

    /** @param sizes S by name, in a fixed order */
    public ModelState(int batchSize, Map<String, Integer> sizes) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a state must be for at least one sequence; got " + batchSize);
        }
        this.batchSize = batchSize;
        sizes.forEach((name, size) -> values.put(name, new float[Math.multiplyExact(batchSize, size)]));
    }

    /** B. */
    public int batchSize() {
        return batchSize;
    }

    /** The arrays' names, such as {@code layer0}. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Whether sequences start as they would without a state; all values are then 0 and none is read. */
    public boolean isStart() {
        return start;
    }

    /** The live values {@code [B, S]} of that name; whoever writes here says so by {@link #given}. */
    public float[] values(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no state " + name + "; there are " + values.keySet());
        }
        return found;
    }

    /**
     * Gives values to start from; those of other names that were never given are 0.
     *
     * @param values {@code [B, S]}, copied
     */
    public void set(String name, float[] values) {
        float[] place = values(name);
        if (values.length != place.length) {
            throw new IllegalArgumentException("the state " + name + " must hold " + place.length + " values for "
                    + batchSize + " sequences; got " + values.length);
        }
        System.arraycopy(values, 0, place, 0, place.length);
        start = false;
    }

    /** Says that the values are those to start from. */
    public void given() {
        start = false;
    }

    /** Back to the start. */
    public void reset() {
        values.values().forEach(array -> Arrays.fill(array, 0f));
        start = true;
    }

    /** A state for some of the sequences, in this order; shares nothing with this one. */
    public ModelState select(int[] sequences) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        values.forEach((name, array) -> sizes.put(name, array.length / batchSize));
        ModelState selected = new ModelState(sequences.length, sizes);
        sizes.forEach((name, size) -> {
            for (int i = 0; i < sequences.length; i++) {
                System.arraycopy(values(name), sequences[i] * size, selected.values(name), i * size, size);
            }
        });
        selected.start = start;
        return selected;
    }
}
