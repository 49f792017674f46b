package dev.unroll.lstm;

import dev.unroll.exchange.SpecOptions;
import dev.unroll.model.Parameters;
import dev.unroll.onnx.OnnxCell;
import dev.unroll.onnx.OnnxCell.Activation;
import dev.unroll.onnx.OnnxCell.Gate;
import dev.unroll.onnx.OnnxEncoder;
import dev.unroll.onnx.OnnxRecurrence;
import java.util.List;
import java.util.Set;

/**
 * A model of kind {@code lstm} as ONNX's {@code LSTM}, whose gates stand in the order i, o, f, c and whose peepholes in
 * the order i, o, f.
 *
 * <p>A gate that the cell does not have is one whose sum is a large bias. Where i = 1 - f, i has the weights of f with
 * their signs turned: {@code σ(-a) = 1 - σ(a)}. The operator's {@code input_forget} would couple them too, but its
 * definition does not say which gate follows the other.
 */
final class LstmOnnx {

    private static final String MODULE = "ONNX's LSTM";
    /** How training begins and goes on, what stands around the layers, and what the operator or its weights can do. */
    private static final Set<String> KNOWN = SpecOptions.union(LstmWeightMap.OUTSIDE, "direction", "peepholes",
            "coupledGates", "inputGate", "forgetGate", "outputGate", "inputActivation", "outputActivation",
            "gateActivation", "learnedInitialState", "residual", "feedForwardSize");
    /** A sum for which both functions of gates are 1 in single precision. */
    private static final Gate OPEN = Gate.constant(40);

    private LstmOnnx() {
    }

    static OnnxEncoder encoder(LstmSpec spec, Parameters parameters) {
        SpecOptions.requirePlain(MODULE, spec, LstmSpec.of(1), KNOWN);
        LstmCell cell = spec.cell();
        Gate forget = cell.forgetGate() ? Gate.of(cell.forgetColumn(), cell.forgetColumn()) : OPEN;
        Gate input = cell.coupledGates() ? forget.negated() : cell.learnsInputGate() ? Gate.of(0, 0) : OPEN;
        Gate output = cell.outputGate() ? Gate.of(cell.outputColumn(), cell.candidateColumn()) : OPEN;
        Activation gates = cell.gateActivation() == GateActivation.SIGMOID ? Activation.SIGMOID
                : Activation.HARD_SIGMOID;
        OnnxCell operator = new OnnxCell("LSTM", List.of(input, output, forget, Gate.of(cell.candidateColumn())),
                cell.peepholes() ? List.of(input, output, forget) : List.of(),
                List.of(gates, activation(cell.inputActivation()), activation(cell.outputActivation())), 2, List.of());
        return new OnnxRecurrence(operator, parameters, spec.hiddenSizes(), spec.direction(),
                spec.learnedInitialState(), spec.backbone(), spec.pooling());
    }

    private static Activation activation(CellActivation activation) {
        return switch (activation) {
            case TANH -> Activation.TANH;
            case RELU -> Activation.RELU;
            case SOFTSIGN -> Activation.SOFTSIGN;
            case IDENTITY -> Activation.IDENTITY;
        };
    }
}
