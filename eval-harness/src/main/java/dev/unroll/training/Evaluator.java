package dev.unroll.training;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.metric.Scores;
import dev.unroll.metric.SlicedScores;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import java.util.Map;

/**
 * Loss and metrics of a model over a whole part of a dataset, without dropout, in the order of the examples.
 *
 * <p>A batch holds as many sequences as training's or more, up to 256, as long as its steps stay few: an evaluation
 * must not need memory that training did not.
 */
public final class Evaluator {

    private static final int MOST_SEQUENCES = 256;
    private static final int MOST_STEPS = 32_768;

    private final SequenceModel model;
    private final SequenceDataset dataset;
    private final StopSignal stop;
    private final int fewestSequences;
    private final BatchArrays arrays = new BatchArrays();
    private int sequences;

    /** @param trainingBatchSize sequences that are known to fit */
    public Evaluator(SequenceModel model, SequenceDataset dataset, int trainingBatchSize, StopSignal stop) {
        this.model = model;
        this.dataset = dataset;
        this.stop = stop;
        this.fewestSequences = Math.min(trainingBatchSize, MOST_SEQUENCES);
        this.sequences = MOST_SEQUENCES;
    }

    /** Sees each batch with the model's outputs for it; both are overwritten afterwards. */
    @FunctionalInterface
    public interface Observer {
        void see(SequenceBatch batch, Predictions outputs);
    }

    /**
     * What an evaluation found.
     *
     * @param loss    the training loss, weighted as in training
     * @param metrics by name, in the data's own units; the first is the primary one
     */
    public record Evaluation(double loss, Map<String, Double> metrics) {
    }

    /** @throws StoppedException between batches, if that was requested */
    public Evaluation evaluate(Part part) {
        Scores scores = Scores.of(model.task(), dataset.units(), dataset.validTime());
        predict(part, (from, batch, outputs) -> scores.add(batch, outputs));
        return new Evaluation(scores.loss(), scores.metrics());
    }

    /**
     * The same for the whole part and for each of its slices.
     *
     * @throws StoppedException between batches, if that was requested
     */
    public SlicedScores evaluateBySlice(Part part, Observer observer) {
        SlicedScores scores = new SlicedScores(model.task(), dataset, part);
        predict(part, (from, batch, outputs) -> {
            scores.add(from, batch, outputs);
            observer.see(batch, outputs);
        });
        return scores;
    }

    private interface Sink {
        void take(int from, SequenceBatch batch, Predictions outputs);
    }

    private void predict(Part part, Sink sink) {
        int size = dataset.size(part);
        int from = 0;
        while (from < size) {
            stop.check();
            SequenceBatch batch = batch(part, from, size);
            sink.take(from, batch, model.predict(batch));
            from += batch.size();
        }
    }

    private SequenceBatch batch(Part part, int from, int size) {
        while (true) {
            int[] indices = new int[Math.min(sequences, size - from)];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = from + i;
            }
            SequenceBatch batch = dataset.batch(part, indices, arrays);
            if (sequences <= fewestSequences || (long) batch.size() * batch.maxLength() <= MOST_STEPS) {
                return batch;
            }
            sequences = Math.max(fewestSequences, sequences / 2);
        }
    }
}
