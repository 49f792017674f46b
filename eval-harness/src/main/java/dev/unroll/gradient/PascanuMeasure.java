package dev.unroll.gradient;

import java.util.List;

/** The {@link PascanuBound} of each layer of a vanilla network; formula and paper are told there. */
final class PascanuMeasure implements Measure {

    @Override
    public String name() {
        return "pascanu";
    }

    @Override
    public String description() {
        return "what the recurrent weights of a vanilla network alone say of its gradients: bounds by their greatest"
                + " singular value and eigenvalue";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        return ProbedRecurrences.tables(subject, name(), 1,
                layer -> PascanuBound.of(layer).map(PascanuMeasure::table).stream().toList());
    }

    private static MeasureTable table(PascanuBound bound) {
        return MeasureTable.of("pascanu", "Greatest singular value and greatest absolute eigenvalue of a layer's recurrent"
                + " weights, the steepest slope of its activation, the most that a step can multiply a gradient with, and what"
                + " follows of that; the eigenvalue decides for linear units alone.", "layer", "singular-value",
                "eigenvalue", "slope", "leak", "per-step", "verdict").printed()
                .row(bound.layer(), bound.spectralNorm(), bound.spectralRadius(), bound.slope(), bound.leak(),
                        bound.perStep(), verdict(bound));
    }

    private static String verdict(PascanuBound bound) {
        if (bound.vanishes()) {
            return "sure to vanish";
        } else if (bound.keepsAtMost()) {
            return "cannot explode";
        }
        return "may explode";
    }
}
