package dev.unroll.gru;

import dev.unroll.exchange.SpecOptions;
import dev.unroll.model.Parameters;
import dev.unroll.onnx.Attribute;
import dev.unroll.onnx.OnnxCell;
import dev.unroll.onnx.OnnxCell.Activation;
import dev.unroll.onnx.OnnxCell.Gate;
import dev.unroll.onnx.OnnxEncoder;
import dev.unroll.onnx.OnnxRecurrence;
import java.util.List;
import java.util.Set;

/**
 * A model of kind {@code gru} as ONNX's {@code GRU}, whose gates stand in the order z, r, h, where h is our n, and
 * whose {@code linear_before_reset} is our resetAfter.
 */
final class GruOnnx {

    private static final String MODULE = "ONNX's GRU";
    private static final Set<String> KNOWN = SpecOptions.union(GruWeightMap.OUTSIDE, "direction", "resetAfter",
            "learnedInitialState", "residual", "feedForwardSize");

    private GruOnnx() {
    }

    static OnnxEncoder encoder(GruSpec spec, Parameters parameters) {
        SpecOptions.requirePlain(MODULE, spec, GruSpec.of(1), KNOWN);
        OnnxCell operator = new OnnxCell("GRU", List.of(Gate.of(1), Gate.of(0), Gate.of(2)), List.of(),
                List.of(Activation.SIGMOID, Activation.TANH), 1,
                List.of(Attribute.of("linear_before_reset", spec.resetAfter() ? 1 : 0)));
        return new OnnxRecurrence(operator, parameters, spec.hiddenSizes(), spec.direction(),
                spec.learnedInitialState(), spec.backbone(), spec.pooling());
    }
}
