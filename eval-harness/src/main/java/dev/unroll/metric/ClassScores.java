package dev.unroll.metric;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Scores} of classes, one per sequence or one per step. */
final class ClassScores implements Scores {

    private static final double PROBABILITY_TOLERANCE = 1e-3;

    private final Target target;
    private final CrossEntropy loss;
    private long count;
    private long correct;
    private double logLikelihood;
    private double weightedLoss;
    private double totalWeight;
    private boolean logProbabilities = true;

    ClassScores(Target target, CrossEntropy loss) {
        this.target = target;
        this.loss = loss;
    }

    @Override
    public void add(SequenceBatch batch, Predictions outputs, int sequence) {
        int targets = target.perStep() ? outputs.steps() : 1;
        int real = target.perStep() ? batch.lengths()[sequence] : 1;
        for (int t = 0; t < real; t++) {
            double weight = batch.weights() == null ? 1 : batch.weights()[sequence * targets + t];
            if (weight > 0) {
                add(outputs, sequence, t, batch.classes()[sequence * targets + t], weight);
            }
        }
    }

    private void add(Predictions outputs, int sequence, int step, int truth, double weight) {
        int best = outputs.argMax(sequence, step);
        double greatest = outputs.value(sequence, step, best);
        double trueScore = outputs.value(sequence, step, truth);
        // Apart from the greatest, whose exponential is exactly 1, so that near certainty is not lost in rounding.
        double others = 0;
        double scores = 0;
        for (int k = 0; k < target.size(); k++) {
            double score = outputs.value(sequence, step, k);
            scores += score;
            if (k != best) {
                others += StrictMath.exp(score - greatest);
            }
        }
        double logSum = StrictMath.log1p(others);
        double negative = greatest - trueScore + logSum;
        count++;
        correct += best == truth ? 1 : 0;
        logLikelihood -= negative;
        totalWeight += weight;
        double smoothing = loss.labelSmoothing();
        double smoothed = smoothing == 0 ? 0 : smoothing * (trueScore - scores / target.size());
        weightedLoss += weight * (negative + smoothed);
        logProbabilities &= Math.abs(greatest + logSum) <= PROBABILITY_TOLERANCE;
    }

    @Override
    public boolean empty() {
        return count == 0;
    }

    @Override
    public double loss() {
        return weightedLoss / totalWeight;
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metric.ACCURACY.name(), (double) correct / count);
        metrics.put(Metric.CROSS_ENTROPY.name(), -logLikelihood / count);
        return metrics;
    }

    /**
     * Whether the exponentials of each target's scores added up to 1, so that a cross-entropy of them means something.
     */
    boolean logProbabilities() {
        return logProbabilities;
    }
}
