package dev.unroll.gradient;

import java.util.List;

/** All measures there are. */
public final class Measures {

    private static final List<Measure> ALL = List.of(new InputReach(), new StateReach(), new Gates(), new HiddenNorms(),
            new ReceptiveField(), new Attention(), new ParameterGradients(), new Context(), new JacobianMeasure(),
            new LyapunovMeasure(), new PascanuMeasure());

    private Measures() {
    }

    /** In the order in which they are made and shown. */
    public static List<Measure> all() {
        return ALL;
    }

    /** Their names, in the same order. */
    public static List<String> names() {
        return ALL.stream().map(Measure::name).toList();
    }
}
