package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.PartSizes;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The adding problem as Arjovsky, Shah &amp; Bengio state it (2016, "Unitary evolution recurrent neural networks",
 * arXiv 1511.06464): add the two marked numbers.
 *
 * <p>Each step has two features. The first is uniform in [0, 1). The second is a marker: 1 at one step uniform in the
 * first half, {@code [0, T/2)}, and at one uniform in the second, {@code [T/2, T)} (T/2 rounded down), else 0. The
 * target is the sum of the two marked numbers. With T = 6, the target here is 0.3 + 0.4 = 0.7:
 * <pre>
 *   number   0.9  0.3  0.5  0.1  0.4  0.8
 *   marker    0    1    0    0    1    0
 * </pre>
 *
 * <p>Always answering 1, the mean, has an expected squared error of 1/6 = 0.1667, twice the variance of a uniform
 * number: a model is worth something only below it.
 *
 * <p>Scores compare only within one version of the task, and two others go by its name. Hochreiter &amp; Schmidhuber
 * (1997) draw from [-1, 1], put the first marker among the first ten steps and the second before T/2 - 1, vary the
 * length from T to 1.1 T and scale the target to {@code 0.5 + (X1 + X2) / 4}. Bai, Kolter &amp; Koltun's code (2018,
 * locuslab/TCN) puts both markers anywhere.
 */
public final class AddingDataset implements SequenceDataset {

    private static final int FEATURES = 2;

    private final AddingSpec spec;
    private final PartSizes sizes;
    private final ExampleStreams streams;

    AddingDataset(AddingSpec spec, Randomness randomness) {
        this.spec = spec;
        this.sizes = new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize());
        this.streams = new ExampleStreams(randomness);
    }

    @Override
    public Input input() {
        return new Task.Features(FEATURES);
    }

    @Override
    public Target target() {
        return new Target(TargetKind.VALUE, 1);
    }

    @Override
    public int size(Part part) {
        return sizes.of(part);
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        sizes.check(part, indices);
        int length = spec.length();
        int[] lengths = new int[indices.length];
        Arrays.fill(lengths, length);
        float[] features = new float[indices.length * length * FEATURES];
        float[] sums = new float[indices.length];
        for (int b = 0; b < indices.length; b++) {
            sums[b] = write(streams.of(part, indices[b]), features, b * length * FEATURES);
        }
        return new SequenceBatch(lengths, features, null, sums, null, null);
    }

    /**
     * Writes one example.
     *
     * @param features {@code [T, 2]} from {@code offset}, overwritten; zero before
     * @return the target
     */
    private float write(RandomStream stream, float[] features, int offset) {
        int length = spec.length();
        int half = length / 2;
        int first = stream.nextInt(half);
        int second = half + stream.nextInt(length - half);
        for (int t = 0; t < length; t++) {
            features[offset + t * FEATURES] = stream.nextFloat();
        }
        features[offset + first * FEATURES + 1] = 1f;
        features[offset + second * FEATURES + 1] = 1f;
        return features[offset + first * FEATURES] + features[offset + second * FEATURES];
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Mean());
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        return new InputUnits(List.of("number", "marker"), new double[] {1, 1}, new double[] {0, 0}, spec.length());
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of("adding version 1 (one marker per half), length " + spec.length() + ", examples "
                + spec.trainSize() + " " + spec.validationSize() + " " + spec.testSize());
    }

    /** Answers 1, the mean of the sum of two uniform numbers. */
    private record Mean() implements Baseline {
        @Override
        public String name() {
            return "constant 1 (mean)";
        }

        @Override
        public float[] predict(Part part, int[] indices) {
            float[] ones = new float[indices.length];
            Arrays.fill(ones, 1f);
            return ones;
        }
    }
}
