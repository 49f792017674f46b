package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Reverse string (Delétang et al. 2023, arXiv 2207.02098; needs a stack): say a string of uniform a and b backwards,
 * while as many blanks are read. Steps of the string are ignored:
 * <pre>
 *   input    a b b _ _ _
 *   target   . . . b b a
 *   weight   0 0 0 1 1 1
 * </pre>
 *
 * <p>Chance is 1/2 of the symbols.
 */
public final class ReverseStringDataset extends LengthTask {

    private static final int BLANK = 2;

    ReverseStringDataset(LengthSpec spec, Randomness randomness) {
        super(Form.tokens(List.of("a", "b", "blank"), TargetKind.CLASS_PER_STEP, List.of("a", "b"), 0), spec,
                "reverse string version 1", randomness);
    }

    @Override
    void write(int length, RandomStream random, ExampleBuffer example) {
        for (int t = 0; t < length; t++) {
            example.token(random.nextInt(2));
        }
        example.tokens(BLANK, length);
        for (int t = 0; t < length; t++) {
            example.expect(length + t, example.tokenAt(length - 1 - t));
        }
    }
}
