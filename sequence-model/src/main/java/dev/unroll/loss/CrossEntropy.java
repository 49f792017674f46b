package dev.unroll.loss;

import dev.unroll.kernel.Kernels;

/**
 * {@code -Σ q_k ln p_k} with p the softmax of the scores and q the target: 1 for the true class and 0 for the others,
 * or, smoothed by s over C classes, {@code 1 - s + s / C} and {@code s / C} (Szegedy et al. 2016, arXiv 1512.00567).
 *
 * @param labelSmoothing s, from 0 (inclusive) to 1 (exclusive); default 0
 */
public record CrossEntropy(Double labelSmoothing) implements Loss {

    public CrossEntropy {
        labelSmoothing = labelSmoothing == null ? 0.0 : labelSmoothing;
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("labelSmoothing must be at least 0 and below 1; got " + labelSmoothing);
        }
    }

    /** Without smoothing. */
    public CrossEntropy() {
        this(null);
    }

    @Override
    public String name() {
        return "cross-entropy";
    }

    @Override
    public boolean classification() {
        return true;
    }

    @Override
    public int outputsPerTarget() {
        return 1;
    }

    /**
     * The loss of one row and its gradient.
     *
     * @param size    C, number of classes
     * @param scores  {@code [C]} from {@code offset}, read
     * @param target  the true class, from 0 to {@code C - 1}
     * @param scale   what the gradient is multiplied with
     * @param dScores as {@code scores}, overwritten; must not be {@code scores}
     */
    public double row(Kernels kernels, int size, float[] scores, int offset, int target, double scale,
            float[] dScores) {
        if (target < 0 || target >= size) {
            throw new IllegalArgumentException("a class must be from 0 to " + (size - 1) + "; got " + target
                    + "; targets to be left out need weight 0");
        }
        kernels.reduction().softmax(1, size, scores, offset, size, dScores, offset, size);
        double others = 0;
        int best = 0;
        for (int k = 0; k < size; k++) {
            if (k != target) {
                others += dScores[offset + k];
            }
            if (scores[offset + k] > scores[offset + best]) {
                best = k;
            }
        }
        double probability = dScores[offset + target];
        double loss;
        if (others < 0.5) {
            // Near certainty 1 - p is known far more exactly than p.
            loss = -StrictMath.log1p(-others);
            probability = 1 - others;
        } else {
            // The greatest probability is 1 / Σ exp(x - max), which never underflows, as that of the target may.
            loss = (double) scores[offset + best] - scores[offset + target] - StrictMath.log(dScores[offset + best]);
        }
        double even = labelSmoothing / size;
        if (labelSmoothing > 0) {
            // ln p_target - ln p_k is a difference of scores.
            double excess = 0;
            for (int k = 0; k < size; k++) {
                excess += (double) scores[offset + target] - scores[offset + k];
            }
            loss += even * excess;
        }
        for (int k = 0; k < size; k++) {
            dScores[offset + k] = (float) (scale * (dScores[offset + k] - even));
        }
        dScores[offset + target] = (float) (scale * (probability - (1 - labelSmoothing) - even));
        return loss;
    }
}
