package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Even pairs (Delétang et al. 2023, arXiv 2207.02098; a regular language): is the number of places where a string of
 * uniform a and b changes (ab or ba) even? Which is to ask whether its first and its last symbol are the same. Here it
 * changes three times:
 * <pre>
 *   input    a b b a b
 *   class    odd
 * </pre>
 *
 * <p>Chance is 1/2, but for strings of length 1, which are even.
 */
public final class EvenPairsDataset extends LengthTask {

    EvenPairsDataset(LengthSpec spec, Randomness randomness) {
        super(Form.tokens(List.of("a", "b"), TargetKind.CLASS, List.of("even", "odd"), 0), spec, "even pairs version 1",
                randomness);
    }

    @Override
    void write(int length, RandomStream random, ExampleBuffer example) {
        for (int t = 0; t < length; t++) {
            example.token(random.nextInt(2));
        }
        example.label(example.tokenAt(0) ^ example.tokenAt(length - 1));
    }
}
