package dev.unroll.gradient;

import dev.unroll.model.Trace;
import dev.unroll.run.TrialResult.GradientReach;
import java.util.List;
import java.util.Map;

/**
 * How far back the gradient with respect to the states of a recurrent model reaches, layer by layer:
 *
 * <pre>
 * g(Δ) = ‖∂L/∂h_{T-Δ}‖₂, and ‖∂L/∂c_{T-Δ}‖₂ where there are cells
 * </pre>
 *
 * with its {@link Decay} (Arjovsky, Shah &amp; Bengio 2016, arXiv 1511.06464). The gradient with respect to a state is
 * that of all that comes of it, a cell's of the hidden state of its own step too.
 */
final class StateReach implements Measure {

    @Override
    public String name() {
        return "states";
    }

    @Override
    public String description() {
        return "the same with respect to the hidden states and cells of recurrent models, per layer";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        Map<String, GradientReach> reaches = new GradientReachAnalysis(subject.probe()).states(subject.network());
        MeasureTable summary = MeasureTable.of("states-summary", "How fast the gradient with respect to each layer's"
                + " states fades: rate per step, half-life in steps, horizon of a"
                + " thousandth.", "state", "rate", "half-life",
                "horizon").printed();
        MeasureTable curve = MeasureTable.of("states", "Norm of the loss's gradient with respect to each layer's"
                + " states, by steps back from the loss: mean log₁₀, median, 0.1 and 0.9 quantile over the"
                + " probe.", "state", "lag",
                "mean-log10", "median", "lower", "upper")
                .drawn(new MeasureTable.Figure("lag", "median", "lower", "upper", List.of("state"), true,
                        "0.1 to 0.9 quantile over the probe"));
        reaches.forEach((state, reach) -> {
            if (!state.equals(Trace.INPUT) && reach.meanLog10().length > 0) {
                Decay decay = Decay.of(reach);
                summary.row(state, decay.rate(), decay.halfLife(), decay.horizon());
                for (int lag = 0; lag < reach.median().length; lag++) {
                    curve.row(state, lag, reach.meanLog10()[lag], reach.median()[lag], reach.lower()[lag],
                            reach.upper()[lag]);
                }
            }
        });
        return summary.rows().isEmpty() ? List.of() : List.of(summary, curve);
    }
}
