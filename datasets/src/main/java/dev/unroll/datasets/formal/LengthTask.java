package dev.unroll.datasets.formal;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.PartSizes;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.datasets.synthetic.MemorylessAnswer;
import dev.unroll.datasets.synthetic.Ranges;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * A task that is trained short and tested long, as in Delétang et al. (2023, "Neural networks and the Chomsky
 * hierarchy", arXiv 2207.02098): the length of a string is uniform in the range of its part, training and validation
 * sharing one. Slices are ranges of length: that of training, then that of the test part in five pieces. The paper's
 * score is the mean of the accuracies at each test length; ours, over examples of random length, has the same
 * expectation.
 */
abstract class LengthTask extends GeneratedDataset {

    private static final int PIECES = 5;

    private final LengthSpec spec;
    private final Ranges testLengths;
    private final List<String> slices = new ArrayList<>();

    /** @param name of the generator, with its version */
    LengthTask(Form form, LengthSpec spec, String name, Randomness randomness) {
        super(form, new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize()),
                name + ", length " + spec.minLength() + " to " + spec.maxLength() + ", test " + spec.minTestLength()
                + " to " + spec.maxTestLength(), randomness);
        this.spec = spec;
        testLengths = new Ranges("length", spec.minTestLength(), spec.maxTestLength(), PIECES);
        slices.addAll(new Ranges("trained length", spec.minLength(), spec.maxLength(), 1).names());
        slices.addAll(testLengths.names());
    }

    @Override
    protected final void generate(Part part, RandomStream random, ExampleBuffer example) {
        boolean test = part == Part.TEST;
        int from = test ? spec.minTestLength() : spec.minLength();
        int to = test ? spec.maxTestLength() : spec.maxLength();
        int length = from + random.nextInt(to - from + 1);
        write(length, random, example);
        example.slice(test ? 1 + testLengths.of(length) : 0);
    }

    /** Writes an example whose input string has this length. */
    abstract void write(int length, RandomStream random, ExampleBuffer example);

    @Override
    public final List<String> slices() {
        return List.copyOf(slices);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new MemorylessAnswer(this));
    }
}
