package dev.unroll.metric;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scores predictors that need no learning, with the code that scores models. */
public final class BaselineScores {

    private static final int BATCH_SIZE = 256;
    // A score per word of a large vocabulary at every step of 256 long sequences would not fit.
    private static final long MOST_OUTPUTS = 1 << 22;

    private BaselineScores() {
    }

    /**
     * A baseline's metrics by name.
     *
     * @param slices likewise, by slice
     */
    public record BaselineScore(Map<String, Double> metrics, Map<String, Map<String, Double>> slices) {
    }

    /**
     * Metrics of each baseline of a dataset on one part, by name of the baseline. A baseline for classes has a
     * cross-entropy only if its scores are log-probabilities and no true class has probability 0: scores that merely
     * rank classes say nothing about likelihood.
     */
    public static Map<String, BaselineScore> of(SequenceDataset dataset, Part part) {
        Map<String, BaselineScore> scores = new LinkedHashMap<>();
        for (Baseline baseline : dataset.baselines()) {
            scores.put(baseline.name(), score(dataset, part, baseline));
        }
        return scores;
    }

    private static BaselineScore score(SequenceDataset dataset, Part part, Baseline baseline) {
        boolean classes = dataset.target().classification();
        Task task = new Task(dataset.input(), dataset.target(), classes ? new CrossEntropy() : new ValueLoss.Squared());
        SlicedScores scores = new SlicedScores(task, dataset, part);
        int size = dataset.size(part);
        int sequences = BATCH_SIZE;
        for (int from = 0; from < size;) {
            int[] indices = new int[Math.min(sequences, size - from)];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = from + i;
            }
            SequenceBatch batch = dataset.batch(part, indices);
            int steps = dataset.target().perStep() ? batch.maxLength() : 1;
            if (sequences > 1 && (long) indices.length * steps * task.outputSize() > MOST_OUTPUTS) {
                sequences /= 2;
                continue;
            }
            float[] outputs = baseline.predict(part, indices);
            scores.add(from, batch, new Predictions(indices.length, steps, task.outputSize(), outputs));
            from += indices.length;
        }
        Map<String, Double> metrics = scores.whole().metrics();
        Map<String, Map<String, Double>> slices = scores.slices();
        if (scores.whole() instanceof ClassScores whole && !(whole.logProbabilities()
                && Double.isFinite(metrics.get(Metric.CROSS_ENTROPY.name())))) {
            metrics.remove(Metric.CROSS_ENTROPY.name());
            slices.values().forEach(slice -> slice.remove(Metric.CROSS_ENTROPY.name()));
        }
        return new BaselineScore(metrics, slices);
    }
}
