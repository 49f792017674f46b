package dev.unroll.lstm;

/** The variants as the papers have them, in double: one step of one sequence. */
final class VariantReference {

    private final LstmCell cell;
    private final int hidden;
    private final int shown;
    private final double[][] parameters;
    private final String gates;

    /** @param parameters input weight, recurrent weight, bias, then those of peepholes and gates, if there are any */
    VariantReference(LstmCell cell, int hidden, double[][] parameters) {
        this(cell, hidden, hidden, parameters);
    }

    /** @param shown values of h; less than hidden where the last parameter projects to them */
    VariantReference(LstmCell cell, int hidden, int shown, double[][] parameters) {
        this.shown = shown;
        this.cell = cell;
        this.hidden = hidden;
        this.parameters = parameters;
        gates = (cell.inputGate() && !cell.coupledGates() ? "i" : "") + (cell.forgetGate() ? "f" : "")
                + (cell.outputGate() ? "o" : "");
    }

    /** @param state h, c and, where they recur, the gates; overwritten */
    void step(double[] x, double[] state) {
        double[] next = new double[state.length];
        double[] show = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double before = state[shown + j];
            double f = cell.forgetGate() ? gate(sum('f', j, x, state) + peephole('f', j, before)) : 1;
            double i = 1;
            if (cell.coupledGates()) {
                i = 1 - f;
            } else if (cell.inputGate()) {
                i = gate(sum('i', j, x, state) + peephole('i', j, before));
            }
            double sum = f * before + i * activation(cell.inputActivation(), sum('g', j, x, state));
            double c = Math.max(-cell.cellClip(), Math.min(cell.cellClip(), sum));
            double o = cell.outputGate() ? gate(sum('o', j, x, state) + peephole('o', j, c)) : 1;
            show[j] = o * activation(cell.outputActivation(), c);
            next[shown + j] = c;
            for (int k = 0; k < gates.length() && cell.fullGateRecurrence(); k++) {
                next[shown + (1 + k) * hidden + j] = switch (gates.charAt(k)) {
                    case 'i' -> i;
                    case 'f' -> f;
                    default -> o;
                };
            }
        }
        for (int p = 0; p < shown; p++) {
            for (int j = 0; j < hidden && shown < hidden; j++) {
                next[p] += show[j] * parameters[parameters.length - 1][j * shown + p];
            }
            if (shown == hidden) {
                next[p] = show[p];
            }
        }
        System.arraycopy(next, 0, state, 0, next.length);
    }

    private double sum(char which, int j, double[] x, double[] state) {
        String columns = gates.replace("o", "") + "g" + (cell.outputGate() ? "o" : "");
        int width = columns.length() * hidden;
        int column = columns.indexOf(which) * hidden + j;
        double sum = parameters[2][column];
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * parameters[0][k * width + column];
        }
        for (int k = 0; k < shown; k++) {
            sum += state[k] * parameters[1][k * width + column];
        }
        if (cell.fullGateRecurrence() && which != 'g') {
            int size = gates.length() * hidden;
            double[] weight = parameters[cell.peepholes() ? 4 : 3];
            for (int k = 0; k < size; k++) {
                sum += state[shown + hidden + k] * weight[k * size + gates.indexOf(which) * hidden + j];
            }
        }
        return sum;
    }

    private double peephole(char which, int j, double c) {
        return cell.peepholes() ? parameters[3][gates.indexOf(which) * hidden + j] * c : 0;
    }

    private double gate(double x) {
        return switch (cell.gateActivation()) {
            case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
            case HARD_SIGMOID -> x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 0.5;
        };
    }

    private static double activation(CellActivation activation, double x) {
        return switch (activation) {
            case TANH -> StrictMath.tanh(x);
            case RELU -> Math.max(x, 0);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case IDENTITY -> x;
        };
    }
}
