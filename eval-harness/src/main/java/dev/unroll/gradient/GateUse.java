package dev.unroll.gradient;

import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.statistics.Quantiles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a gate of a layer was used over the probe: its mean, how often it is nearly shut or open (Karpathy, Johnson &amp;
 * Fei-Fei 2015, arXiv 1506.02078), and for a gate that decides how long a unit remembers, its units' time constants.
 *
 * <pre>
 * f̄_j = mean of f_j over sequences and steps       τ_j = -1 / ln f̄_j
 * </pre>
 *
 * (Tallec &amp; Ollivier 2018, arXiv 1804.11188). A gate that remembers is an LSTM's forget gate or a GRU's update
 * gate, which both multiply the state before.
 *
 * @param mean          over units, sequences and steps
 * @param low           share of values below 0.05
 * @param high          share of values above 0.95
 * @param timeConstants quantiles {@link #LEVELS} over units of τ, in steps; empty for other gates
 */
public record GateUse(double mean, double low, double high, double[] timeConstants) {

    /** Levels of the quantiles of time constants. */
    public static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};

    private static final float LOW = 0.05f;
    private static final float HIGH = 0.95f;

    /** Whether a state is a gate, by its name. */
    static boolean isGate(String state) {
        return state.endsWith("Gate");
    }

    /** Whether it multiplies the state before, so that its mean is how much of that is kept. */
    static boolean remembers(String state) {
        return state.endsWith("forgetGate") || state.endsWith("updateGate");
    }

    /** How the gates of a model are used, by name such as {@code layer0.forgetGate}; empty for models without. */
    public static Map<String, GateUse> of(SequenceModel model, Probe probe) {
        Map<String, GateUse> uses = new LinkedHashMap<>();
        ProbeStates states = ProbeStates.of(model, probe);
        states.values().forEach((name, values) -> {
            if (isGate(name)) {
                uses.put(name, of(values, states.lengths(), remembers(name)));
            }
        });
        return uses;
    }

    private static GateUse of(StepValues values, int[] lengths, boolean remembers) {
        double sum = 0;
        long low = 0;
        long high = 0;
        long count = 0;
        for (int b = 0; b < values.batchSize(); b++) {
            int from = b * values.steps() * values.size();
            for (int i = 0; i < lengths[b] * values.size(); i++) {
                float value = values.values()[from + i];
                sum += value;
                low += value < LOW ? 1 : 0;
                high += value > HIGH ? 1 : 0;
                count++;
            }
        }
        double[] levels = new double[0];
        if (remembers) {
            double[] sorted = timeConstants(values, lengths);
            Arrays.sort(sorted);
            levels = Arrays.stream(LEVELS).map(level -> Rounding.rounded(Quantiles.of(sorted, level))).toArray();
        }
        return new GateUse(Rounding.rounded(sum / count), Rounding.rounded((double) low / count),
                Rounding.rounded((double) high / count), levels);
    }

    /** τ of each unit, {@code [H]}: 0 for a gate that is always shut, infinite for one that is always open. */
    static double[] timeConstants(StepValues values, int[] lengths) {
        double[] mean = means(values, lengths);
        for (int j = 0; j < mean.length; j++) {
            mean[j] = timeConstant(mean[j]);
        }
        return mean;
    }

    /** The mean of each unit over sequences and steps, {@code [H]}. */
    static double[] means(StepValues values, int[] lengths) {
        double[] mean = new double[values.size()];
        long steps = 0;
        for (int b = 0; b < values.batchSize(); b++) {
            for (int t = 0; t < lengths[b]; t++) {
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += values.value(b, t, j);
                }
            }
            steps += lengths[b];
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= steps;
        }
        return mean;
    }

    /** τ of a gate with this mean. */
    static double timeConstant(double mean) {
        return mean <= 0 ? 0 : mean >= 1 ? Double.POSITIVE_INFINITY : -1 / StrictMath.log(mean);
    }
}
