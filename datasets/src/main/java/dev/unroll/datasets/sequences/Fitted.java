package dev.unroll.datasets.sequences;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.ClassPrior;
import dev.unroll.datasets.Scaling;
import dev.unroll.datasets.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is fitted on the training part of sequences. */
final class Fitted {

    // So that fitting on very large data ends soon and takes little memory: it sees evenly spaced steps then.
    private static final long MOST_VALUES = 1 << 22;
    private static final long MOST_PAIRS = 1 << 22;

    private final Scaling[] inputScaling;
    private final Scaling[] targetScaling;
    private final float[] classWeights;
    private final List<Baseline> baselines = new ArrayList<>();

    Fitted(SequencesDataset dataset, Inputs inputs, Targets targets, Split split, SequenceKeys keys) {
        int[] train = split.examples(Part.TRAIN);
        inputScaling = inputs instanceof FeatureInputs features ? scaling(dataset, features, train, keys) : null;
        targetScaling = targets instanceof Targets.Values values ? scaling(values, train) : null;
        int[] counts = null;
        if (targets instanceof Targets.Classes classes) {
            counts = new int[classes.names().size()];
            for (int example : train) {
                counts[classes.classes()[example]]++;
            }
            baselines.add(new ClassPrior(counts));
        } else if (targets instanceof Targets.Steps steps) {
            StepCounts stepCounts = new StepCounts(dataset, inputs, steps, train, MOST_VALUES);
            counts = stepCounts.counts();
            baselines.add(new StepBaseline(dataset, split, null, StepBaseline.logShares(counts)));
            if (inputs instanceof TokenInputs tokens
                    && (long) tokens.vocabulary().size() * counts.length <= MOST_PAIRS) {
                baselines.add(new StepBaseline(dataset, split, tokens,
                        StepBaseline.logShares(stepCounts.pairs(), counts)));
            }
        } else {
            baselines.add(new MeanValue((Targets.Values) targets, train, targetScaling));
        }
        classWeights = keys.classWeights().equals("balanced") && counts != null ? balanced(counts) : null;
    }

    private static Scaling[] scaling(SequencesDataset dataset, FeatureInputs features, int[] train, SequenceKeys keys) {
        int size = features.names().size();
        Scaling[] scalings = new Scaling[size];
        if (features.knownScaling() != null) {
            Arrays.fill(scalings, features.knownScaling());
            return scalings;
        }
        long total = 0;
        for (int example : train) {
            total += (long) dataset.length(example) * size;
        }
        int every = (int) Math.max(1, (total + MOST_VALUES - 1) / MOST_VALUES);
        double[][] columns = new double[size][(int) (total / size / every) + 1];
        long step = 0;
        int count = 0;
        double[] values = new double[0];
        for (int example : keys.scaling().equals("none") ? new int[0] : train) {
            int length = dataset.length(example);
            values = values.length < length * size ? new double[length * size] : values;
            features.read(example, dataset.start(example), length, values);
            for (int t = 0; t < length; t++) {
                if (step++ % every == 0) {
                    for (int f = 0; f < size; f++) {
                        columns[f][count] = values[t * size + f];
                    }
                    count++;
                }
            }
        }
        for (int f = 0; f < size; f++) {
            scalings[f] = Scaling.fit(keys.scaling(), columns[f], 0, count);
        }
        return scalings;
    }

    private static Scaling[] scaling(Targets.Values values, int[] train) {
        Scaling[] scalings = new Scaling[values.values()[0].length];
        for (int k = 0; k < scalings.length; k++) {
            double[] column = new double[train.length];
            for (int i = 0; i < train.length; i++) {
                column[i] = values.values()[train[i]][k];
            }
            scalings[k] = Scaling.fit("standard", column, 0, column.length);
        }
        return scalings;
    }

    private static float[] balanced(int[] counts) {
        double total = 0;
        int present = 0;
        for (int count : counts) {
            total += count;
            present += count > 0 ? 1 : 0;
        }
        float[] weights = new float[counts.length];
        for (int k = 0; k < counts.length; k++) {
            weights[k] = counts[k] == 0 ? 1 : (float) (total / present / counts[k]);
        }
        return weights;
    }

    /** {@code [F]}; {@code null} for tokens. */
    Scaling[] inputScaling() {
        return inputScaling;
    }

    /** {@code [K]}; {@code null} for classes. */
    Scaling[] targetScaling() {
        return targetScaling;
    }

    /** {@code [K]}; {@code null} if all weigh the same. */
    float[] classWeights() {
        return classWeights;
    }

    List<Baseline> baselines() {
        return List.copyOf(baselines);
    }

    /** Predicts the mean of the training part. */
    private record MeanValue(float[] mean) implements Baseline {

        MeanValue(Targets.Values values, int[] train, Scaling[] scalings) {
            this(new float[scalings.length]);
            for (int k = 0; k < mean.length; k++) {
                double sum = 0;
                for (int example : train) {
                    sum += values.values()[example][k];
                }
                mean[k] = scalings[k].scaled(sum / train.length);
            }
        }

        @Override
        public String name() {
            return "mean";
        }

        @Override
        public float[] predict(Part part, int[] indices) {
            float[] all = new float[indices.length * mean.length];
            for (int b = 0; b < indices.length; b++) {
                System.arraycopy(mean, 0, all, b * mean.length, mean.length);
            }
            return all;
        }
    }
}
