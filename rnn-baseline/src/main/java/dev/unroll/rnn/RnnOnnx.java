package dev.unroll.rnn;

import dev.unroll.exchange.SpecOptions;
import dev.unroll.model.Parameters;
import dev.unroll.onnx.OnnxCell;
import dev.unroll.onnx.OnnxCell.Gate;
import dev.unroll.onnx.OnnxEncoder;
import dev.unroll.onnx.OnnxRecurrence;
import java.util.List;
import java.util.Set;

/** A model of kind {@code rnn} as ONNX's {@code RNN}. */
final class RnnOnnx {

    private static final String MODULE = "ONNX's RNN";
    private static final Set<String> KNOWN = SpecOptions.union(RnnWeightMap.KNOWN, "learnedInitialState", "residual",
            "feedForwardSize");

    private RnnOnnx() {
    }

    static OnnxEncoder encoder(RnnSpec spec, Parameters parameters) {
        SpecOptions.requirePlain(MODULE, spec, RnnSpec.of(1), KNOWN);
        OnnxCell.Activation activation = switch (spec.activation()) {
            case TANH -> OnnxCell.Activation.TANH;
            case RELU -> OnnxCell.Activation.RELU;
        };
        OnnxCell operator = new OnnxCell("RNN", List.of(Gate.of(0)), List.of(), List.of(activation), 1, List.of());
        return new OnnxRecurrence(operator, parameters, spec.hiddenSizes(), spec.direction(),
                spec.learnedInitialState(), spec.backbone(), spec.pooling());
    }
}
