package dev.unroll.onnx;

import dev.unroll.model.Parameters;
import java.util.List;

/**
 * How the rows of each sequence become one: {@link dev.unroll.layer.Pooling} in operators.
 *
 * <p>Legend: B sequences, T steps, H values of a row. Rows are {@code [B, T, H]}, what is pooled {@code [B, H]}.
 */
final class OnnxPooling {

    private final OnnxGraph graph;
    private final OnnxSequences sequences;
    private final Parameters parameters;

    OnnxPooling(OnnxGraph graph, OnnxSequences sequences, Parameters parameters) {
        this.graph = graph.in("pooling");
        this.sequences = sequences;
        this.parameters = parameters;
    }

    String pool(OnnxEncoder encoder, String rows) {
        return switch (encoder.pooling()) {
            case LAST -> last(rows, encoder.outputSize(), encoder.reversedSize());
            case FIRST -> first(rows);
            case MEAN -> mean(rows);
            case ATTENTION -> attention(rows);
        };
    }

    private String last(String rows, int size, int reversed) {
        if (reversed == size) {
            return first(rows);
        }
        if (reversed == 0) {
            return lastStep(rows);
        }
        String[] parts = OnnxLayers.split(graph, rows, size - reversed, reversed);
        return graph.apply("Concat", List.of(Attribute.of("axis", -1)), lastStep(parts[0]), first(parts[1]));
    }

    private String lastStep(String rows) {
        String step = graph.apply("Sub", sequences.lengths(), graph.integer(1));
        return graph.apply("GatherND", List.of(Attribute.of("batch_dims", 1)), rows,
                graph.apply("Unsqueeze", step, graph.integers(1)));
    }

    private String first(String rows) {
        return graph.apply("Gather", List.of(Attribute.of("axis", 1)), rows, graph.integer(0));
    }

    private String mean(String rows) {
        String count = graph.apply("Cast", List.of(Attribute.to(ElementType.FLOAT)), sequences.lengths());
        return graph.apply("Div", sumOfSteps(sequences.withoutPadding(rows)),
                graph.apply("Unsqueeze", count, graph.integers(1)));
    }

    private String attention(String rows) {
        String u = graph.apply("Tanh", OnnxLayers.dense(graph, parameters.get("pooling.weight"),
                parameters.get("pooling.bias"), rows));
        String scores = graph.apply("MatMul", u, graph.parameter(parameters.get("pooling.context")));
        String seen = graph.apply("Where", graph.apply("Unsqueeze", sequences.present(), graph.integers(2)), scores,
                graph.number(OnnxLayers.NOT_SEEN));
        String weights = graph.apply("Softmax", List.of(Attribute.of("axis", 1)), seen);
        return sumOfSteps(graph.apply("Mul", weights, rows));
    }

    private String sumOfSteps(String rows) {
        return graph.apply("ReduceSum", List.of(Attribute.of("keepdims", 0)), rows, graph.integers(1));
    }
}
