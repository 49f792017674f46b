package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentLayer;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** What every {@link StateMap} of a layer must do, whatever its weights. */
public final class StateMapContract {

    private static final int[] LENGTHS = {3, 5};
    /** So small that kinks are hardly ever met. */
    private static final float STEP = 0x1p-16f;

    private final String what;
    private final RecurrentLayer layer;
    private final RandomStream random;
    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    /** @param layer its parameters are overwritten at random */
    private StateMapContract(String what, RecurrentLayer layer, long seed) {
        this.what = what;
        this.layer = layer;
        random = Randomness.of(seed, Purpose.PROBE).stream();
        for (Parameter parameter : layer.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) (0.6 * random.nextGaussian());
            }
        }
    }

    /** Compares a layer's map with the layer, and all its derivatives with central differences. */
    public static void check(String what, RecurrentLayer layer, long seed) {
        StateMapContract contract = new StateMapContract(what + ", seed " + seed, layer, seed);
        contract.goesWhereTheLayerGoes();
        contract.derivativesMatchCentralDifferences();
    }

    private void goesWhereTheLayerGoes() {
        int hiddenSize = layer.hiddenSize();
        layout.update(LENGTHS);
        float[] input = floats(layout.rows() * layer.inputSize(), 1);
        float[] start = floats(layout.batchSize() * layer.stateSize(), 0.5);
        float[] hidden = layer.forward(layout, input, start);
        float[] last = new float[start.length];
        layer.finalState(layout, last);
        Recurrence recurrence = layer.recurrences(layout).get(0);
        assertThat(recurrence.batchSize()).isEqualTo(LENGTHS.length);
        for (int b = 0; b < LENGTHS.length; b++) {
            double[][] states = recurrence.states(b);
            assertThat(states).hasDimensions(LENGTHS[b] + 1, layer.stateSize());
            for (int t = 0; t < LENGTHS[b]; t++) {
                for (int u = 0; u < hiddenSize; u++) {
                    close("h of step " + t, hidden[layout.row(b, t) * hiddenSize + u], states[t + 1][u], 1e-5, 1e-5);
                }
            }
            for (int i = 0; i < layer.stateSize(); i++) {
                close("last state", last[b * layer.stateSize() + i], states[LENGTHS[b]][i], 1e-5, 1e-5);
            }
        }
    }

    private StateMap map() {
        return layer.recurrences(layout).get(0).map();
    }

    private void derivativesMatchCentralDifferences() {
        StateMap map = map();
        int size = map.stateSize();
        double[] x = doubles(map.inputSize(), 1);
        double[] s = doubles(size, 0.7);
        double[] jacobian = new double[size * size];
        map.jacobian(x, s, jacobian);
        double[] next = new double[size];
        for (int i = 0; i < size; i++) {
            int row = i;
            double[] expected = CentralDifferences.gradient(s, () -> {
                map.step(x, s, next);
                return next[row];
            });
            for (int j = 0; j < size; j++) {
                close("J[" + i + "," + j + "]", jacobian[i * size + j], expected[j], 1e-6, 1e-8);
            }
        }
        double[] dNext = doubles(size, 1);
        double[] dJacobian = doubles(size * size, 1);
        double[] ds = new double[size];
        double[][] dParameters = map.parameters().stream().map(p -> new double[p.size()]).toArray(double[][]::new);
        map.backward(x, s, dNext, dJacobian, ds, dParameters);
        double[] expected = CentralDifferences.gradient(s, () -> weighted(map, x, s, dNext, dJacobian));
        for (int i = 0; i < size; i++) {
            close("ds[" + i + "]", ds[i], expected[i], 1e-6, 1e-7);
        }
        for (int p = 0; p < dParameters.length; p++) {
            Parameter parameter = map.parameters().get(p);
            for (int i = 0; i < parameter.size(); i++) {
                double difference = difference(parameter.value(), i, () -> weighted(map(), x, s, dNext, dJacobian));
                close("d" + parameter.name() + "[" + i + "]", dParameters[p][i], difference, 1e-6, 1e-7);
            }
        }
        carriedIsWhatTheJacobianHasWithoutWeights(map, x, s);
    }

    /** With no weights left, what units hand on to themselves is all that a Jacobian holds. */
    private void carriedIsWhatTheJacobianHasWithoutWeights(StateMap map, double[] x, double[] s) {
        int size = map.stateSize();
        for (Parameter parameter : map.parameters()) {
            if (parameter.isWeight()) {
                Arrays.fill(parameter.value(), 0f);
            }
        }
        StateMap bare = map();
        double[] jacobian = new double[size * size];
        bare.jacobian(x, s, jacobian);
        double[] carried = new double[bare.carriedSize()];
        bare.carried(x, s, carried);
        for (int i = 0; i < carried.length; i++) {
            int at = bare.carriedOffset() + i;
            close("carried[" + i + "]", carried[i], jacobian[at * size + at], 1e-12, 1e-12);
        }
    }

    private static double weighted(StateMap map, double[] x, double[] s, double[] dNext, double[] dJacobian) {
        int size = map.stateSize();
        double[] next = new double[size];
        double[] jacobian = new double[size * size];
        map.step(x, s, next);
        map.jacobian(x, s, jacobian);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += dNext[i] * next[i];
        }
        for (int i = 0; i < size * size; i++) {
            sum += dJacobian[i] * jacobian[i];
        }
        return sum;
    }

    /** Between points that floats can be. */
    private static double difference(float[] at, int i, DoubleSupplier function) {
        float kept = at[i];
        at[i] = kept + STEP;
        double width = at[i];
        double above = function.getAsDouble();
        at[i] = kept - STEP;
        width -= at[i];
        double below = function.getAsDouble();
        at[i] = kept;
        return (above - below) / width;
    }

    private void close(String place, double actual, double expected, double relative, double absolute) {
        if (!(Math.abs(actual - expected) <= absolute + relative * Math.abs(expected))) {
            throw new AssertionError(what + ", " + place + ": expected " + expected + ", got " + actual);
        }
    }

    private double[] doubles(int size, double scale) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = scale * random.nextGaussian();
        }
        return values;
    }

    private float[] floats(int size, double scale) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }
}
