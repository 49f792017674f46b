package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.PartSizes;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The adding problem: add the two marked numbers. Three versions go by this name, and scores compare only within one.
 *
 * <p>Each step has two features, a number and a marker. With T = 6, the target here is 0.3 + 0.4 = 0.7 in the first two
 * versions:
 * <pre>
 *   number   0.9  0.3  0.5  0.1  0.4  0.8
 *   marker    0    1    0    0    1    0
 * </pre>
 *
 * <p>{@code one-per-half}: Arjovsky, Shah &amp; Bengio (2016, "Unitary evolution recurrent neural networks", arXiv
 * 1511.06464). Numbers are uniform in [0, 1). The marker is 1 at one step uniform in the first half, {@code [0, T/2)},
 * and at one uniform in the second, {@code [T/2, T)} (T/2 rounded down), else 0. The target is the sum.
 *
 * <p>{@code anywhere}: the code of Bai, Kolter &amp; Koltun (2018, arXiv 1803.01271, locuslab/TCN). The same, but the
 * two marked steps are any two different ones.
 *
 * <p>{@code original}: Hochreiter &amp; Schmidhuber (1997, "Long short-term memory", experiment 4). The length is
 * uniform from T to T + T/10; numbers are uniform in [-1, 1). One of the first ten steps is marked, then one of the
 * first {@code T/2 - 1} others. The marker is 1 there, -1 at the first and the last step, else 0; where the first step
 * is a marked one, its number counts as 0. The target is {@code 0.5 + (X1 + X2) / 4}.
 *
 * <p>Always answering the mean has an expected squared error of 1/6 = 0.1667 in the first two versions, twice the
 * variance of a uniform number, and of nearly 1/24 = 0.0417 in the last: a model is worth something only below it.
 *
 * <p>Slices are by the gap between the marked steps. All steps count as input, none is ignored.
 */
public final class AddingDataset extends GeneratedDataset {

    private static final int NUMBER = 0;
    private static final int MARKER = 1;

    private final AddingSpec spec;
    private final Ranges gaps;

    AddingDataset(AddingSpec spec, Randomness randomness) {
        super(Form.values(List.of("number", "marker"), 1, spec.version().equals("original") ? 0 : spec.length()),
                new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize()), definition(spec), randomness);
        this.spec = spec;
        gaps = MarkedSteps.gaps(spec.version().equals("original"), spec.length());
    }

    private static String definition(AddingSpec spec) {
        return switch (spec.version()) {
            case "one-per-half" -> "adding version 1 (one marker per half), length " + spec.length();
            case "anywhere" -> "adding anywhere version 1, length " + spec.length();
            default -> "adding original version 1, length " + spec.length();
        };
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int length = spec.length();
        int first;
        int second;
        switch (spec.version()) {
            case "one-per-half" -> {
                first = random.nextInt(length / 2);
                second = length / 2 + random.nextInt(length - length / 2);
            }
            case "anywhere" -> {
                first = random.nextInt(length);
                second = random.nextInt(length - 1);
                second += second >= first ? 1 : 0;
            }
            default -> {
                original(random, example);
                return;
            }
        }
        example.steps(length);
        for (int t = 0; t < length; t++) {
            example.setFeature(t, NUMBER, random.nextFloat());
        }
        example.setFeature(first, MARKER, 1f);
        example.setFeature(second, MARKER, 1f);
        example.value(0, example.feature(first, NUMBER) + example.feature(second, NUMBER));
        example.slice(gaps.of(Math.abs(second - first)));
    }

    private void original(RandomStream random, ExampleBuffer example) {
        MarkedSteps marked = MarkedSteps.original(spec.length(), random);
        marked.write(random, -1f, example);
        example.value(0, 0.5f + (marked.factor(marked.first(), 0f, example)
                + marked.factor(marked.second(), 0f, example)) / 4f);
        example.slice(gaps.of(marked.gap()));
    }

    @Override
    public List<String> slices() {
        return gaps.names();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(spec.version().equals("original")
                ? ConstantAnswer.values(this, "constant 0.5 (mean)", 0.5f)
                : ConstantAnswer.values(this, "constant 1 (mean)", 1f));
    }
}
