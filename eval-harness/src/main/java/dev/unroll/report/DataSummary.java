package dev.unroll.report;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;

/** Lengths and classes of a dataset's training part, or of examples evenly spaced if there are very many. */
public final class DataSummary {

    private static final int MOST_EXAMPLES = 20_000;
    private static final int BATCH = 64;
    private static final int MOST_BINS = 60;

    private final int examples;
    private final int[] lengths;
    private int shortest = Integer.MAX_VALUE;
    private int longest;
    private final long[] classCounts;
    private long asked;

    private DataSummary(SequenceDataset data) {
        examples = Math.min(MOST_EXAMPLES, data.size(Part.TRAIN));
        lengths = new int[examples];
        classCounts = data.target().classification() ? new long[data.target().size()] : null;
        for (int from = 0; from < examples; from += BATCH) {
            int[] indices = new int[Math.min(BATCH, examples - from)];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (int) ((long) (from + i) * data.size(Part.TRAIN) / examples);
            }
            add(data, data.batch(Part.TRAIN, indices), from);
        }
    }

    /** Goes through the training part. */
    public static DataSummary of(SequenceDataset data) {
        return new DataSummary(data);
    }

    private void add(SequenceDataset data, SequenceBatch batch, int from) {
        boolean perStep = data.target().perStep();
        int targets = perStep ? batch.maxLength() : 1;
        for (int b = 0; b < batch.size(); b++) {
            lengths[from + b] = batch.lengths()[b];
            shortest = Math.min(shortest, batch.lengths()[b]);
            longest = Math.max(longest, batch.lengths()[b]);
            for (int t = 0; classCounts != null && t < (perStep ? batch.lengths()[b] : 1); t++) {
                int target = b * targets + t;
                if (batch.weights() == null || batch.weights()[target] > 0) {
                    classCounts[batch.classes()[target]]++;
                    asked++;
                }
            }
        }
    }

    /** Examples that were counted. */
    public int examples() {
        return examples;
    }

    /** Steps of the shortest sequence. */
    public int shortest() {
        return shortest;
    }

    /** Steps of the longest sequence. */
    public int longest() {
        return longest;
    }

    /** Targets that count. */
    public long asked() {
        return asked;
    }

    /** {@code [K]}, how often each class is a target that counts; {@code null} for values. */
    public long[] classCounts() {
        return classCounts == null ? null : classCounts.clone();
    }

    private int binWidth() {
        return (longest - shortest) / MOST_BINS + 1;
    }

    /** How many sequences have a length from {@link #lengthOf} of a bin to before that of the next. */
    int[] lengthCounts() {
        int[] counts = new int[(longest - shortest) / binWidth() + 1];
        for (int length : lengths) {
            counts[(length - shortest) / binWidth()]++;
        }
        return counts;
    }

    /** The least length of a bin. */
    int lengthOf(int bin) {
        return shortest + bin * binWidth();
    }
}
