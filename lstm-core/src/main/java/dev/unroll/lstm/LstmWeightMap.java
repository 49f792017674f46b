package dev.unroll.lstm;

import dev.unroll.exchange.Layout;
import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.RecurrentModules;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.exchange.WeightMap;
import dev.unroll.model.Parameters;
import dev.unroll.recurrent.Direction;
import java.util.Set;

/**
 * The weights of a model of kind {@code lstm} as PyTorch's {@code nn.LSTM} and Keras's {@code LSTM} keep them. All
 * three have the gates in the order i, f, g, o.
 */
final class LstmWeightMap {

    private static final RecurrentModules MODULES = new RecurrentModules("lstm", "lstm", 0, 1, 2, 3);
    /** How training begins and goes on, and what stands around the layers. */
    static final Set<String> OUTSIDE = Set.of("hiddenSizes", "dropout", "forgetBias", "embeddingSize",
            "pooling", "recurrentInitialization", "chronoLength", "recurrentDropout", "dropConnect",
            "candidateDropout");

    private LstmWeightMap() {
    }

    static WeightMap of(LstmSpec spec, Parameters parameters, Layout layout) {
        String module = layout == Layout.PYTORCH ? "PyTorch's nn.LSTM" : "Keras's LSTM";
        SpecOptions.requireOneOf(module, "direction", spec.direction(), Direction.FORWARD, Direction.BIDIRECTIONAL);
        if (layout == Layout.KERAS && spec.outputActivation() != spec.inputActivation()) {
            throw new LayoutException("outputActivation must be inputActivation for " + module + ", whose one activation"
                    + " stands for both; got " + SpecOptions.word(spec.outputActivation()) + " and "
                    + SpecOptions.word(spec.inputActivation()));
        }
        SpecOptions.requirePlain(module, spec, LstmSpec.of(1), layout == Layout.KERAS
                ? SpecOptions.union(OUTSIDE, "direction", "gateActivation", "inputActivation", "outputActivation")
                : SpecOptions.union(OUTSIDE, "direction", "projectionSize"));
        return MODULES.map(parameters, layout);
    }
}
