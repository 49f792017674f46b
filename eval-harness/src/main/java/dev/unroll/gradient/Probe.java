package dev.unroll.gradient;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * A few fixed validation examples that models are measured with. They depend on the dataset and the seed of the data
 * alone, so that all models, before and after training, see the same.
 *
 * <p>For a target per sequence the loss is at the last step. For a target per step only the last one that counts is
 * kept, so that the distance to it is well defined; what comes after it counts for nothing.
 *
 * @param batch    B sequences with their targets; weights such that each sequence has one loss
 * @param lossStep {@code [B]}, the step where a sequence's loss is; −1 for a sequence without a target that counts
 */
public record Probe(SequenceBatch batch, int[] lossStep) {

    private static final int MOST_EXAMPLES = 32;

    /** Chooses the examples. */
    public static Probe of(SequenceDataset dataset, long dataSeed) {
        int size = dataset.size(Part.VALIDATION);
        int[] permutation = Randomness.of(dataSeed, Purpose.PROBE).stream().permutation(size);
        SequenceBatch batch = dataset.batch(Part.VALIDATION, Arrays.copyOf(permutation, Math.min(MOST_EXAMPLES, size)));
        int[] lossStep = new int[batch.size()];
        if (dataset.target().perStep()) {
            return new Probe(withLastTargetOnly(batch, lossStep), lossStep);
        }
        for (int b = 0; b < batch.size(); b++) {
            lossStep[b] = batch.lengths()[b] - 1;
        }
        return new Probe(withWeights(batch, null), lossStep);
    }

    private static SequenceBatch withLastTargetOnly(SequenceBatch batch, int[] lossStep) {
        int maxLength = batch.maxLength();
        float[] weights = new float[batch.size() * maxLength];
        for (int b = 0; b < batch.size(); b++) {
            int last = batch.lengths()[b] - 1;
            while (last >= 0 && batch.weights() != null && !(batch.weights()[b * maxLength + last] > 0)) {
                last--;
            }
            lossStep[b] = last;
            if (last >= 0) {
                weights[b * maxLength + last] = 1;
            }
        }
        return withWeights(batch, weights);
    }

    private static SequenceBatch withWeights(SequenceBatch batch, float[] weights) {
        return new SequenceBatch(batch.lengths(), batch.features(), batch.tokens(), batch.values(), batch.classes(),
                weights);
    }

    /** Sequences that have a loss: what the mean over the batch divides each of them by. */
    public int counted() {
        int sequences = 0;
        for (int last : lossStep) {
            sequences += last >= 0 ? 1 : 0;
        }
        return sequences;
    }

    /** Distances from a loss that some sequence has steps at: 0 to the farthest; 0 if no sequence has a loss. */
    public int distances() {
        int farthest = -1;
        for (int last : lossStep) {
            farthest = Math.max(farthest, last);
        }
        return farthest + 1;
    }
}
