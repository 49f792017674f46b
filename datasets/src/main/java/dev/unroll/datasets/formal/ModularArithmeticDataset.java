package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Modular arithmetic without brackets (Delétang et al. 2023, arXiv 2207.02098; a regular language): the value modulo 5
 * of an expression of uniform digits 0 to 4 and uniform operators plus, minus, times, with times first. A string has
 * odd length: an even length that is drawn is made one less (of 2 or more; the least is 1).
 * <pre>
 *   input    1 + 2 * 3 - 4
 *   class    3
 * </pre>
 *
 * <p>Chance is a little above 1/5, for products make 0 the likeliest value.
 */
public final class ModularArithmeticDataset extends LengthTask {

    private static final int MODULUS = 5;
    private static final int PLUS = 5;
    private static final int MINUS = 6;
    private static final int TIMES = 7;
    private static final int OPERATORS = 3;

    ModularArithmeticDataset(LengthSpec spec, Randomness randomness) {
        super(Form.tokens(Form.numbered("", MODULUS, "plus", "minus", "times"), TargetKind.CLASS,
                Form.numbered("", MODULUS), 0), spec, "modular arithmetic version 1", randomness);
    }

    @Override
    void write(int length, RandomStream random, ExampleBuffer example) {
        int term = random.nextInt(MODULUS);
        int sum = 0;
        example.token(term);
        for (int t = 2; t < length; t += 2) {
            int operator = PLUS + random.nextInt(OPERATORS);
            int digit = random.nextInt(MODULUS);
            example.token(operator);
            example.token(digit);
            if (operator == TIMES) {
                term = term * digit % MODULUS;
            } else {
                sum += term;
                term = operator == MINUS ? MODULUS - digit : digit;
            }
        }
        example.label((sum + term) % MODULUS);
    }
}
