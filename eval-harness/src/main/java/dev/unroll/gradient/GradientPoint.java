package dev.unroll.gradient;

import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace;
import dev.unroll.run.TrialResult.GradientReach;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How far back a model's gradients reached at one moment of its training, and how it used its gates.
 *
 * @param update updates made so far; of the last point of a training those made in all, whichever update its weights are of
 * @param lags   steps back from the loss at which the reach was kept, rising from 0: all, or some of them evenly spaced
 * @param reach  by what the gradient is with respect to, {@code input}, {@code layer0.hidden}, {@code layer0.cell} and
 *               so on, the norm at these lags
 * @param decay  of the same, over all lags
 * @param gates  by name, such as {@code layer0.forgetGate}
 */
public record GradientPoint(int update, int[] lags, Map<String, GradientReach> reach, Map<String, Decay> decay,
        Map<String, GateUse> gates) {

    private static final int MOST_LAGS = 51;

    /**
     * Measures a model with its present weights; changes the gradients of its parameters.
     *
     * @param reach all lags, as {@link GradientReachAnalysis#states} gives them
     */
    public static GradientPoint of(int update, SequenceModel model, Probe probe, Map<String, GradientReach> reach) {
        int distances = reach.containsKey(Trace.INPUT) ? probe.distances() : 0;
        int[] lags = lags(distances);
        Map<String, GradientReach> some = new LinkedHashMap<>();
        Map<String, Decay> decay = new LinkedHashMap<>();
        reach.forEach((name, all) -> {
            some.put(name, at(lags, all));
            decay.put(name, Decay.of(all).rounded());
        });
        return new GradientPoint(update, lags, some, decay, GateUse.of(model, probe));
    }

    /** The first and the last, and others between, evenly spaced. */
    static int[] lags(int distances) {
        int count = Math.min(distances, MOST_LAGS);
        int[] lags = new int[count];
        for (int i = 0; i < count; i++) {
            lags[i] = count == 1 ? 0 : (int) ((long) i * (distances - 1) / (count - 1));
        }
        return lags;
    }

    private static GradientReach at(int[] lags, GradientReach all) {
        UnaryOperator<double[]> some = values -> Arrays.stream(lags).mapToDouble(lag -> values[lag]).toArray();
        return new GradientReach(some.apply(all.meanLog10()), some.apply(all.median()), some.apply(all.lower()),
                some.apply(all.upper()));
    }
}
