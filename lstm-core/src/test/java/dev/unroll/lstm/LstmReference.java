package dev.unroll.lstm;

/** The LSTM as the textbook has it, in double: one step of one sequence. */
final class LstmReference {

    private LstmReference() {
    }

    /** @param parameters input weight {@code [I, 4H]}, recurrent weight {@code [H, 4H]}, bias {@code [4H]} */
    static void step(int hidden, double[][] parameters, double[] x, double[] state) {
        double[] next = new double[2 * hidden];
        for (int j = 0; j < hidden; j++) {
            double i = sigmoid(sum(0, j, hidden, parameters, x, state));
            double f = sigmoid(sum(1, j, hidden, parameters, x, state));
            double g = StrictMath.tanh(sum(2, j, hidden, parameters, x, state));
            double o = sigmoid(sum(3, j, hidden, parameters, x, state));
            double c = f * state[hidden + j] + i * g;
            next[j] = o * StrictMath.tanh(c);
            next[hidden + j] = c;
        }
        System.arraycopy(next, 0, state, 0, next.length);
    }

    private static double sum(int gate, int j, int hidden, double[][] parameters, double[] x, double[] state) {
        int column = gate * hidden + j;
        double sum = parameters[2][column];
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * parameters[0][k * 4 * hidden + column];
        }
        for (int k = 0; k < hidden; k++) {
            sum += state[k] * parameters[1][k * 4 * hidden + column];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
