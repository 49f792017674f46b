package dev.unroll.datasets;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Examples taken out of their batches, and baselines scored the slow way. */
public final class Samples {

    private Samples() {
    }

    /**
     * One example.
     *
     * @param tokens   {@code null} for features
     * @param features {@code [T][F]}, {@code null} for tokens
     * @param classes  {@code [T]} for a class per step, else {@code null}
     * @param label    the class of the whole, 0 for others
     */
    public record Sample(int[] tokens, float[][] features, int[] classes, float[] weights, int label, float[] values,
            int slice) {

        /** The input as a word of these letters, one per symbol. */
        public String word(String letters) {
            StringBuilder word = new StringBuilder();
            for (int token : tokens) {
                word.append(letters.charAt(token));
            }
            return word.toString();
        }

        /** The targets as a word of these letters, one per class, a dot where the weight is 0. */
        public String targets(String letters) {
            StringBuilder word = new StringBuilder();
            for (int t = 0; t < classes.length; t++) {
                word.append(weights[t] == 0 ? '.' : letters.charAt(classes[t]));
            }
            return word.toString();
        }
    }

    /** A dataset with seed 1 from its keys in JSON with single quotes. */
    public static <S extends DatasetSpec> SequenceDataset dataset(DatasetFactory<S> factory, String keys) {
        try {
            return factory.create(new ObjectMapper().readValue(keys.replace('\'', '"'), factory.specType()),
                    Randomness.of(1, Purpose.TRAINING_DATA));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The first n examples of a part. */
    public static List<Sample> of(SequenceDataset dataset, Part part, int n) {
        List<Sample> samples = new ArrayList<>();
        SequenceBatch batch = dataset.batch(part, IntStream.range(0, n).toArray());
        int steps = batch.maxLength();
        int size = dataset.target().size();
        boolean perStep = dataset.target().perStep();
        for (int b = 0; b < n; b++) {
            int from = b * steps;
            int to = from + batch.lengths()[b];
            float[][] features = null;
            if (batch.features() != null) {
                int width = batch.features().length / n / steps;
                features = new float[to - from][];
                for (int t = from; t < to; t++) {
                    features[t - from] = Arrays.copyOfRange(batch.features(), t * width, (t + 1) * width);
                }
            }
            samples.add(new Sample(batch.tokens() == null ? null : Arrays.copyOfRange(batch.tokens(), from, to),
                    features,
                    perStep ? Arrays.copyOfRange(batch.classes(), from, to) : null,
                    perStep ? Arrays.copyOfRange(batch.weights(), from, to) : null,
                    !perStep && batch.classes() != null ? batch.classes()[b] : 0,
                    batch.values() == null ? null : Arrays.copyOfRange(batch.values(), b * size, (b + 1) * size),
                    dataset.slice(part, b)));
        }
        return samples;
    }

    /** Share of a part's first n examples' targets for which the dataset's first baseline ranks the class first. */
    public static double baselineAccuracy(SequenceDataset dataset, Part part, int n) {
        Baseline baseline = dataset.baselines().get(0);
        SequenceBatch batch = dataset.batch(part, IntStream.range(0, n).toArray());
        float[] scores = baseline.predict(part, IntStream.range(0, n).toArray());
        int k = dataset.target().size();
        int count = 0;
        int right = 0;
        for (int i = 0; i < batch.classes().length; i++) {
            if (batch.weights() == null || batch.weights()[i] > 0) {
                int best = 0;
                for (int j = 1; j < k; j++) {
                    best = scores[i * k + j] > scores[i * k + best] ? j : best;
                }
                count++;
                right += best == batch.classes()[i] ? 1 : 0;
            }
        }
        return (double) right / count;
    }

    /** Mean squared error of the dataset's first baseline over a part's first n examples. */
    public static double baselineError(SequenceDataset dataset, Part part, int n) {
        int[] indices = IntStream.range(0, n).toArray();
        float[] values = dataset.batch(part, indices).values();
        float[] answers = dataset.baselines().get(0).predict(part, indices);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.pow((double) values[i] - answers[i], 2);
        }
        return sum / values.length;
    }

    /** Five standard deviations of a share with this probability among n. */
    public static double spread(double probability, int n) {
        return 5 * Math.sqrt(probability * (1 - probability) / n);
    }
}
