package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Tokens;
import java.util.stream.IntStream;

/**
 * Answers with the class frequencies, given the symbol of the present step (of the last one, for a class per sequence),
 * in the first 10,000 examples of the training part: the best that can be done without memory.
 */
public final class MemorylessAnswer implements Baseline {

    /** The logarithm of next to nothing: exp(-100) vanishes beside 1 in float and double. */
    static final float NEVER = -100f;

    private static final int MOST_EXAMPLES = 10_000;
    private static final int BATCH_SIZE = 500;

    private final SequenceDataset dataset;
    private final float[] scores;

    /** @param dataset of tokens and classes; its training part is read here */
    public MemorylessAnswer(SequenceDataset dataset) {
        this.dataset = dataset;
        int numClasses = dataset.target().size();
        double[] counts = new double[((Tokens) dataset.input()).vocabulary() * numClasses];
        int size = Math.min(MOST_EXAMPLES, dataset.size(Part.TRAIN));
        for (int from = 0; from < size; from += BATCH_SIZE) {
            int[] indices = IntStream.range(from, Math.min(size, from + BATCH_SIZE)).toArray();
            count(dataset.batch(Part.TRAIN, indices), counts);
        }
        scores = logFrequencies(counts, numClasses);
    }

    private void count(SequenceBatch batch, double[] counts) {
        int numClasses = dataset.target().size();
        int steps = batch.maxLength();
        for (int b = 0; b < batch.size(); b++) {
            int last = batch.lengths()[b] - 1;
            if (!dataset.target().perStep()) {
                counts[batch.tokens()[b * steps + last] * numClasses + batch.classes()[b]]++;
                continue;
            }
            for (int i = b * steps; i <= b * steps + last; i++) {
                if (batch.weights() == null || batch.weights()[i] > 0) {
                    counts[batch.tokens()[i] * numClasses + batch.classes()[i]]++;
                }
            }
        }
    }

    // A symbol never seen with a target gets the frequencies of all symbols together.
    private static float[] logFrequencies(double[] counts, int numClasses) {
        double[] all = new double[numClasses];
        for (int i = 0; i < counts.length; i++) {
            all[i % numClasses] += counts[i];
        }
        float[] scores = new float[counts.length];
        for (int from = 0; from < counts.length; from += numClasses) {
            double total = 0;
            double grandTotal = 0;
            for (int k = 0; k < numClasses; k++) {
                total += counts[from + k];
                grandTotal += all[k];
            }
            for (int k = 0; k < numClasses; k++) {
                double frequency = total > 0 ? counts[from + k] / total : all[k] / grandTotal;
                scores[from + k] = frequency == 0 ? NEVER : (float) StrictMath.log(frequency);
            }
        }
        return scores;
    }

    @Override
    public String name() {
        return "memoryless";
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        SequenceBatch batch = dataset.batch(part, indices);
        int numClasses = dataset.target().size();
        int steps = batch.maxLength();
        boolean perStep = dataset.target().perStep();
        float[] outputs = new float[indices.length * (perStep ? steps : 1) * numClasses];
        for (int b = 0; b < indices.length; b++) {
            int length = batch.lengths()[b];
            for (int t = perStep ? 0 : length - 1; t < length; t++) {
                System.arraycopy(scores, batch.tokens()[b * steps + t] * numClasses, outputs,
                        (perStep ? b * steps + t : b) * numClasses, numClasses);
            }
        }
        return outputs;
    }
}
