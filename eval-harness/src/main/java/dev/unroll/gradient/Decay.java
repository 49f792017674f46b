package dev.unroll.gradient;

import dev.unroll.run.TrialResult.GradientReach;
import java.util.Arrays;

/**
 * How fast a gradient fades, from its norm g, the median over the probe, by steps back Δ from the loss,
 * with r(Δ) = g(Δ) / g(0) (Bengio, Simard
 * &amp; Frasconi 1994, "Learning long-term dependencies with gradient descent is difficult"; Arjovsky, Shah &amp;
 * Bengio 2016, arXiv 1511.06464):
 *
 * <pre>
 * rate      = slope of ln r over Δ, least squares, over the lags where the gradient is not 0
 * half-life = ln 2 / -rate
 * horizon   = greatest Δ with r(Δ) ≥ ε = 10⁻³
 * </pre>
 *
 * @param rate     per step; negative where the gradient fades, positive where it grows; NaN for fewer than two lags,
 *                 and where g(0) is 0
 * @param halfLife in steps; infinite where the gradient does not fade
 * @param horizon  in steps; −1 if nothing was measured, and where g(0) is 0
 */
public record Decay(double rate, double halfLife, int horizon) {

    /** log₁₀ ε. */
    private static final double HORIZON = -3;
    private static final double LN_10 = StrictMath.log(10);

    /** The decay of the median, which a few sequences without a gradient do not move. */
    static Decay of(GradientReach reach) {
        return of(Arrays.stream(reach.median()).map(StrictMath::log10).toArray());
    }

    /**
     * The decay of a curve.
     *
     * @param log10 {@code [lags]}, log₁₀ of the norm by steps back, −∞ where it is 0
     */
    public static Decay of(double[] log10) {
        int[] lags = new int[log10.length];
        for (int lag = 0; lag < lags.length; lag++) {
            lags[lag] = lag;
        }
        return of(lags, log10);
    }

    /** With six digits, to be kept. */
    Decay rounded() {
        return new Decay(Rounding.rounded(rate), Rounding.rounded(halfLife), horizon);
    }

    /** The same at some lags, rising from 0. */
    public static Decay of(int[] lags, double[] log10) {
        if (log10.length > 0 && !Double.isFinite(log10[0])) {
            return new Decay(Double.NaN, Double.NaN, -1);
        }
        int n = 0;
        double meanLag = 0;
        double meanLog = 0;
        int horizon = -1;
        for (int i = 0; i < lags.length; i++) {
            if (Double.isFinite(log10[i])) {
                n++;
                meanLag += lags[i];
                meanLog += log10[i];
                horizon = log10[i] - log10[0] >= HORIZON ? lags[i] : horizon;
            }
        }
        meanLag /= n;
        meanLog /= n;
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < lags.length; i++) {
            if (Double.isFinite(log10[i])) {
                covariance += (lags[i] - meanLag) * (log10[i] - meanLog);
                variance += (lags[i] - meanLag) * (lags[i] - meanLag);
            }
        }
        double rate = n < 2 ? Double.NaN : LN_10 * covariance / variance;
        double halfLife = Double.isNaN(rate) ? Double.NaN
                : rate < 0 ? StrictMath.log(2) / -rate : Double.POSITIVE_INFINITY;
        return new Decay(rate, halfLife, horizon);
    }
}
