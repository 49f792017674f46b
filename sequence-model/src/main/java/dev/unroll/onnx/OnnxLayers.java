package dev.unroll.onnx;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.List;

/**
 * Layers that are made of several operators, over rows of values in the last dimension.
 *
 * <p>Root mean square normalization and the gaussian error linear unit are operators of their own only in later
 * versions of ONNX; here they are what those are defined by.
 */
public final class OnnxLayers {

    /** Far below any score, so that its exponential is 0 beside them, and finite, so that nothing becomes NaN. */
    public static final float NOT_SEEN = -1e30f;

    private static final float EPSILON = 1e-5f;
    private static final float SQRT_HALF = 0.70710678f;
    /** √(2/π), and that times 0.044715. */
    private static final float GELU_TANH_1 = 0.7978846f;
    private static final float GELU_TANH_3 = 0.035677407f;

    private OnnxLayers() {
    }

    /** {@code x weight + bias}. */
    public static String dense(OnnxGraph graph, Parameter weight, Parameter bias, String x) {
        return graph.apply("Add", graph.apply("MatMul", x, graph.parameter(weight)), graph.parameter(bias));
    }

    /**
     * The normalization of that name: {@link dev.unroll.layer.LayerNorm} if it has a bias, else
     * {@link dev.unroll.layer.RmsNorm}.
     */
    public static String norm(OnnxGraph graph, Parameters parameters, String name, String x) {
        String gain = graph.parameter(parameters.get(name + ".gain"));
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name + ".bias")) {
                return graph.apply("LayerNormalization",
                        List.of(Attribute.of("axis", -1), Attribute.of("epsilon", EPSILON)), x, gain,
                        graph.parameter(parameter));
            }
        }
        String square = graph.apply("ReduceMean", List.of(Attribute.integers("axes", -1)), graph.apply("Mul", x, x));
        String root = graph.apply("Sqrt", graph.apply("Add", square, graph.number(EPSILON)));
        return graph.apply("Mul", graph.apply("Div", x, root), gain);
    }

    /** x Φ(x). */
    public static String gelu(OnnxGraph graph, String x) {
        String erf = graph.apply("Erf", graph.apply("Mul", x, graph.number(SQRT_HALF)));
        return halfOf(graph, x, erf);
    }

    /** x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. */
    public static String geluTanh(OnnxGraph graph, String x) {
        String square = graph.apply("Mul", x, x);
        String slope = graph.apply("Add", graph.apply("Mul", square, graph.number(GELU_TANH_3)),
                graph.number(GELU_TANH_1));
        return halfOf(graph, x, graph.apply("Tanh", graph.apply("Mul", x, slope)));
    }

    /** The two halves of rows of {@code 2 size} values. */
    public static String[] halves(OnnxGraph graph, String x, int size) {
        return split(graph, x, size, size);
    }

    /** Parts of rows, of these sizes. */
    public static String[] split(OnnxGraph graph, String x, long... sizes) {
        return graph.apply("Split", List.of(Attribute.of("axis", -1)), sizes.length, x, graph.integers(sizes));
    }

    private static String halfOf(OnnxGraph graph, String x, String y) {
        return graph.apply("Mul", graph.apply("Mul", x, graph.number(0.5f)),
                graph.apply("Add", y, graph.number(1)));
    }
}
