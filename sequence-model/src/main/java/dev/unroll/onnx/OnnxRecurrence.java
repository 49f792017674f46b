package dev.unroll.onnx;

import dev.unroll.layer.Pooling;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A {@link dev.unroll.recurrent.RecurrentStack} in operators: for each layer one recurrent operator in layout 0, time
 * before batch, with the sequences' own lengths, and around it the residual block if the stack has them.
 *
 * <p>Legend: B sequences, T steps, I inputs, H units, D directions, G gates.
 */
public final class OnnxRecurrence implements OnnxEncoder {

    private final OnnxCell cell;
    private final Parameters parameters;
    private final List<Integer> hiddenSizes;
    private final Direction direction;
    private final boolean learnedInitialState;
    private final Backbone backbone;
    private final Pooling pooling;

    /** @param parameters those of the whole model */
    public OnnxRecurrence(OnnxCell cell, Parameters parameters, List<Integer> hiddenSizes, Direction direction,
            boolean learnedInitialState, Backbone backbone, Pooling pooling) {
        this.cell = cell;
        this.parameters = parameters;
        this.hiddenSizes = hiddenSizes;
        this.direction = direction;
        this.learnedInitialState = learnedInitialState;
        this.backbone = backbone;
        this.pooling = pooling;
    }

    @Override
    public Pooling pooling() {
        return pooling;
    }

    @Override
    public int outputSize() {
        return hiddenSizes.get(hiddenSizes.size() - 1) * directions();
    }

    @Override
    public int reversedSize() {
        return direction == Direction.FORWARD ? 0 : hiddenSizes.get(hiddenSizes.size() - 1);
    }

    private int directions() {
        return direction == Direction.BIDIRECTIONAL ? 2 : 1;
    }

    @Override
    public String encode(OnnxGraph graph, OnnxSequences sequences, String rows) {
        String x = swapped(graph, rows);
        for (int k = 0; k < hiddenSizes.size(); k++) {
            OnnxGraph part = graph.in("layer" + k);
            x = backbone.residual() ? block(part, k, sequences, x) : layer(part, k, sequences, x);
        }
        if (backbone.residual()) {
            x = OnnxLayers.norm(graph, parameters, "finalNorm", x);
        }
        return swapped(graph, x);
    }

    /** From batch before time to time before batch, or back. */
    private static String swapped(OnnxGraph graph, String rows) {
        return graph.apply("Transpose", List.of(Attribute.integers("perm", 1, 0, 2)), rows);
    }

    private String block(OnnxGraph graph, int k, OnnxSequences sequences, String x) {
        String name = "layer" + k;
        String normed = OnnxLayers.norm(graph, parameters, name + ".norm1", x);
        String middle = graph.apply("Add", x, layer(graph, k, sequences, normed));
        if (backbone.feedForwardSize() == 0) {
            return middle;
        }
        String hidden = OnnxLayers.dense(graph, parameters.get(name + ".feedForward.weight1"),
                parameters.get(name + ".feedForward.bias1"),
                OnnxLayers.norm(graph, parameters, name + ".norm2", middle));
        String added = OnnxLayers.dense(graph, parameters.get(name + ".feedForward.weight2"),
                parameters.get(name + ".feedForward.bias2"), OnnxLayers.gelu(graph, hidden));
        return graph.apply("Add", middle, added);
    }

    /** From {@code [T, B, I]} to {@code [T, B, D H]}. */
    private String layer(OnnxGraph graph, int k, OnnxSequences sequences, String x) {
        int size = hiddenSizes.get(k);
        String name = "layer" + k;
        List<String> layers = direction == Direction.BIDIRECTIONAL ? List.of(name, name + ".reverse") : List.of(name);
        OnnxCellWeights weights = new OnnxCellWeights(cell, layers, size, parameters);
        List<String> inputs = new ArrayList<>(List.of(x, weights.input(graph, name), weights.recurrent(graph, name),
                weights.bias(graph, name), sequences.shortLengths()));
        for (int state = 0; state < cell.states() && learnedInitialState; state++) {
            inputs.add(initialState(graph, name + ".initialState" + state, layers, state * size, size, sequences));
        }
        if (!cell.peepholes().isEmpty()) {
            while (inputs.size() < 7) {
                inputs.add("");
            }
            inputs.add(weights.peepholes(graph, name));
        }
        String y = graph.apply(cell.operator(), attributes(size), inputs.toArray(String[]::new));
        if (directions() == 1) {
            return graph.apply("Squeeze", y, graph.integers(1));
        }
        String sideBySide = graph.apply("Transpose", List.of(Attribute.integers("perm", 0, 2, 1, 3)), y);
        return graph.apply("Reshape", sideBySide, graph.integers(0, 0, 2L * size));
    }

    private List<Attribute> attributes(int size) {
        List<Attribute> attributes = new ArrayList<>(List.of(Attribute.of("hidden_size", size),
                Attribute.of("direction", direction.name().toLowerCase(Locale.ROOT))));
        List<String> names = new ArrayList<>();
        List<Float> alphas = new ArrayList<>();
        List<Float> betas = new ArrayList<>();
        for (int d = 0; d < directions(); d++) {
            for (OnnxCell.Activation activation : cell.activations()) {
                names.add(activation.name());
                if (!activation.parameters().isEmpty()) {
                    alphas.add(activation.parameters().get(0));
                    betas.add(activation.parameters().get(1));
                }
            }
        }
        attributes.add(Attribute.texts("activations", names));
        if (!alphas.isEmpty()) {
            attributes.add(Attribute.reals("activation_alpha", array(alphas)));
            attributes.add(Attribute.reals("activation_beta", array(betas)));
        }
        attributes.addAll(cell.attributes());
        return attributes;
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    /** {@code [D, B, H]}: a part of what every sequence starts from. */
    private String initialState(OnnxGraph graph, String name, List<String> layers, int from, int size,
            OnnxSequences sequences) {
        float[] values = new float[layers.size() * size];
        for (int d = 0; d < layers.size(); d++) {
            Parameter state = parameters.get(layers.get(d) + ".initialState");
            System.arraycopy(state.value(), from, values, d * size, size);
        }
        String batch = graph.apply("Shape", sequences.lengths());
        String shape = graph.apply("Concat", List.of(Attribute.of("axis", 0)), graph.integers(1), batch,
                graph.integers(1));
        return graph.apply("Expand", graph.constant(name, new int[] {layers.size(), 1, size}, values), shape);
    }
}
