package dev.unroll.rnn;

import java.util.function.DoubleUnaryOperator;

/** The vanilla recurrent network as the textbook has it, in double: one step of one sequence. */
final class RnnReference {

    private RnnReference() {
    }

    /** @param parameters input weight {@code [I, H]}, recurrent weight {@code [H, H]}, bias {@code [H]} */
    static void step(DoubleUnaryOperator activation, double[][] parameters, double[] x, double[] state) {
        int hidden = state.length;
        double[] next = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double sum = parameters[2][j];
            for (int k = 0; k < x.length; k++) {
                sum += x[k] * parameters[0][k * hidden + j];
            }
            for (int k = 0; k < hidden; k++) {
                sum += state[k] * parameters[1][k * hidden + j];
            }
            next[j] = activation.applyAsDouble(sum);
        }
        System.arraycopy(next, 0, state, 0, hidden);
    }
}
