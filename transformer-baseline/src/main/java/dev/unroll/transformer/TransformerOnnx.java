package dev.unroll.transformer;

import dev.unroll.layer.Pooling;
import dev.unroll.model.Parameters;
import dev.unroll.onnx.OnnxEncoder;
import dev.unroll.onnx.OnnxGraph;
import dev.unroll.onnx.OnnxLayers;
import dev.unroll.onnx.OnnxSequences;

/**
 * {@link TransformerEncoder} in primitive operators of ONNX.
 *
 * <p>Legend: B sequences, T steps, D values per step.
 */
final class TransformerOnnx implements OnnxEncoder {

    private final TransformerSpec spec;
    private final Parameters parameters;
    private final boolean tokens;

    /** @param parameters those of the whole model */
    TransformerOnnx(TransformerSpec spec, Parameters parameters) {
        this.spec = spec;
        this.parameters = parameters;
        tokens = parameters.list().stream().anyMatch(parameter -> parameter.name().equals("embedding.weight"));
    }

    @Override
    public Pooling pooling() {
        return spec.pooling();
    }

    @Override
    public int outputSize() {
        return spec.modelSize();
    }

    @Override
    public String encode(OnnxGraph graph, OnnxSequences sequences, String rows) {
        PositionsOnnx positions = new PositionsOnnx(graph.in("positions"), sequences, spec, parameters);
        AttentionOnnx attention = new AttentionOnnx(graph.in("mask"), sequences, positions, spec, parameters);
        String x = tokens ? graph.apply("Mul", rows, graph.number((float) TransformerFactory.inputScale(spec)))
                : rows;
        x = positions.addTo(x);
        for (int k = 0; k < spec.numLayers(); k++) {
            OnnxGraph part = graph.in("layer" + k);
            x = spec.normFirst() ? preNorm(part, attention, "layer" + k, x)
                    : postNorm(part, attention, "layer" + k, x);
        }
        return spec.normFirst() ? OnnxLayers.norm(graph, parameters, "finalNorm", x) : x;
    }

    private String preNorm(OnnxGraph graph, AttentionOnnx attention, String name, String x) {
        String attended = attention.attend(graph, name, OnnxLayers.norm(graph, parameters, name + ".norm1", x));
        String middle = graph.apply("Add", x, attended);
        return graph.apply("Add", middle,
                feedForward(graph, name, OnnxLayers.norm(graph, parameters, name + ".norm2", middle)));
    }

    private String postNorm(OnnxGraph graph, AttentionOnnx attention, String name, String x) {
        String middle = OnnxLayers.norm(graph, parameters, name + ".norm1",
                graph.apply("Add", x, attention.attend(graph, name, x)));
        return OnnxLayers.norm(graph, parameters, name + ".norm2",
                graph.apply("Add", middle, feedForward(graph, name, middle)));
    }

    private String feedForward(OnnxGraph graph, String name, String x) {
        String hidden = OnnxLayers.dense(graph, parameters.get(name + ".feedForward.weight1"),
                parameters.get(name + ".feedForward.bias1"), x);
        return OnnxLayers.dense(graph, parameters.get(name + ".feedForward.weight2"),
                parameters.get(name + ".feedForward.bias2"), activated(graph, hidden));
    }

    private String activated(OnnxGraph graph, String hidden) {
        return switch (spec.activation()) {
            case RELU -> graph.apply("Relu", hidden);
            case GELU -> OnnxLayers.gelu(graph, hidden);
            case GELU_TANH -> OnnxLayers.geluTanh(graph, hidden);
            case SWIGLU -> {
                String[] halves = OnnxLayers.halves(graph, hidden, spec.feedForwardSize());
                String gate = graph.apply("Mul", halves[0], graph.apply("Sigmoid", halves[0]));
                yield graph.apply("Mul", gate, halves[1]);
            }
        };
    }
}
