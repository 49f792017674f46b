package dev.unroll.training;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import java.util.stream.IntStream;

/**
 * A batch cut in time into segments of so many steps. Segment k holds the steps from {@code k steps} on of the sequences
 * that are so long, in the order of the batch; what has ended is left out. A target per sequence counts in the segment in
 * which its sequence ends, a target per step in that of its step. Segments are made when asked for, one at a time.
 */
final class Segments {

    private final SequenceBatch batch;
    private final Task task;
    private final int steps;

    /** @param steps of a segment, at least 1; the last may be shorter */
    Segments(SequenceBatch batch, Task task, int steps) {
        this.batch = batch;
        this.task = task;
        this.steps = steps;
    }

    /**
     * @param batch  the segment's steps, with weights
     * @param going  which sequences of the segment before go on in this one, by their place there, in its order; for the
     *               first segment all of the batch
     * @param weight the sum of its targets' weights
     */
    record Segment(SequenceBatch batch, int[] going, double weight) {
    }

    int count() {
        return (batch.maxLength() + steps - 1) / steps;
    }

    Segment get(int k) {
        int from = k * steps;
        int[] chosen = longerThan(from);
        int[] lengths = IntStream.of(chosen).map(b -> Math.min(batch.lengths()[b] - from, steps)).toArray();
        int width = IntStream.of(lengths).max().orElseThrow();
        int[] places = IntStream.of(chosen).map(b -> b * batch.maxLength() + from).toArray();
        boolean perStep = task.target().perStep();
        int size = task.target().size();
        float[] weights = perStep ? stepWeights(places, lengths, width) : endWeights(chosen, from);
        SequenceBatch segment = new SequenceBatch(lengths,
                task.input() instanceof Features features ? cut(batch.features(), places, lengths, width, features.size())
                        : null,
                batch.tokens() == null ? null : cut(batch.tokens(), places, lengths, width),
                batch.values() == null ? null : cut(batch.values(), chosen, ones(chosen.length), 1, size),
                batch.classes() == null ? null : perStep ? cut(batch.classes(), places, lengths, width)
                        : cut(batch.classes(), chosen, ones(chosen.length), 1),
                weights);
        double weight = 0;
        for (float w : weights) {
            weight += w;
        }
        return new Segment(segment, going(k == 0 ? chosen : longerThan(from - steps), chosen), weight);
    }

    private int[] longerThan(int from) {
        return IntStream.range(0, batch.size()).filter(b -> batch.lengths()[b] > from).toArray();
    }

    private static int[] going(int[] before, int[] chosen) {
        int[] going = new int[chosen.length];
        int place = 0;
        for (int i = 0; i < chosen.length; i++) {
            while (before[place] != chosen[i]) {
                place++;
            }
            going[i] = place;
        }
        return going;
    }

    private float[] stepWeights(int[] places, int[] lengths, int width) {
        float[] weights = new float[places.length * width];
        for (int i = 0; i < places.length; i++) {
            for (int t = 0; t < lengths[i]; t++) {
                weights[i * width + t] = batch.weights() == null ? 1f : batch.weights()[places[i] + t];
            }
        }
        return weights;
    }

    private float[] endWeights(int[] chosen, int from) {
        float[] weights = new float[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            boolean ends = batch.lengths()[chosen[i]] <= from + steps;
            weights[i] = !ends ? 0f : batch.weights() == null ? 1f : batch.weights()[chosen[i]];
        }
        return weights;
    }

    /** Rows of {@code [_, size]} from each place on, as many as its length, side by side in {@code [_, width, size]}. */
    private static float[] cut(float[] values, int[] places, int[] lengths, int width, int size) {
        float[] cut = new float[places.length * width * size];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(values, places[i] * size, cut, i * width * size, lengths[i] * size);
        }
        return cut;
    }

    private static int[] cut(int[] values, int[] places, int[] lengths, int width) {
        int[] cut = new int[places.length * width];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(values, places[i], cut, i * width, lengths[i]);
        }
        return cut;
    }

    private static int[] ones(int count) {
        return IntStream.generate(() -> 1).limit(count).toArray();
    }
}
