package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.PartSizes;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.Optional;

/**
 * A task whose examples are generated when asked for, each from a random stream of its own that depends on the seed,
 * its part and its index alone: no example of one part can be met in another but by chance.
 */
public abstract class GeneratedDataset implements SequenceDataset {

    private final Form form;
    private final PartSizes sizes;
    private final String definition;
    private final ExampleStreams streams;

    /**
     * @param definition name, version and parameters of the generator, for the fingerprint; the sizes are added. The
     *                   version moves whenever the same parameters give other examples
     */
    protected GeneratedDataset(Form form, PartSizes sizes, String definition, Randomness randomness) {
        this.form = form;
        this.sizes = sizes;
        this.definition = definition;
        this.streams = new ExampleStreams(randomness);
    }

    /**
     * Generates one example.
     *
     * @param part    of the example; only for what a task defines part by part, such as the range of lengths
     * @param random  the example's own
     * @param example takes the steps, targets and slice
     */
    protected abstract void generate(Part part, RandomStream random, ExampleBuffer example);

    private ExampleBuffer generate(BatchArrays arrays, Part part, int... indices) {
        sizes.check(part, indices);
        ExampleBuffer buffer = new ExampleBuffer(form, indices.length, arrays);
        for (int index : indices) {
            buffer.begin();
            generate(part, streams.of(part, index), buffer);
            buffer.finish();
        }
        return buffer;
    }

    @Override
    public final int length(Part part, int index) {
        if (form.steps() == 0) {
            return generate(new BatchArrays(), part, index).length();
        }
        sizes.check(part, new int[] {index});
        return form.steps();
    }

    @Override
    public final SequenceBatch batch(Part part, int[] indices) {
        return batch(part, indices, new BatchArrays());
    }

    @Override
    public final SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        return generate(arrays, part, indices).batch();
    }

    @Override
    public final int slice(Part part, int index) {
        return generate(new BatchArrays(), part, index).sliceOf(0);
    }

    @Override
    public final Input input() {
        return form.input();
    }

    @Override
    public final Target target() {
        return form.target();
    }

    @Override
    public final int size(Part part) {
        return sizes.of(part);
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        return form.inputUnits();
    }

    @Override
    public final List<String> classNames() {
        return form.classNames();
    }

    @Override
    public final String fingerprint() {
        return Fingerprint.of(definition + ", examples " + sizes.train() + " " + sizes.validation() + " "
                + sizes.test());
    }
}
