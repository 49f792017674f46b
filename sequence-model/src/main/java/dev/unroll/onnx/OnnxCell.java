package dev.unroll.onnx;

import java.util.List;

/**
 * A recurrent operator of ONNX, and what its weights are in terms of a layer's parameters.
 *
 * @param operator    {@code LSTM}, {@code GRU} or {@code RNN}
 * @param gates       in the operator's order
 * @param peepholes   the gates that see the cell, in the operator's order; empty for none
 * @param activations in the operator's order, for one direction
 * @param states      vectors that a layer carries from step to step, each of its size
 * @param attributes  others of the operator's
 */
public record OnnxCell(String operator, List<Gate> gates, List<Gate> peepholes, List<Activation> activations,
        int states, List<Attribute> attributes) {

    public OnnxCell {
        gates = List.copyOf(gates);
        peepholes = List.copyOf(peepholes);
        activations = List.copyOf(activations);
        attributes = List.copyOf(attributes);
    }

    /**
     * A weighted sum of the operator's.
     *
     * @param column   which of the layer's sums it is, or -1 if it has no weights
     * @param peephole which row of the peepholes' weights it has, or -1 for none
     * @param sign     what the weights are multiplied by, 1 or -1
     * @param constant the bias where there are no weights
     */
    public record Gate(int column, int peephole, float sign, float constant) {

        /** The layer's sum of that number. */
        public static Gate of(int column) {
            return new Gate(column, -1, 1, 0);
        }

        /** The layer's sum of that number, in which the cell has the weights of that row. */
        public static Gate of(int column, int peephole) {
            return new Gate(column, peephole, 1, 0);
        }

        /** Minus the same: what makes a gate 1 - f of one that is f. */
        public Gate negated() {
            return new Gate(column, peephole, -sign, constant);
        }

        /** No sum but a bias. */
        public static Gate constant(float bias) {
            return new Gate(-1, -1, 1, bias);
        }
    }

    /**
     * A function by the operator's name for it.
     *
     * @param parameters none, or alpha and beta
     */
    public record Activation(String name, List<Float> parameters) {

        public static final Activation SIGMOID = new Activation("Sigmoid", List.of());
        public static final Activation TANH = new Activation("Tanh", List.of());
        public static final Activation RELU = new Activation("Relu", List.of());
        public static final Activation SOFTSIGN = new Activation("Softsign", List.of());
        public static final Activation IDENTITY = new Activation("Affine", List.of(1f, 0f));
        /** x/6 + 1/2 between 0 and 1. */
        public static final Activation HARD_SIGMOID = new Activation("HardSigmoid", List.of(1f / 6f, 0.5f));
    }
}
