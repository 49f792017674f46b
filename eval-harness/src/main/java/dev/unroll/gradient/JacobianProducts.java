package dev.unroll.gradient;

import dev.unroll.engine.Workers;
import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;
import dev.unroll.statistics.Quantiles;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gradient with respect to a state becomes on its way back over so many steps, in the best and in the worst
 * direction: the singular values of the product of the Jacobians that it passes through (Bengio, Simard &amp; Frasconi 1994;
 * Pascanu, Mikolov &amp; Bengio 2013, arXiv 1211.5063; Saxe, McClelland &amp; Ganguli 2014, arXiv 1312.6120):
 *
 * <pre>
 * P(Δ) = ∂s_T/∂s_{T-Δ} = J_T J_{T-1} … J_{T-Δ+1}
 * </pre>
 *
 * <p>Legend: T a sequence's last step, S values of a state, σ_1 ≥ … ≥ σ_S the singular values of P(Δ). All is told as the
 * mean over the sequences, as far as they are so long, of log₁₀; −307 or less stands for 0. Products are kept as {@link
 * GradedProduct}s, so that the least singular value is right however small.
 *
 * @param layer     the layer's name
 * @param lags      Δ, {@code [L]}, rising from 1
 * @param greatest  log₁₀ σ_1, {@code [L]}: what a gradient can be at most, for each unit of what it was
 * @param median    the same of the median, in the middle of both where S is even, {@code [L]}
 * @param least     log₁₀ σ_S, {@code [L]}
 * @param frobenius log₁₀ of ‖P(Δ)‖_F/√S, what a gradient in a random direction becomes in the quadratic mean, {@code [L]}
 * @param condition log₁₀ of σ_1/σ_S, {@code [L]}
 * @param sequences how many were long enough, {@code [L]}
 */
public record JacobianProducts(String layer, int[] lags, double[] greatest, double[] median, double[] least,
        double[] frobenius, double[] condition, int[] sequences) {

    private static final double LOG_10 = StrictMath.log(10);

    /**
     * The products over all sequences of a recurrence, back from the last step of each.
     *
     * @param workers each takes whole sequences; how many there are changes nothing
     */
    public static JacobianProducts of(Recurrence recurrence, Workers workers) {
        int[] lags = Lags.within(recurrence.inputs());
        double[][][] logs = new double[recurrence.batchSize()][][];
        workers.forEach(logs.length, b -> logs[b] = logSingularValues(recurrence, b, lags));
        JacobianProducts all = new JacobianProducts(recurrence.map().name(), lags, new double[lags.length],
                new double[lags.length], new double[lags.length], new double[lags.length], new double[lags.length],
                new int[lags.length]);
        for (double[][] sequence : logs) {
            for (int k = 0; k < sequence.length; k++) {
                all.add(k, sequence[k]);
            }
        }
        for (int k = 0; k < lags.length; k++) {
            for (double[] values : new double[][] {all.greatest, all.median, all.least, all.frobenius, all.condition}) {
                values[k] /= all.sequences[k];
            }
        }
        return all;
    }

    /** At each of the lags that a sequence is long enough for, falling. */
    private static double[][] logSingularValues(Recurrence recurrence, int sequence, int[] lags) {
        StateMap map = recurrence.map();
        int size = map.stateSize();
        double[][] x = recurrence.inputs()[sequence];
        double[][] states = recurrence.states(sequence);
        double[] jacobian = new double[size * size];
        // The product is built from its end on, as the gradient goes, and so transposed.
        GradedProduct transposed = new GradedProduct(size);
        List<double[]> logs = new ArrayList<>();
        for (int lag = 1; lag <= x.length; lag++) {
            int t = x.length - lag;
            map.jacobian(x[t], states[t], jacobian);
            transposed.multiplyLeft(Matrices.transpose(size, size, jacobian));
            if (lag == lags[logs.size()]) {
                logs.add(transposed.logSingularValues());
            }
        }
        return logs.toArray(double[][]::new);
    }

    private void add(int k, double[] logs) {
        int size = logs.length;
        double square = 0;
        for (double log : logs) {
            square += StrictMath.exp(2 * (log - logs[0]));
        }
        double[] rising = new double[size];
        for (int i = 0; i < size; i++) {
            rising[i] = logs[size - 1 - i];
        }
        greatest[k] += logs[0] / LOG_10;
        median[k] += Quantiles.of(rising, 0.5) / LOG_10;
        least[k] += logs[size - 1] / LOG_10;
        frobenius[k] += (logs[0] + 0.5 * StrictMath.log(square / size)) / LOG_10;
        condition[k] += (logs[0] - logs[size - 1]) / LOG_10;
        sequences[k]++;
    }
}
