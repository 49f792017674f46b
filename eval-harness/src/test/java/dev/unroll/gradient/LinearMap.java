package dev.unroll.gradient;

import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;
import java.util.List;

/** The recurrence s' = W s, whose Jacobian is W at every state. */
record LinearMap(int stateSize, double[] w) implements StateMap {

    /** As many sequences of so many steps. */
    static Recurrence recurrence(double[] w, int sequences, int steps) {
        int size = (int) Math.sqrt(w.length);
        double[][] starts = new double[sequences][size];
        for (double[] start : starts) {
            start[0] = 1;
        }
        return new Recurrence(new LinearMap(size, w), new double[sequences][steps][1], starts);
    }

    @Override
    public String name() {
        return "layer0";
    }

    @Override
    public int inputSize() {
        return 1;
    }

    @Override
    public void step(double[] x, double[] s, double[] next) {
        Matrices.multiply(stateSize, stateSize, 1, w, s, next);
    }

    @Override
    public void jacobian(double[] x, double[] s, double[] jacobian) {
        System.arraycopy(w, 0, jacobian, 0, w.length);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void backward(double[] x, double[] s, double[] dNext, double[] dJacobian, double[] ds,
            double[][] dParameters) {
        throw new UnsupportedOperationException();
    }
}
