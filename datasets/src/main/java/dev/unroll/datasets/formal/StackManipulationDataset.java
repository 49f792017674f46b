package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Stack manipulation (Delétang et al. 2023, arXiv 2207.02098; needs a stack): given a stack, from its bottom up, and
 * what is done to it, say what is on it in the end, from the top down, and then that this is all.
 *
 * <p>A string of length n has an initial stack of uniform a and b, whose height is uniform from 1 to n - 1 (1 if n =
 * 1), and then uniform actions: pop, push a, push b; a pop of the empty stack does nothing. While n + 1 blanks are
 * read, the stack is said and then the end; steps before and after are ignored. Here the stack becomes ab, a, aa:
 * <pre>
 *   input    a b pop +a _ _ _   _ _
 *   target   . . .   .  a a end . .
 *   weight   0 0 0   0  1 1 1   0 0
 * </pre>
 *
 * <p>Without memory one of a and b is right nearly half of the time: chance is nearly 1/2.
 */
public final class StackManipulationDataset extends LengthTask {

    private static final int POP = 2;
    private static final int PUSH = 3;
    private static final int ACTIONS = 3;
    private static final int BLANK = 5;
    private static final int END = 2;

    StackManipulationDataset(LengthSpec spec, Randomness randomness) {
        super(Form.tokens(List.of("a", "b", "pop", "push a", "push b", "blank"), TargetKind.CLASS_PER_STEP,
                List.of("a", "b", "end"), 0), spec, "stack manipulation version 1", randomness);
    }

    @Override
    void write(int length, RandomStream random, ExampleBuffer example) {
        int initial = length == 1 ? 1 : 1 + random.nextInt(length - 1);
        int[] stack = new int[length];
        int height = 0;
        for (int t = 0; t < initial; t++) {
            int symbol = random.nextInt(2);
            stack[height++] = symbol;
            example.token(symbol);
        }
        for (int t = initial; t < length; t++) {
            int action = POP + random.nextInt(ACTIONS);
            example.token(action);
            if (action >= PUSH) {
                stack[height++] = action - PUSH;
            } else if (height > 0) {
                height--;
            }
        }
        example.tokens(BLANK, length + 1);
        for (int i = 0; i < height; i++) {
            example.expect(length + i, stack[height - 1 - i]);
        }
        example.expect(length + height, END);
    }
}
