package dev.unroll.training;

import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;

/**
 * Which training examples each update sees: every epoch a fresh permutation of all, cut into batches, the last of which
 * may be smaller. Depends on the seed, the number of examples and the size of a batch alone, so all models of a seed
 * see the same batches in the same order.
 */
final class BatchOrder {

    private final Randomness randomness;
    private final int examples;
    private final int batchSize;
    private final int perEpoch;
    private int[] permutation;
    private int epoch = -1;

    BatchOrder(long seed, int examples, int batchSize, int perEpoch) {
        this.randomness = Randomness.of(seed, Purpose.SHUFFLING);
        this.examples = examples;
        this.batchSize = batchSize;
        this.perEpoch = perEpoch;
    }

    /** Indices in the training part for an update, from 0. */
    int[] indices(int update) {
        if (epoch != update / perEpoch) {
            epoch = update / perEpoch;
            permutation = randomness.derive(epoch).stream().permutation(examples);
        }
        int from = update % perEpoch * batchSize;
        int[] indices = new int[Math.min(batchSize, examples - from)];
        System.arraycopy(permutation, from, indices, 0, indices.length);
        return indices;
    }
}
