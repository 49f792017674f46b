package dev.unroll.gradient;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.run.TrialResult.GradientReach;
import dev.unroll.statistics.Quantiles;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * How far back in time the gradient of the loss reaches: the norm of the loss's gradient with respect to the input, by
 * distance from the step where the loss is, over a few fixed validation examples (Bengio, Simard &amp; Frasconi 1994;
 * Arjovsky, Shah &amp; Bengio 2016, arXiv 1511.06464).
 *
 * <p>For a target per sequence the loss is at the last step. For a target per step only the last one that counts is
 * kept, so that the distance is well defined; what comes after it counts for nothing. Each norm is that of the
 * sequence's own loss: the mean over the batch, which would shrink it by the number of sequences, is undone.
 *
 * <p>The examples depend on the dataset and the seed of the data alone, so all models, before and after training, are
 * probed with the same.
 */
public final class GradientReachAnalysis {

    private static final int MOST_EXAMPLES = 32;
    // Six digits are more than any figure shows, and keep the results of long sequences small.
    private static final MathContext DIGITS = new MathContext(6);

    /** What stands for a reach that was not measured. */
    public static final GradientReach NOT_MEASURED =
            new GradientReach(new double[0], new double[0], new double[0], new double[0]);

    private final SequenceBatch probe;
    private final int[] lossStep;

    /** Chooses the examples. */
    public GradientReachAnalysis(SequenceDataset dataset, long dataSeed) {
        int size = dataset.size(Part.VALIDATION);
        int[] permutation = Randomness.of(dataSeed, Purpose.PROBE).stream().permutation(size);
        SequenceBatch batch = dataset.batch(Part.VALIDATION, Arrays.copyOf(permutation, Math.min(MOST_EXAMPLES, size)));
        lossStep = new int[batch.size()];
        if (dataset.target().perStep()) {
            probe = withLastTargetOnly(batch);
        } else {
            for (int b = 0; b < batch.size(); b++) {
                lossStep[b] = batch.lengths()[b] - 1;
            }
            probe = withWeights(batch, null);
        }
    }

    private SequenceBatch withLastTargetOnly(SequenceBatch batch) {
        int maxLength = batch.maxLength();
        float[] weights = new float[batch.size() * maxLength];
        for (int b = 0; b < batch.size(); b++) {
            int last = batch.lengths()[b] - 1;
            while (last >= 0 && batch.weights() != null && !(batch.weights()[b * maxLength + last] > 0)) {
                last--;
            }
            lossStep[b] = last;
            if (last >= 0) {
                weights[b * maxLength + last] = 1;
            }
        }
        return withWeights(batch, weights);
    }

    private static SequenceBatch withWeights(SequenceBatch batch, float[] weights) {
        return new SequenceBatch(batch.lengths(), batch.features(), batch.tokens(), batch.values(), batch.classes(),
                weights);
    }

    /**
     * The reach with the model's present weights; {@link #NOT_MEASURED} for a model that does not tell the norms of the
     * input's gradient. Changes the gradients of its parameters.
     */
    public GradientReach measure(SequenceModel model) {
        StepValues norms = model.trace(probe, TraceRequest.GRADIENT_NORMS).gradientNorms().get(Trace.INPUT);
        if (norms == null) {
            return NOT_MEASURED;
        }
        int sequences = 0;
        int farthest = -1;
        for (int last : lossStep) {
            sequences += last >= 0 ? 1 : 0;
            farthest = Math.max(farthest, last);
        }
        int distances = farthest + 1;
        GradientReach reach = new GradientReach(new double[distances], new double[distances], new double[distances],
                new double[distances]);
        for (int distance = 0; distance < distances; distance++) {
            summarize(norms, sequences, distance, reach);
        }
        return reach;
    }

    private void summarize(StepValues norms, int sequences, int distance, GradientReach reach) {
        double[] sample = new double[sequences];
        int n = 0;
        double logSum = 0;
        for (int b = 0; b < lossStep.length; b++) {
            if (lossStep[b] >= distance) {
                double norm = (double) sequences * norms.value(b, lossStep[b] - distance, 0);
                sample[n++] = norm;
                logSum += StrictMath.log10(Math.max(norm, Float.MIN_VALUE));
            }
        }
        sample = Arrays.copyOf(sample, n);
        Arrays.sort(sample);
        reach.meanLog10()[distance] = rounded(logSum / n);
        reach.median()[distance] = rounded(Quantiles.of(sample, 0.5));
        reach.lower()[distance] = rounded(Quantiles.of(sample, 0.1));
        reach.upper()[distance] = rounded(Quantiles.of(sample, 0.9));
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
