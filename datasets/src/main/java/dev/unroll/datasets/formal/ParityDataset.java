package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Parity check (Delétang et al. 2023, arXiv 2207.02098; a regular language): is the number of b in a string of uniform
 * a and b odd?
 * <pre>
 *   input    a b b a b
 *   class    odd
 * </pre>
 *
 * <p>Chance is 1/2: every symbol matters, and all but one together say nothing.
 */
public final class ParityDataset extends LengthTask {

    ParityDataset(LengthSpec spec, Randomness randomness) {
        super(Form.tokens(List.of("a", "b"), TargetKind.CLASS, List.of("even", "odd"), 0), spec, "parity version 1",
                randomness);
    }

    @Override
    void write(int length, RandomStream random, ExampleBuffer example) {
        int parity = 0;
        for (int t = 0; t < length; t++) {
            int symbol = random.nextInt(2);
            parity ^= symbol;
            example.token(symbol);
        }
        example.label(parity);
    }
}
