package dev.unroll.dl4j;

import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;

/**
 * A vector for each step of each sequence of a batch.
 *
 * @param batchSize B
 * @param steps     T, of the longest sequence
 * @param size      F, values of a vector
 * @param lengths   {@code [B]}
 * @param values    {@code [B, T, F]}; zero past a sequence's length
 */
record Rows(int batchSize, int steps, int size, int[] lengths, float[] values) {

    /** The features of a batch; what stands in its padding is not read. */
    static Rows of(SequenceBatch batch, int size) {
        int steps = batch.maxLength();
        float[] values = new float[batch.size() * steps * size];
        for (int b = 0; b < batch.size(); b++) {
            System.arraycopy(batch.features(), b * steps * size, values, b * steps * size, batch.lengths()[b] * size);
        }
        return new Rows(batch.size(), steps, size, batch.lengths(), values);
    }

    /**
     * The vectors of the tokens of a batch.
     *
     * @param vectors {@code [V, F]}
     */
    static Rows lookedUp(SequenceBatch batch, Parameter vectors) {
        int steps = batch.maxLength();
        int size = vectors.lastDimension();
        float[] values = new float[batch.size() * steps * size];
        for (int b = 0; b < batch.size(); b++) {
            for (int t = 0; t < batch.lengths()[b]; t++) {
                int place = b * steps + t;
                System.arraycopy(vectors.value(), batch.tokens()[place] * size, values, place * size, size);
            }
        }
        return new Rows(batch.size(), steps, size, batch.lengths(), values);
    }

    /** The gradient with respect to the vectors, {@code [V, F]}, given that with respect to the rows. */
    static double[] lookUpGradient(SequenceBatch batch, Parameter vectors, double[] dRows) {
        int steps = batch.maxLength();
        int size = vectors.lastDimension();
        double[] gradient = new double[vectors.size()];
        for (int b = 0; b < batch.size(); b++) {
            for (int t = 0; t < batch.lengths()[b]; t++) {
                int place = b * steps + t;
                int to = batch.tokens()[place] * size;
                for (int i = 0; i < size; i++) {
                    gradient[to + i] += dRows[place * size + i];
                }
            }
        }
        return gradient;
    }

    /** 1 for each step that there is, {@code [B, T]}. */
    float[] mask() {
        float[] mask = new float[batchSize * steps];
        for (int b = 0; b < batchSize; b++) {
            for (int t = 0; t < lengths[b]; t++) {
                mask[b * steps + t] = 1;
            }
        }
        return mask;
    }
}
