package dev.unroll.training;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * Which training examples each update sees: every epoch a fresh permutation of all, cut into batches, the last of which
 * may be smaller.
 *
 * <p>With bucketing, so many batches at a time are sorted by length before they are cut, and then put in an order that
 * is random again, so that a batch holds sequences of like length and little padding while short ones do not come first.
 * Two batches of three at a time, by the lengths of their examples:
 * <pre>
 *   permutation   9 2 7  3 8 2 | 5 1 6  4
 *   sorted        2 2 3  7 8 9 | 1 4 5  6
 *   batches       7 8 9,  2 2 3,  1 4 5,  6
 * </pre>
 *
 * <p>Depends on the seed, the examples' number and lengths, and the spec's {@code batchSize} and {@code bucketing}
 * alone, so all models of a seed that are trained alike see the same batches in the same order.
 */
public final class BatchOrder {

    private final Randomness randomness;
    private final int examples;
    private final int batchSize;
    private final int perEpoch;
    private final int pool;
    private final int[] lengths;
    private int[] order;
    private int[] starts;
    private int epoch = -1;

    /** The order in which a dataset's training part is seen. */
    public BatchOrder(SequenceDataset dataset, TrainingSpec spec, long seed) {
        this(dataset.size(Part.TRAIN), spec.bucketing() == null ? null : lengths(dataset), spec.batchSize(),
                spec.bucketing() == null ? 1 : spec.bucketing(), seed);
    }

    /**
     * @param lengths {@code [examples]}, or {@code null} if {@code pool} is 1
     * @param pool    batches that are sorted together
     */
    BatchOrder(int examples, int[] lengths, int batchSize, int pool, long seed) {
        this.randomness = Randomness.of(seed, Purpose.SHUFFLING);
        this.examples = examples;
        this.lengths = lengths;
        this.batchSize = batchSize;
        this.pool = pool;
        this.perEpoch = (examples - 1) / batchSize + 1;
    }

    private static int[] lengths(SequenceDataset dataset) {
        int[] lengths = new int[dataset.size(Part.TRAIN)];
        Arrays.setAll(lengths, i -> dataset.length(Part.TRAIN, i));
        return lengths;
    }

    /** Indices in the training part for an update, from 0. */
    public int[] indices(int update) {
        if (epoch != update / perEpoch) {
            epoch = update / perEpoch;
            shuffle(randomness.derive(epoch));
        }
        int batch = update % perEpoch;
        return Arrays.copyOfRange(order, starts[batch], starts[batch + 1]);
    }

    private void shuffle(Randomness ofEpoch) {
        int[] permutation = ofEpoch.stream().permutation(examples);
        order = permutation;
        starts = new int[perEpoch + 1];
        for (int batch = 0; batch < perEpoch; batch++) {
            starts[batch + 1] = (int) Math.min(examples, (batch + 1L) * batchSize);
        }
        if (pool > 1) {
            order = new int[examples];
            for (int first = 0; first < perEpoch; first += pool) {
                bucket(permutation, first, Math.min(perEpoch, first + pool), ofEpoch.derive("bucketing"));
            }
        }
    }

    /** Sorts the batches from the first to before the last together and writes them, moved about, to {@code order}. */
    private void bucket(int[] permutation, int first, int last, Randomness ofEpoch) {
        int from = starts[first];
        long[] sorted = new long[starts[last] - from];
        for (int i = 0; i < sorted.length; i++) {
            // Those of one length stay in the permutation's order.
            sorted[i] = (long) lengths[permutation[from + i]] << 32 | i;
        }
        Arrays.sort(sorted);
        int at = from;
        int[] moved = ofEpoch.derive(first).stream().permutation(last - first);
        for (int i = 0; i < moved.length; i++) {
            int start = moved[i] * batchSize;
            int end = Math.min(sorted.length, start + batchSize);
            for (int j = start; j < end; j++) {
                order[at++] = permutation[from + (int) sorted[j]];
            }
            starts[first + i + 1] = at;
        }
    }
}
