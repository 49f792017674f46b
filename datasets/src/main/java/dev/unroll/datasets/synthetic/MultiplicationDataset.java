package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.PartSizes;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The multiplication problem (Hochreiter &amp; Schmidhuber 1997, "Long short-term memory", experiment 5): multiply the
 * two marked numbers, which a network that merely sums its inputs over time cannot.
 *
 * <p>The length is uniform from T to T + T/10. Each step has two features: a number uniform in [0, 1), and a marker
 * that is 1 at one of the first ten steps and at one of the first {@code T/2 - 1} others, -1 at the first and the last
 * step, else 0. A marked first step keeps its marker of -1, and its number counts as 1. With six steps, the target here
 * is 0.3 · 0.5 = 0.15:
 * <pre>
 *   number   0.9  0.3  0.5  0.1  0.4  0.8
 *   marker   -1    1    1    0    0   -1
 * </pre>
 *
 * <p>Always answering the mean, about 1/4, has an expected squared error of nearly 7/144 = 0.0486; because of the
 * marked first step it is 0.0592 for T = 100. Slices are by the gap between the marked steps.
 */
public final class MultiplicationDataset extends GeneratedDataset {

    private final MultiplicationSpec spec;
    private final Ranges gaps;

    MultiplicationDataset(MultiplicationSpec spec, Randomness randomness) {
        super(Form.values(List.of("number", "marker"), 1, 0),
                new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize()),
                "multiplication version 1, length " + spec.length(), randomness);
        this.spec = spec;
        gaps = MarkedSteps.gaps(true, spec.length());
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        MarkedSteps marked = MarkedSteps.original(spec.length(), random);
        marked.write(random, 0f, example);
        example.value(0, marked.factor(marked.first(), 1f, example) * marked.factor(marked.second(), 1f, example));
        example.slice(gaps.of(marked.gap()));
    }

    @Override
    public List<String> slices() {
        return gaps.names();
    }

    @Override
    public List<Baseline> baselines() {
        double first = MarkedSteps.firstStepMarked(spec.length());
        return List.of(ConstantAnswer.values(this, "mean", (float) (first / 2 + (1 - first) / 4)));
    }
}
