package dev.unroll.rnn;

import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.recurrent.GateMatrices;
import dev.unroll.recurrent.ScalarFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The recurrence of {@link RnnLayer}:
 *
 * <pre>
 * a = b + V x + U h      h' = (1 - α) h + α φ(a)
 * J = (1 - α) I + α diag(φ'(a)) U
 * </pre>
 *
 * <p>Legend: H units, φ the activation, α the leak, 1 for none; the state is h.
 */
final class RnnStateMap implements StateMap {

    private final String name;
    private final ScalarFunction activation;
    private final double leak;
    private final List<Parameter> parameters;
    private final GateMatrices weights;
    private final int units;

    /** @param parameters input weight, recurrent weight, bias */
    RnnStateMap(String name, ScalarFunction activation, float leak, List<Parameter> parameters) {
        this.name = name;
        this.activation = activation;
        this.leak = leak;
        this.parameters = parameters;
        weights = new GateMatrices(parameters.get(0), parameters.get(1), parameters.get(2));
        units = weights.units();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int inputSize() {
        return weights.inputSize();
    }

    /** H. */
    @Override
    public int stateSize() {
        return units;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    private double[] active(double[] x, double[] h) {
        double[] y = weights.sums(0, x, h);
        for (int u = 0; u < units; u++) {
            y[u] = activation.value(y[u]);
        }
        return y;
    }

    @Override
    public void step(double[] x, double[] h, double[] next) {
        double[] y = active(x, h);
        for (int u = 0; u < units; u++) {
            next[u] = (1 - leak) * h[u] + leak * y[u];
        }
    }

    @Override
    public void jacobian(double[] x, double[] h, double[] jacobian) {
        double[] y = active(x, h);
        double[] recurrent = weights.recurrent(0);
        for (int u = 0; u < units; u++) {
            double scale = leak * activation.slope(y[u]);
            for (int j = 0; j < units; j++) {
                jacobian[u * units + j] = scale * recurrent[u * units + j];
            }
            jacobian[u * units + u] += 1 - leak;
        }
    }

    @Override
    public void backward(double[] x, double[] h, double[] dNext, double[] dJacobian, double[] dh,
            double[][] dParameters) {
        double[] y = active(x, h);
        double[] da = new double[units];
        double[] recurrent = weights.recurrent(0);
        for (int u = 0; u < units; u++) {
            double dSlope = 0;
            double scale = leak * activation.slope(y[u]);
            for (int j = 0; j < units; j++) {
                double d = dJacobian[u * units + j];
                dSlope += leak * d * recurrent[u * units + j];
                weights.addRecurrentGradient(0, u, j, scale * d, dParameters);
            }
            da[u] = dSlope * activation.curvature(y[u]) + scale * dNext[u];
            dh[u] += (1 - leak) * dNext[u];
        }
        weights.sumsBackward(0, da, x, h, dh, dParameters);
    }

    /** H where units leak. */
    @Override
    public int carriedSize() {
        return leak < 1 ? units : 0;
    }

    /** 1 - α. */
    @Override
    public void carried(double[] x, double[] h, double[] carried) {
        Arrays.fill(carried, 0, carriedSize(), 1 - leak);
    }

    @Override
    public Optional<Elman> elman() {
        return Optional.of(new Elman(units, weights.recurrent(0).clone(), activation.steepest(), leak));
    }
}
