package dev.unroll.datasets.dynamics;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetSlice;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.dataset.ValidTime;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.Horizon;
import dev.unroll.datasets.LinearAutoregression;
import dev.unroll.datasets.PartSizes;
import dev.unroll.datasets.synthetic.ConstantAnswer;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Forecasting a chaotic system: from W samples of its trajectory, the next H at once.
 *
 * <p>Each part has a trajectory of its own, from a random state of its own stream that has settled down; example i is
 * the stretch that begins at sample i times the stride. Every variable is measured in its standard deviations from its
 * mean over the training part. A target holds the H samples, the variables of each together. With one variable, W = 4,
 * H = 2:
 * <pre>
 *   input    0.31 0.58 0.77 0.85
 *   target   0.83 0.71
 * </pre>
 *
 * <p>Beside the squared error there is the {@link ValidTime}, in Lyapunov times, within a tolerance of 0.5 (Vlachas et
 * al. 2020): for how long the forecast holds. The greatest Lyapunov exponent is computed from the system itself; where
 * it is not positive there is no valid time. Always answering the mean has an expected squared error of 1, repeating
 * the last value one of up to 2: nothing is known beyond some Lyapunov times, so that the score of a perfect model of
 * finite precision rises with H too.
 */
public final class ChaoticDataset implements SequenceDataset {

    private static final double TOLERANCE = 0.5;
    private static final int LYAPUNOV_SAMPLES = 6_000;

    private final ChaoticSystem system;
    private final Stretches stretches;
    private final PartSizes sizes;
    private final String definition;
    private final int variables;
    private final double[] mean;
    private final double[] deviation;
    private final float[][] series = new float[Part.values().length][];
    private final double exponent;
    private final Baseline autoregression;

    /**
     * How trajectories are cut into examples.
     *
     * @param window  W, samples of an input
     * @param horizon H, samples of a target
     * @param stride  samples from the beginning of an example to that of the next
     */
    record Stretches(int window, int horizon, int stride) {
        int samples(int examples) {
            return Math.addExact(Math.multiplyExact(examples - 1, stride), window + horizon);
        }
    }

    /** @param definition name, version and parameters of the system, for the fingerprint */
    ChaoticDataset(ChaoticSystem system, Stretches stretches, PartSizes sizes, String definition,
            Randomness randomness) {
        this.system = system;
        this.stretches = stretches;
        this.sizes = sizes;
        this.definition = definition;
        variables = system.variables().size();
        mean = new double[variables];
        deviation = new double[variables];
        double[] train = trajectory(Part.TRAIN, randomness);
        measure(train);
        for (Part part : Part.values()) {
            double[] values = part == Part.TRAIN ? train : trajectory(part, randomness);
            float[] scaled = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                scaled[i] = (float) ((values[i] - mean[i % variables]) / deviation[i % variables]);
            }
            series[part.ordinal()] = scaled;
        }
        exponent = LyapunovExponent.greatest(system, LYAPUNOV_SAMPLES);
        autoregression = new LinearAutoregression(this, stretches.window());
    }

    private double[] trajectory(Part part, Randomness randomness) {
        double[] state = system.settled(randomness.derive(part.name().toLowerCase(Locale.ROOT)).stream());
        int samples = stretches.samples(sizes.of(part));
        double[] values = new double[Math.multiplyExact(samples, variables)];
        for (int i = 0; i < samples; i++) {
            system.observe(state, values, i * variables);
            system.advance(state);
        }
        return values;
    }

    private void measure(double[] values) {
        int samples = values.length / variables;
        for (int v = 0; v < variables; v++) {
            double sum = 0;
            for (int i = v; i < values.length; i += variables) {
                sum += values[i];
            }
            mean[v] = sum / samples;
            double squares = 0;
            for (int i = v; i < values.length; i += variables) {
                squares += (values[i] - mean[v]) * (values[i] - mean[v]);
            }
            // A trajectory that has come to rest is left as it is.
            deviation[v] = squares > 0 ? Math.sqrt(squares / samples) : 1;
        }
    }

    @Override
    public Input input() {
        return new Task.Features(variables);
    }

    @Override
    public Target target() {
        return new Target(TargetKind.VALUE, stretches.horizon() * variables);
    }

    @Override
    public int size(Part part) {
        return sizes.of(part);
    }

    @Override
    public int length(Part part, int index) {
        sizes.check(part, new int[] {index});
        return stretches.window();
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        return batch(part, indices, new BatchArrays());
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        sizes.check(part, indices);
        int inputs = stretches.window() * variables;
        int targets = stretches.horizon() * variables;
        float[] all = series[part.ordinal()];
        int[] lengths = arrays.lengths(indices.length);
        Arrays.fill(lengths, stretches.window());
        float[] features = arrays.features(indices.length * inputs);
        float[] values = arrays.values(indices.length * targets);
        for (int b = 0; b < indices.length; b++) {
            int from = indices[b] * stretches.stride() * variables;
            System.arraycopy(all, from, features, b * inputs, inputs);
            System.arraycopy(all, from + inputs, values, b * targets, targets);
        }
        return new SequenceBatch(lengths, features, null, values, null, null);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.values(this, "mean", new float[target().size()]), new LastValue(), autoregression);
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public List<TargetSlice> targetSlices() {
        return Horizon.slices(stretches.horizon(), variables);
    }

    @Override
    public Optional<ValidTime> validTime() {
        return exponent > 0 ? Optional.of(new ValidTime(variables, exponent * system.interval(), TOLERANCE))
                : Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        return new InputUnits(system.variables(), deviation.clone(), mean.clone(), stretches.window());
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(definition + ", " + stretches + ", examples " + sizes.train() + " " + sizes.validation()
                + " " + sizes.test());
    }

    /** Repeats the last sample. */
    private final class LastValue implements Baseline {
        @Override
        public String name() {
            return "last value";
        }

        @Override
        public float[] predict(Part part, int[] indices) {
            float[] features = batch(part, indices).features();
            int inputs = stretches.window() * variables;
            int targets = stretches.horizon() * variables;
            float[] outputs = new float[indices.length * targets];
            for (int b = 0; b < indices.length; b++) {
                for (int k = 0; k < targets; k++) {
                    outputs[b * targets + k] = features[(b + 1) * inputs - variables + k % variables];
                }
            }
            return outputs;
        }
    }
}
