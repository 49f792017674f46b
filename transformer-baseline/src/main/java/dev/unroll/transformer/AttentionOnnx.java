package dev.unroll.transformer;

import dev.unroll.model.Parameters;
import dev.unroll.onnx.Attribute;
import dev.unroll.onnx.OnnxGraph;
import dev.unroll.onnx.OnnxLayers;
import dev.unroll.onnx.OnnxSequences;
import java.util.List;

/**
 * {@link MultiHeadAttention} in operators of ONNX, with the whole matrix of weights. Which steps see which, and what is
 * added to their scores, is the same in all layers and stands in the graph once.
 *
 * <p>Legend: B sequences, T steps, D values per step, N heads of queries of H values each.
 */
final class AttentionOnnx {

    private static final Attribute HEADS_FIRST = Attribute.integers("perm", 0, 2, 1, 3);

    private final TransformerSpec spec;
    private final Parameters parameters;
    private final PositionsOnnx positions;
    private final String seen;  // [B, 1, T, T]
    private final String bias;  // [N, T, T], or null

    /** @param graph named after what all layers share */
    AttentionOnnx(OnnxGraph graph, OnnxSequences sequences, PositionsOnnx positions, TransformerSpec spec,
            Parameters parameters) {
        this.spec = spec;
        this.parameters = parameters;
        this.positions = positions;
        seen = seen(graph, sequences);
        bias = positions.bias();
    }

    private String seen(OnnxGraph graph, OnnxSequences sequences) {
        String keys = graph.apply("Unsqueeze", sequences.present(), graph.integers(1, 2));
        if (spec.causal()) {
            keys = graph.apply("And", keys,
                    graph.apply("GreaterOrEqual", sequences.distances(), graph.integer(0)));
        }
        if (spec.attentionWindow() != null) {
            keys = graph.apply("And", keys, graph.apply("Less", graph.apply("Abs", sequences.distances()),
                    graph.integer(spec.attentionWindow())));
        }
        return keys;
    }

    /** Attention of the layer of that name, from {@code [B, T, D]} to {@code [B, T, D]}. */
    String attend(OnnxGraph graph, String layer, String x) {
        int size = spec.modelSize();
        int keyValueSize = spec.numKeyValueHeads() * spec.headSize();
        String name = layer + ".attention.";
        String all = OnnxLayers.dense(graph, parameters.get(name + "inWeight"), parameters.get(name + "inBias"), x);
        String[] parts = OnnxLayers.split(graph, all, size, keyValueSize, keyValueSize);
        String q = positions.rotated(graph, heads(graph, parts[0], spec.numHeads()));
        String k = shared(graph, positions.rotated(graph, heads(graph, parts[1], spec.numKeyValueHeads())));
        String v = shared(graph, heads(graph, parts[2], spec.numKeyValueHeads()));
        String scores = graph.apply("MatMul", q,
                graph.apply("Transpose", List.of(Attribute.integers("perm", 0, 1, 3, 2)), k));
        scores = graph.apply("Mul", scores, graph.number((float) (1 / Math.sqrt(spec.headSize()))));
        if (bias != null) {
            scores = graph.apply("Add", scores, bias);
        }
        String weights = graph.apply("Softmax", List.of(Attribute.of("axis", -1)),
                graph.apply("Where", seen, scores, graph.number(OnnxLayers.NOT_SEEN)));
        String attended = graph.apply("Transpose", List.of(HEADS_FIRST), graph.apply("MatMul", weights, v));
        return OnnxLayers.dense(graph, parameters.get(name + "outWeight"), parameters.get(name + "outBias"),
                graph.apply("Reshape", attended, graph.integers(0, 0, size)));
    }

    /** From {@code [B, T, heads H]} to {@code [B, heads, T, H]}. */
    private String heads(OnnxGraph graph, String x, int heads) {
        return graph.apply("Transpose", List.of(HEADS_FIRST),
                graph.apply("Reshape", x, graph.integers(0, 0, heads, spec.headSize())));
    }

    /** Keys or values for each head of queries. */
    private String shared(OnnxGraph graph, String x) {
        int group = spec.numHeads() / spec.numKeyValueHeads();
        if (group == 1) {
            return x;
        }
        long[] owners = new long[spec.numHeads()];
        for (int head = 0; head < owners.length; head++) {
            owners[head] = head / group;
        }
        return graph.apply("Gather", List.of(Attribute.of("axis", 1)), x, graph.integers(owners));
    }
}
