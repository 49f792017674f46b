package dev.unroll.dl4j;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;

/**
 * What a batch's outputs are compared with, in the form that ND4J's losses take.
 *
 * @param size    K, outputs of a target
 * @param labels  {@code [N, K]} for N targets, B or B T: values, or for classes the probability of each, label smoothing
 *                included; zero where the weight is
 * @param weights {@code [N]}, the share of each target in the mean: they sum to 1, or are all 0
 */
record Targets(int size, float[] labels, double[] weights) {

    static Targets of(Task task, SequenceBatch batch) {
        boolean perStep = task.target().perStep();
        int steps = perStep ? batch.maxLength() : 1;
        int size = task.target().size();
        double[] weights = new double[batch.size() * steps];
        double total = 0;
        for (int b = 0; b < batch.size(); b++) {
            for (int t = 0; t < (perStep ? batch.lengths()[b] : 1); t++) {
                int place = b * steps + t;
                weights[place] = batch.weights() == null ? 1 : batch.weights()[place];
                total += weights[place];
            }
        }
        float[] labels = new float[weights.length * size];
        for (int place = 0; place < weights.length; place++) {
            if (weights[place] == 0) {
                continue;
            }
            weights[place] /= total;
            if (task.loss() instanceof CrossEntropy entropy) {
                addClass(labels, place, size, batch.classes()[place], entropy.labelSmoothing());
            } else {
                System.arraycopy(batch.values(), place * size, labels, place * size, size);
            }
        }
        return new Targets(size, labels, weights);
    }

    private static void addClass(float[] labels, int place, int size, int target, double smoothing) {
        if (target < 0 || target >= size) {
            throw new IllegalArgumentException("a class must be from 0 to " + (size - 1) + "; got " + target
                    + "; targets to be left out need weight 0");
        }
        for (int k = 0; k < size; k++) {
            labels[place * size + k] = (float) (smoothing / size + (k == target ? 1 - smoothing : 0));
        }
    }

    /**
     * {@code [N, K + 1]}: each target's labels, then its weight.
     *
     * @param components what a target's loss is a mean over, where ND4J's is a sum
     */
    double[] weighedLabels(int components) {
        double[] weighed = new double[weights.length * (size + 1)];
        for (int place = 0; place < weights.length; place++) {
            for (int k = 0; k < size; k++) {
                weighed[place * (size + 1) + k] = labels[place * size + k];
            }
            weighed[place * (size + 1) + size] = weights[place] / components;
        }
        return weighed;
    }

    /** Whether any target counts. */
    boolean any() {
        for (double weight : weights) {
            if (weight != 0) {
                return true;
            }
        }
        return false;
    }
}
