package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Cycle navigation (Delétang et al. 2023, arXiv 2207.02098; a regular language): where on a cycle of five places does a
 * walk of uniform steps (stay, forward, back) from place 0 end?
 * <pre>
 *   input    + 0 + - +
 *   class    2
 * </pre>
 *
 * <p>Chance is nearly 1/5; short walks end near their start, so it is a little more for them.
 */
public final class CycleNavigationDataset extends LengthTask {

    private static final int PLACES = 5;
    // 0 stays, 1 goes forward, 2 goes back: one less than a whole turn.
    private static final int[] MOVES = {0, 1, PLACES - 1};

    CycleNavigationDataset(LengthSpec spec, Randomness randomness) {
        super(Form.tokens(List.of("stay", "forward", "back"), TargetKind.CLASS, Form.numbered("", PLACES), 0), spec,
                "cycle navigation version 1", randomness);
    }

    @Override
    void write(int length, RandomStream random, ExampleBuffer example) {
        int place = 0;
        for (int t = 0; t < length; t++) {
            int move = random.nextInt(MOVES.length);
            place = (place + MOVES[move]) % PLACES;
            example.token(move);
        }
        example.label(place);
    }
}
