package dev.unroll.rnn;

import dev.unroll.exchange.Layout;
import dev.unroll.exchange.RecurrentModules;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.exchange.WeightMap;
import dev.unroll.model.Parameters;
import dev.unroll.recurrent.Direction;
import java.util.Set;

/** The weights of a model of kind {@code rnn} as PyTorch's {@code nn.RNN} and Keras's {@code SimpleRNN} keep them. */
final class RnnWeightMap {

    private static final RecurrentModules MODULES = new RecurrentModules("rnn", "simple_rnn", 0);
    /** What the modules have too, how training begins and goes on, and what stands around the layers. */
    static final Set<String> KNOWN = Set.of("hiddenSizes", "activation", "dropout", "embeddingSize", "pooling",
            "recurrentInitialization", "direction", "recurrentDropout", "dropConnect");

    private RnnWeightMap() {
    }

    static WeightMap of(RnnSpec spec, Parameters parameters, Layout layout) {
        String module = layout == Layout.PYTORCH ? "PyTorch's nn.RNN" : "Keras's SimpleRNN";
        SpecOptions.requireOneOf(module, "activation", spec.activation(), Activation.TANH, Activation.RELU);
        SpecOptions.requireOneOf(module, "direction", spec.direction(), Direction.FORWARD, Direction.BIDIRECTIONAL);
        SpecOptions.requirePlain(module, spec, RnnSpec.of(1), KNOWN);
        return MODULES.map(parameters, layout);
    }
}
