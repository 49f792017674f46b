package dev.unroll.gru;

/** The gated recurrent unit as the textbooks have it, in double: one step of one sequence. */
final class GruReference {

    private GruReference() {
    }

    /**
     * @param parameters input weight {@code [I, 3H]}, recurrent weight {@code [H, 3H]}, bias {@code [3H]}; with a
     *                   fourth, the candidate's recurrent bias {@code [H]}, the reset comes after the product
     */
    static void step(double[][] parameters, double[] x, double[] state) {
        int hidden = state.length;
        double[] next = new double[hidden];
        double[] reset = new double[hidden];
        double[] resetState = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            reset[j] = sigmoid(ofInput(j, hidden, parameters, x) + ofState(j, hidden, parameters, state));
            resetState[j] = reset[j] * state[j];
        }
        for (int j = 0; j < hidden; j++) {
            int z = hidden + j;
            int n = 2 * hidden + j;
            double update = sigmoid(ofInput(z, hidden, parameters, x) + ofState(z, hidden, parameters, state));
            double recurrent = parameters.length == 4
                    ? reset[j] * (ofState(n, hidden, parameters, state) + parameters[3][j])
                    : ofState(n, hidden, parameters, resetState);
            double candidate = StrictMath.tanh(ofInput(n, hidden, parameters, x) + recurrent);
            next[j] = (1 - update) * candidate + update * state[j];
        }
        System.arraycopy(next, 0, state, 0, hidden);
    }

    private static double ofInput(int column, int hidden, double[][] parameters, double[] x) {
        double sum = parameters[2][column];
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * parameters[0][k * 3 * hidden + column];
        }
        return sum;
    }

    private static double ofState(int column, int hidden, double[][] parameters, double[] state) {
        double sum = 0;
        for (int k = 0; k < hidden; k++) {
            sum += state[k] * parameters[1][k * 3 * hidden + column];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
