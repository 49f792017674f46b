package dev.unroll.gradient;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.run.TrialResult.GradientReach;
import dev.unroll.statistics.Quantiles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far back in time the gradient of the loss reaches: the norm of the loss's gradient with respect to the input, by
 * distance from the step where the loss is, over a few fixed validation examples (Bengio, Simard &amp; Frasconi 1994;
 * Arjovsky, Shah &amp; Bengio 2016, arXiv 1511.06464).
 *
 * <p>The examples and where their loss is: {@link Probe}. Each norm is that of the sequence's own loss: the mean over
 * the batch, which would shrink it by the number of sequences, is undone.
 */
public final class GradientReachAnalysis {

    /** What stands for a reach that was not measured. */
    public static final GradientReach NOT_MEASURED =
            new GradientReach(new double[0], new double[0], new double[0], new double[0]);

    private final Probe probe;

    /** Chooses the examples. */
    public GradientReachAnalysis(SequenceDataset dataset, long dataSeed) {
        this(Probe.of(dataset, dataSeed));
    }

    /** With these examples. */
    public GradientReachAnalysis(Probe probe) {
        this.probe = probe;
    }

    /** The examples that models are measured with. */
    public Probe probe() {
        return probe;
    }

    /**
     * The reach with the model's present weights; {@link #NOT_MEASURED} for a model that does not tell the norms of the
     * input's gradient. Changes the gradients of its parameters.
     */
    public GradientReach measure(SequenceModel model) {
        return states(model).getOrDefault(Trace.INPUT, NOT_MEASURED);
    }

    /**
     * The same with respect to the input and to each state of a recurrent model, by name; the gradient with respect to
     * a state is that of all that comes of it, ‖∂L/∂h_t‖ and ‖∂L/∂c_t‖. Empty for a model that does not tell.
     */
    public Map<String, GradientReach> states(SequenceModel model) {
        Map<String, GradientReach> reaches = new LinkedHashMap<>();
        model.trace(probe.batch(), TraceRequest.GRADIENT_NORMS).gradientNorms().forEach((name, norms) -> {
            int distances = probe.distances();
            GradientReach reach = new GradientReach(new double[distances], new double[distances], new double[distances],
                    new double[distances]);
            for (int distance = 0; distance < distances; distance++) {
                summarize(norms, distance, reach);
            }
            reaches.put(name, reach);
        });
        return reaches;
    }

    private void summarize(StepValues norms, int distance, GradientReach reach) {
        int[] lossStep = probe.lossStep();
        double[] sample = new double[lossStep.length];
        int n = 0;
        double logSum = 0;
        for (int b = 0; b < lossStep.length; b++) {
            if (lossStep[b] >= distance) {
                double norm = (double) probe.counted() * norms.value(b, lossStep[b] - distance, 0);
                sample[n++] = norm;
                logSum += StrictMath.log10(Math.max(norm, Float.MIN_VALUE));
            }
        }
        sample = Arrays.copyOf(sample, n);
        Arrays.sort(sample);
        reach.meanLog10()[distance] = Rounding.rounded(logSum / n);
        reach.median()[distance] = Rounding.rounded(Quantiles.of(sample, 0.5));
        reach.lower()[distance] = Rounding.rounded(Quantiles.of(sample, 0.1));
        reach.upper()[distance] = Rounding.rounded(Quantiles.of(sample, 0.9));
    }
}
