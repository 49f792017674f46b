package dev.unroll.lstm;

import java.util.Arrays;

/** The variants as the papers have them, in double: one step of one sequence. */
final class VariantReference {

    private final LstmCell cell;
    private final int hidden;
    private final int shown;
    private final double[][] parameters;
    private final String gates;
    private double[] sums;

    /**
     * @param parameters input weight, recurrent weight, bias, then those of normalization, peepholes and gates, if there
     *                   are any
     */
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
        double[] open = new double[hidden];
        double[] cells = new double[hidden];
        sums = sums(x, state);
        for (int j = 0; j < hidden; j++) {
            double before = state[shown + j];
            double f = cell.forgetGate() ? gate(sum('f', j, state) + peephole('f', j, before)) : 1;
            double i = 1;
            if (cell.coupledGates()) {
                i = 1 - f;
            } else if (cell.inputGate()) {
                i = gate(sum('i', j, state) + peephole('i', j, before));
            }
            double sum = f * before + i * activation(cell.inputActivation(), sum('g', j, state));
            double c = Math.max(-cell.cellClip(), Math.min(cell.cellClip(), sum));
            double o = cell.outputGate() ? gate(sum('o', j, state) + peephole('o', j, c)) : 1;
            cells[j] = c;
            open[j] = o;
            next[shown + j] = c;
            for (int k = 0; k < gates.length() && cell.fullGateRecurrence(); k++) {
                next[shown + (1 + k) * hidden + j] = switch (gates.charAt(k)) {
                    case 'i' -> i;
                    case 'f' -> f;
                    default -> o;
                };
            }
        }
        double[] shows = cell.layerNorm() ? normalized(cells) : cells;
        for (int j = 0; j < hidden; j++) {
            double m = cell.layerNorm() ? parameters[5][j] * shows[j] + parameters[6][j] : shows[j];
            show[j] = open[j] * activation(cell.outputActivation(), m);
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

    private double[] sums(double[] x, double[] state) {
        double[] ofInput = product(x, x.length, parameters[0]);
        double[] ofState = product(state, shown, parameters[1]);
        double[] result = parameters[2].clone();
        double[] input = cell.layerNorm() ? normalized(ofInput) : ofInput;
        double[] recurrent = cell.layerNorm() ? normalized(ofState) : ofState;
        for (int k = 0; k < result.length; k++) {
            result[k] += cell.layerNorm() ? parameters[3][k] * input[k] + parameters[4][k] * recurrent[k]
                    : input[k] + recurrent[k];
        }
        return result;
    }

    private double[] product(double[] from, int count, double[] weight) {
        double[] result = new double[parameters[2].length];
        for (int k = 0; k < count; k++) {
            for (int column = 0; column < result.length; column++) {
                result[column] += from[k] * weight[k * result.length + column];
            }
        }
        return result;
    }

    private static double[] normalized(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
        return Arrays.stream(values).map(value -> (value - mean) / Math.sqrt(variance + 1e-5)).toArray();
    }

    private double sum(char which, int j, double[] state) {
        String columns = gates.replace("o", "") + "g" + (cell.outputGate() ? "o" : "");
        double sum = sums[columns.indexOf(which) * hidden + j];
        if (cell.fullGateRecurrence() && which != 'g') {
            int size = gates.length() * hidden;
            double[] weight = parameters[afterNorms() + (cell.peepholes() ? 1 : 0)];
            for (int k = 0; k < size; k++) {
                sum += state[shown + hidden + k] * weight[k * size + gates.indexOf(which) * hidden + j];
            }
        }
        return sum;
    }

    /** Where the parameters after those of normalization begin. */
    private int afterNorms() {
        return cell.layerNorm() ? 7 : 3;
    }

    private double peephole(char which, int j, double c) {
        return cell.peepholes() ? parameters[afterNorms()][gates.indexOf(which) * hidden + j] * c : 0;
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
