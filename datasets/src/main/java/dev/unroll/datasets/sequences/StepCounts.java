package dev.unroll.datasets.sequences;

/** How often each class is asked for in training steps, and after which token. */
final class StepCounts {

    private final int[] counts;
    private final int[][] pairs;

    /** @param mostSteps examples are taken evenly spaced once there are more steps than this */
    StepCounts(SequencesDataset dataset, Inputs inputs, Targets.Steps steps, int[] train, long mostSteps) {
        int numClasses = steps.names().size();
        counts = new int[numClasses];
        boolean small = inputs instanceof TokenInputs tokens
                && (long) tokens.vocabulary().size() * numClasses <= mostSteps;
        pairs = small ? new int[((TokenInputs) inputs).vocabulary().size()][numClasses] : null;
        long total = 0;
        for (int example : train) {
            total += dataset.length(example);
        }
        int every = (int) Math.max(1, (total + mostSteps - 1) / mostSteps);
        for (int i = 0; i < train.length; i += every) {
            int length = dataset.length(train[i]);
            int[] classes = new int[length];
            int[] tokens = new int[length];
            float[] weights = new float[length];
            steps.read(train[i], dataset.start(train[i]), length, classes, weights, 0);
            if (pairs != null) {
                ((TokenInputs) inputs).read(train[i], dataset.start(train[i]), length, tokens, 0);
            }
            for (int t = 0; t < length; t++) {
                if (weights[t] > 0) {
                    counts[classes[t]]++;
                    if (pairs != null) {
                        pairs[tokens[t]][classes[t]]++;
                    }
                }
            }
        }
    }

    /** {@code [K]}. */
    int[] counts() {
        return counts;
    }

    /** {@code [V][K]}; {@code null} for features, or if it would be large. */
    int[][] pairs() {
        return pairs;
    }
}
