package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Part;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/** Random numbers for each example, which depend on the seed, the part and the index and on nothing else. */
public final class ExampleStreams {

    private final Randomness train;
    private final Randomness validation;
    private final Randomness test;

    public ExampleStreams(Randomness randomness) {
        train = randomness.derive("train");
        validation = randomness.derive("validation");
        test = randomness.derive("test");
    }

    /** The numbers of an example, from their beginning. */
    public RandomStream of(Part part, int index) {
        Randomness randomness = switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
        return randomness.derive(index).stream();
    }
}
