package dev.unroll.gradient;

import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;

/**
 * How much of a gradient with respect to the cells comes back on the direct path, from cell to cell, and how much on all
 * ways that lead through a weight. On the direct path a cell's gradient is multiplied with its forget gate at each step
 * (Hochreiter &amp; Schmidhuber 1997; Gers, Schmidhuber &amp; Cummins 2000); h-detach (Arpit et al. 2019, arXiv 1810.03023)
 * makes much of that the rest may drown it:
 *
 * <pre>
 * C(Δ) = ∂c_T/∂c_{T-Δ} = diag(F) + rest      F = f_T f_{T-1} … f_{T-Δ+1}, unit by unit
 * </pre>
 *
 * <p>For the GRU c is the hidden state and f the update gate z, for leaky units of the RNN f is the share that they keep.
 * Legend: T a sequence's last step, C carried units. All is told as the mean over the sequences, as far as they are so long;
 * norms are of log₁₀ of the Frobenius norm divided by √C, what a gradient in a random direction becomes in the quadratic
 * mean; −307 or less stands for 0.
 *
 * @param layer     the layer's name
 * @param lags      Δ, {@code [L]}, rising from 1
 * @param logForget E Σ ln f, the mean over the units of ln F, in nats, {@code [L]}: the bound of the direct path alone
 * @param direct    of diag(F), {@code [L]}
 * @param rest      of C(Δ) - diag(F), {@code [L]}
 * @param whole     of C(Δ), {@code [L]}
 * @param sequences how many were long enough, {@code [L]}
 */
public record CarriedGradient(String layer, int[] lags, double[] logForget, double[] direct, double[] rest,
        double[] whole, int[] sequences) {

    private static final double LOG_10 = StrictMath.log(10);

    /**
     * The split over all sequences of a recurrence, back from the last step of each.
     *
     * @throws IllegalArgumentException in one sentence, if it carries no units
     */
    public static CarriedGradient of(Recurrence recurrence) {
        if (recurrence.map().carriedSize() == 0) {
            throw new IllegalArgumentException("the direct path of " + recurrence.map().name() + " cannot be told: its units"
                    + " go on through weights alone; ask for an LSTM, a GRU or leaky units");
        }
        int[] lags = Lags.within(recurrence.inputs());
        CarriedGradient sums = new CarriedGradient(recurrence.map().name(), lags, new double[lags.length],
                new double[lags.length], new double[lags.length], new double[lags.length], new int[lags.length]);
        for (int b = 0; b < recurrence.batchSize(); b++) {
            sums.addSequence(recurrence, b);
        }
        for (int k = 0; k < lags.length; k++) {
            for (double[] values : new double[][] {sums.logForget, sums.direct, sums.rest, sums.whole}) {
                values[k] /= sums.sequences[k];
            }
        }
        return sums;
    }

    private void addSequence(Recurrence recurrence, int sequence) {
        StateMap map = recurrence.map();
        int size = map.stateSize();
        int units = map.carriedSize();
        double[][] x = recurrence.inputs()[sequence];
        double[][] states = recurrence.states(sequence);
        double[] jacobian = new double[size * size];
        double[] forget = new double[units];
        double[] logs = new double[units];
        // The rows of the product that belong to the cells of the last step.
        ScaledRows product = new ScaledRows(units, size, map.carriedOffset());
        int k = 0;
        for (int lag = 1; lag <= x.length; lag++) {
            int t = x.length - lag;
            map.jacobian(x[t], states[t], jacobian);
            map.carried(x[t], states[t], forget);
            product.multiplyRight(jacobian);
            for (int u = 0; u < units; u++) {
                logs[u] += forget[u] < Double.MIN_NORMAL ? GradedProduct.LOG_OF_NOTHING : StrictMath.log(forget[u]);
            }
            if (lag == lags[k]) {
                add(k++, logs, product, map.carriedOffset());
            }
        }
    }

    private void add(int k, double[] logs, ScaledRows product, int offset) {
        int units = logs.length;
        double wholeSquare = 0;
        double restSquare = 0;
        double directSquare = 0;
        double logSum = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            most = Math.max(most, log);
        }
        for (int u = 0; u < units; u++) {
            logSum += logs[u];
            double share = StrictMath.exp(logs[u] - most);
            directSquare += share * share;
            for (int j = 0; j < units; j++) {
                double value = product.value(u, offset + j);
                wholeSquare += value * value;
                double left = u == j ? value - StrictMath.exp(logs[u] - product.log()) : value;
                restSquare += left * left;
            }
        }
        logForget[k] += logSum / units;
        direct[k] += log10(most, directSquare / units);
        whole[k] += log10(product.log(), wholeSquare / units);
        rest[k] += log10(product.log(), restSquare / units);
        sequences[k]++;
    }

    private static double log10(double logScale, double meanSquare) {
        return (meanSquare == 0 ? GradedProduct.LOG_OF_NOTHING : logScale + 0.5 * StrictMath.log(meanSquare)) / LOG_10;
    }
}
