package dev.unroll.datasets;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;

/**
 * Answers every example with the class frequencies of the training part: its most likely class is the majority's, and
 * its cross-entropy is about the entropy of the classes.
 */
public final class ClassPrior implements Baseline {

    // Below any log-frequency, so that a class never seen is never chosen, and finite, so that no score is NaN.
    private static final float NEVER = -100f;

    private final float[] scores;

    /** @param counts {@code [K]}, training examples of each class; read */
    public ClassPrior(int[] counts) {
        double total = 0;
        for (int count : counts) {
            total += count;
        }
        scores = new float[counts.length];
        for (int k = 0; k < counts.length; k++) {
            scores[k] = counts[k] == 0 ? NEVER : (float) StrictMath.log(counts[k] / total);
        }
    }

    @Override
    public String name() {
        return "majority class";
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        float[] all = new float[indices.length * scores.length];
        for (int b = 0; b < indices.length; b++) {
            System.arraycopy(scores, 0, all, b * scores.length, scores.length);
        }
        return all;
    }
}
