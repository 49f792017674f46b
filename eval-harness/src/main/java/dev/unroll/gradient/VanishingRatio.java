package dev.unroll.gradient;

import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/**
 * How each step changes the length of the gradient that goes back through it, and the regularizer that Pascanu, Mikolov
 * &amp; Bengio 2013 (arXiv 1211.5063, equations 9 and 10) make of that, here as a diagnostic:
 *
 * <pre>
 * ratio_k = ‖e_{k+1} ∂s_{k+1}/∂s_k‖ / ‖e_{k+1}‖       e_k = ∂E/∂s_k
 * Ω = Σ_k (ratio_k - 1)²
 * </pre>
 *
 * <p>E depends on the last hidden state alone, in a random direction: as a loss at the last step does, whose own direction
 * is that of the head's weights. Ω is 0 where gradients keep their length. Legend: T a sequence's last step. Means are over
 * the sequences, as far as they are so long, and some directions for each.
 *
 * @param layer     the layer's name
 * @param lags      Δ = T - k, {@code [L]}, each from 1 on
 * @param ratio     the mean of ratio_{T-Δ}, {@code [L]}; 0 once nothing is left
 * @param logNorm   the mean of log₁₀ of the length of e_{T-Δ}, where that of e_T is 1, {@code [L]}; −307 stands for 0
 * @param omega     the mean of Ω
 * @param sequences how many were long enough, {@code [L]}
 */
public record VanishingRatio(String layer, int[] lags, double[] ratio, double[] logNorm, double omega, int[] sequences) {

    private static final int DIRECTIONS = 4;
    private static final double LOG_10 = StrictMath.log(10);

    /** @param randomness what directions are drawn from */
    public static VanishingRatio of(Recurrence recurrence, Randomness randomness) {
        int longest = 0;
        for (double[][] sequence : recurrence.inputs()) {
            longest = Math.max(longest, sequence.length);
        }
        int[] lags = new int[longest];
        for (int k = 0; k < longest; k++) {
            lags[k] = k + 1;
        }
        VanishingRatio sums = new VanishingRatio(recurrence.map().name(), lags, new double[longest],
                new double[longest], 0, new int[longest]);
        double omega = 0;
        for (int b = 0; b < recurrence.batchSize(); b++) {
            omega += sums.addSequence(recurrence, b, randomness.derive(b).stream());
        }
        for (int k = 0; k < longest; k++) {
            sums.ratio[k] /= sums.sequences[k] * DIRECTIONS;
            sums.logNorm[k] /= sums.sequences[k] * DIRECTIONS;
        }
        return new VanishingRatio(sums.layer, lags, sums.ratio, sums.logNorm,
                omega / (recurrence.batchSize() * DIRECTIONS), sums.sequences);
    }

    /** Returns the sum of Ω over the directions. */
    private double addSequence(Recurrence recurrence, int sequence, RandomStream random) {
        StateMap map = recurrence.map();
        int size = map.stateSize();
        double[][] x = recurrence.inputs()[sequence];
        double[][] states = recurrence.states(sequence);
        double[] jacobian = new double[size * size];
        ScaledRows[] errors = new ScaledRows[DIRECTIONS];
        double[] logs = new double[DIRECTIONS];
        double[] first = new double[DIRECTIONS];
        for (int d = 0; d < DIRECTIONS; d++) {
            double[] direction = new double[size];
            for (int i = 0; i < map.hiddenSize(); i++) {
                direction[i] = random.nextGaussian();
            }
            errors[d] = new ScaledRows(direction);
            logs[d] = errors[d].logNorm();
            first[d] = logs[d];
        }
        double omega = 0;
        for (int lag = 1; lag <= x.length; lag++) {
            int t = x.length - lag;
            map.jacobian(x[t], states[t], jacobian);
            for (int d = 0; d < DIRECTIONS; d++) {
                double before = logs[d];
                errors[d].multiplyRight(jacobian);
                logs[d] = errors[d].logNorm();
                boolean nothing = before == Double.NEGATIVE_INFINITY;
                double changed = nothing ? 0 : StrictMath.exp(logs[d] - before);
                omega += (changed - 1) * (changed - 1);
                ratio[lag - 1] += changed;
                boolean left = logs[d] > Double.NEGATIVE_INFINITY;
                logNorm[lag - 1] += (left ? logs[d] - first[d] : GradedProduct.LOG_OF_NOTHING) / LOG_10;
            }
            sequences[lag - 1]++;
        }
        return omega;
    }
}
