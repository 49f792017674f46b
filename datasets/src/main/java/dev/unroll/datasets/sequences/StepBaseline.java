package dev.unroll.datasets.sequences;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.split.Split;

/**
 * Answers every step with the frequencies of the classes in training, all of them or those after the step's own token
 * (for language models: unigrams and bigrams).
 */
final class StepBaseline implements Baseline {

    private final SequencesDataset dataset;
    private final Split split;
    private final TokenInputs tokens;
    private final float[][] scores;

    /**
     * @param tokens {@code null} to answer every step alike
     * @param scores {@code [V][K]}, or {@code [1][K]} without tokens
     */
    StepBaseline(SequencesDataset dataset, Split split, TokenInputs tokens, float[][] scores) {
        this.dataset = dataset;
        this.split = split;
        this.tokens = tokens;
        this.scores = scores;
    }

    /** Logarithms of shares, each count raised by one, so that what never occurred is unlikely but not impossible. */
    static float[][] logShares(int[] counts) {
        double total = counts.length;
        for (int count : counts) {
            total += count;
        }
        float[] scores = new float[counts.length];
        for (int k = 0; k < counts.length; k++) {
            scores[k] = (float) StrictMath.log((counts[k] + 1) / total);
        }
        return new float[][] {scores};
    }

    /** The same after each token; one whose every count is 0 falls back on all. */
    static float[][] logShares(int[][] pairs, int[] counts) {
        float[][] scores = new float[pairs.length][];
        float[] all = logShares(counts)[0];
        for (int v = 0; v < pairs.length; v++) {
            int sum = 0;
            for (int count : pairs[v]) {
                sum += count;
            }
            scores[v] = sum == 0 ? all : logShares(pairs[v])[0];
        }
        return scores;
    }

    @Override
    public String name() {
        return tokens == null ? "class frequencies" : "frequencies after the token";
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        int longest = 0;
        for (int index : indices) {
            longest = Math.max(longest, dataset.length(split.example(part, index)));
        }
        int numClasses = scores[0].length;
        float[] outputs = new float[indices.length * longest * numClasses];
        int[] symbols = new int[longest];
        for (int b = 0; b < indices.length; b++) {
            int example = split.example(part, indices[b]);
            int length = dataset.length(example);
            if (tokens != null) {
                tokens.read(example, dataset.start(example), length, symbols, 0);
            }
            for (int t = 0; t < length; t++) {
                System.arraycopy(scores[tokens == null ? 0 : symbols[t]], 0, outputs,
                        (b * longest + t) * numClasses, numClasses);
            }
        }
        return outputs;
    }
}
