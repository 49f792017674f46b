package dev.unroll.datasets.dynamics;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.TargetSlice;
import dev.unroll.datasets.Horizon;
import dev.unroll.datasets.LinearAutoregression;
import dev.unroll.datasets.synthetic.ConstantAnswer;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Mixtures of sines: from W samples of a sum of C sines, the next H at once. Our definition of a task that many papers
 * have one of their own for.
 *
 * <p>{@code x(t) = sqrt(2 / C) sum_c a_c sin(2 pi t / p_c + q_c)}, for t from 0, with amplitudes {@code a_c} uniform in
 * [0.5, 1), periods {@code p_c} log-uniform from 4 to W steps and phases {@code q_c} uniform, all new for each example;
 * to each sample of the input, not to the target, noise is added, uniform with mean 0 and the given standard deviation.
 * C is uniform among the numbers given. With W = 4, H = 2, one sine of period 4 and amplitude 0.5:
 * <pre>
 *   input    0.00 0.71 0.00 -0.71
 *   target   0.00 0.71
 * </pre>
 *
 * <p>Always answering the mean, 0, has an expected squared error of 7/12 = 0.583, the mean square of an amplitude.
 * Without noise the samples determine what follows: a linear recurrence of 2 C terms. Slices are by C.
 */
public final class SineMixtureDataset extends GeneratedDataset {

    private static final double SHORTEST_PERIOD = 4;

    private final SineMixtureSpec spec;
    private final Baseline autoregression;

    SineMixtureDataset(SineMixtureSpec spec, Randomness randomness) {
        super(Form.values(List.of("x"), spec.horizon(), spec.window()), spec.sizes(), "sine mixtures version 1, sines "
                + spec.sines() + ", noise " + spec.noise() + ", window " + spec.window() + ", horizon "
                + spec.horizon(), randomness);
        this.spec = spec;
        autoregression = new LinearAutoregression(this, spec.window());
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int which = random.nextInt(spec.sines().size());
        int sines = spec.sines().get(which);
        int window = spec.window();
        double[] x = new double[window + spec.horizon()];
        double scale = Math.sqrt(2.0 / sines);
        double octaves = StrictMath.log(window / SHORTEST_PERIOD);
        for (int c = 0; c < sines; c++) {
            double amplitude = scale * (0.5 + 0.5 * random.nextDouble());
            double angle = 2 * Math.PI / (SHORTEST_PERIOD * StrictMath.exp(octaves * random.nextDouble()));
            add(amplitude, angle, 2 * Math.PI * random.nextDouble(), x);
        }
        example.steps(window);
        double width = spec.noise() * Math.sqrt(12);
        for (int t = 0; t < window; t++) {
            double noise = width == 0 ? 0 : width * (random.nextFloat() - 0.5);
            example.setFeature(t, 0, (float) (x[t] + noise));
        }
        for (int k = 0; k < spec.horizon(); k++) {
            example.value(k, (float) x[window + k]);
        }
        example.slice(which);
    }

    // By turning a vector through the angle, which costs four products a step where a sine would cost fifty.
    private static void add(double amplitude, double angle, double phase, double[] x) {
        double turnCosine = StrictMath.cos(angle);
        double turnSine = StrictMath.sin(angle);
        double cosine = amplitude * StrictMath.cos(phase);
        double sine = amplitude * StrictMath.sin(phase);
        for (int t = 0; t < x.length; t++) {
            x[t] += sine;
            double next = sine * turnCosine + cosine * turnSine;
            cosine = cosine * turnCosine - sine * turnSine;
            sine = next;
        }
    }

    @Override
    public List<String> slices() {
        return spec.sines().stream().map(c -> c + (c == 1 ? " sine" : " sines")).toList();
    }

    @Override
    public List<TargetSlice> targetSlices() {
        return Horizon.slices(spec.horizon(), 1);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.values(this, "constant 0 (mean)", new float[spec.horizon()]),
                autoregression);
    }
}
