package dev.unroll.gradient;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import java.util.Arrays;

/** Some sequences of a batch as a batch of their own. */
final class Sequences {

    private Sequences() {
    }

    /**
     * These sequences, in this order; one may be there several times.
     *
     * @param task what the batch is for
     */
    static SequenceBatch select(SequenceBatch batch, Task task, int... chosen) {
        int[] lengths = Arrays.stream(chosen).map(b -> batch.lengths()[b]).toArray();
        return copied(batch, batch.maxLength(), chosen, lengths, task);
    }

    /**
     * All sequences, shortened to these lengths.
     *
     * @param stride steps that a sequence has room for in the batch's arrays
     */
    static SequenceBatch repadded(SequenceBatch batch, int stride, int[] lengths, Task task) {
        int[] all = new int[lengths.length];
        Arrays.setAll(all, b -> b);
        return copied(batch, stride, all, lengths, task);
    }

    private static SequenceBatch copied(SequenceBatch batch, int stride, int[] chosen, int[] lengths, Task task) {
        int steps = Arrays.stream(lengths).max().orElse(1);
        int features = task.input() instanceof Task.Features f ? f.size() : 0;
        boolean perStep = task.target().perStep();
        float[] x = batch.features() == null ? null : new float[chosen.length * steps * features];
        int[] tokens = batch.tokens() == null ? null : new int[chosen.length * steps];
        float[] values = batch.values() == null ? null : new float[chosen.length * task.target().size()];
        int perSequence = perStep ? steps : 1;
        int[] classes = batch.classes() == null ? null : new int[chosen.length * perSequence];
        float[] weights = batch.weights() == null ? null : new float[chosen.length * perSequence];
        for (int i = 0; i < chosen.length; i++) {
            int b = chosen[i];
            copy(batch.features(), b * stride * features, x, i * steps * features, lengths[i] * features);
            copy(batch.tokens(), b * stride, tokens, i * steps, lengths[i]);
            copy(batch.values(), b * task.target().size(), values, i * task.target().size(), task.target().size());
            int from = perStep ? b * stride : b;
            copy(batch.classes(), from, classes, i * perSequence, perStep ? lengths[i] : 1);
            copy(batch.weights(), from, weights, i * perSequence, perStep ? lengths[i] : 1);
        }
        return new SequenceBatch(lengths, x, tokens, values, classes, weights);
    }

    private static void copy(Object from, int at, Object to, int place, int count) {
        if (to != null) {
            System.arraycopy(from, at, to, place, count);
        }
    }
}
