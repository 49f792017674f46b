package dev.unroll.gru;

import dev.unroll.exchange.Layout;
import dev.unroll.exchange.RecurrentModules;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.exchange.WeightMap;
import dev.unroll.model.Parameters;
import dev.unroll.recurrent.Direction;
import java.util.Set;

/**
 * The weights of a model of kind {@code gru} as PyTorch's {@code nn.GRU} and Keras's {@code GRU} keep them. Gates stand
 * in the order r, z, n, as in PyTorch; in Keras z, r, n.
 */
final class GruWeightMap {

    private static final RecurrentModules MODULES = new RecurrentModules("gru", "gru", 1, 0, 2);
    /** How training begins and goes on, and what stands around the layers. */
    static final Set<String> OUTSIDE = Set.of("hiddenSizes", "dropout", "embeddingSize", "pooling",
            "recurrentInitialization", "recurrentDropout", "dropConnect", "candidateDropout");

    private GruWeightMap() {
    }

    static WeightMap of(GruSpec spec, Parameters parameters, Layout layout) {
        String module = layout == Layout.PYTORCH ? "PyTorch's nn.GRU" : "Keras's GRU";
        SpecOptions.requireOneOf(module, "direction", spec.direction(), Direction.FORWARD, Direction.BIDIRECTIONAL);
        SpecOptions.requirePlain(module, spec, GruSpec.of(1), layout == Layout.PYTORCH
                ? SpecOptions.union(OUTSIDE, "direction")
                : SpecOptions.union(OUTSIDE, "direction", "resetAfter"));
        return MODULES.map(parameters, layout);
    }
}
