package dev.unroll.gradient;

import dev.unroll.run.TrialResult.GradientReach;
import java.util.List;

/**
 * How far back the gradient with respect to the input reaches: the one measure that all kinds of model share. By steps
 * back Δ from the loss L of a sequence, with e the input as the model takes it in, the feature vector or embedding:
 *
 * <pre>
 * g(Δ) = ‖∂L/∂e_{T-Δ}‖₂    mean of log₁₀ and quantiles over the probe
 * </pre>
 *
 * with its {@link Decay} (Bengio, Simard &amp; Frasconi 1994; Arjovsky, Shah &amp; Bengio 2016, arXiv 1511.06464).
 */
final class InputReach implements Measure {

    @Override
    public String name() {
        return "reach";
    }

    @Override
    public String description() {
        return "norm of the loss's gradient with respect to the input by steps back, its decay, half-life and horizon";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        GradientReach reach = new GradientReachAnalysis(subject.probe()).measure(subject.network());
        int lags = reach.meanLog10().length;
        if (lags == 0) {
            return List.of();
        }
        MeasureTable summary = MeasureTable.of("reach-summary", "How fast the gradient with respect to the input"
                + " fades: rate per step, half-life in steps, and the horizon, the last step back at which it is at"
                + " least a thousandth of that at the loss.", "steps", "rate", "half-life", "horizon").printed();
        Decay decay = Decay.of(reach);
        summary.row(lags, decay.rate(), decay.halfLife(), decay.horizon());
        MeasureTable curve = MeasureTable.of("reach", "Norm of the loss's gradient with respect to the input, by steps"
                + " back from the loss: mean log₁₀, median, 0.1 and 0.9 quantile over the"
                + " probe.", "lag", "mean-log10", "median",
                "lower", "upper").drawn(new MeasureTable.Figure("lag", "median", "lower", "upper", List.of(), true,
                "0.1 to 0.9 quantile over the probe"));
        for (int lag = 0; lag < lags; lag++) {
            curve.row(lag, reach.meanLog10()[lag], reach.median()[lag], reach.lower()[lag], reach.upper()[lag]);
        }
        return List.of(summary, curve);
    }
}
