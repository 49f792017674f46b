package dev.unroll.transformer;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.onnx.Attribute;
import dev.unroll.onnx.ElementType;
import dev.unroll.onnx.OnnxGraph;
import dev.unroll.onnx.OnnxLayers;
import dev.unroll.onnx.OnnxSequences;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * {@link StepPositions} in operators of ONNX, for sequences of any length. Angles and their sines are in double
 * precision and rounded once, as ours are: in single precision step 1000 would be wrong in the fifth place.
 */
final class PositionsOnnx {

    private static final double BASE = 10000;

    private final OnnxGraph graph;
    private final OnnxSequences sequences;
    private final TransformerSpec spec;
    private final Parameters parameters;
    private final String cosines;
    private final String sines;

    PositionsOnnx(OnnxGraph graph, OnnxSequences sequences, TransformerSpec spec, Parameters parameters) {
        this.graph = graph;
        this.sequences = sequences;
        this.spec = spec;
        this.parameters = parameters;
        boolean rotary = spec.positions() == Positions.ROTARY;
        double[] wavelengths = rotary ? rotaryWavelengths() : new double[0];
        // cos x = sin(x + π/2)
        cosines = rotary ? waves("rotary", wavelengths, quarters(wavelengths.length, index -> true)) : null;
        sines = rotary ? waves("rotary", wavelengths, null) : null;
    }

    /** Rows {@code [B, T, D]} with what there is to add to them. */
    String addTo(String rows) {
        return switch (spec.positions()) {
            case SINUSOIDAL -> graph.apply("Add", rows, waves("sinusoidal", wavelengths(spec.modelSize()),
                    quarters(spec.modelSize(), j -> j % 2 == 1)));
            case LEARNED -> graph.apply("Add", rows,
                    graph.apply("Gather", graph.parameter(parameters.get("positions")), sequences.steps()));
            default -> rows;
        };
    }

    private static double[] wavelengths(int width) {
        double[] wavelengths = new double[width];
        for (int j = 0; j < width; j++) {
            wavelengths[j] = StrictMath.pow(BASE, (double) (j - j % 2) / width);
        }
        return wavelengths;
    }

    private double[] rotaryWavelengths() {
        int half = spec.headSize() / 2;
        double[] wavelengths = new double[half];
        for (int i = 0; i < half; i++) {
            wavelengths[i] = StrictMath.pow(BASE, (double) i / half);
        }
        return wavelengths;
    }

    private static double[] quarters(int width, IntPredicate cosine) {
        double[] phases = new double[width];
        for (int j = 0; j < width; j++) {
            phases[j] = cosine.test(j) ? Math.PI / 2 : 0;
        }
        return phases;
    }

    /** {@code sin(t / wavelength + phase)}, {@code [T, number of wavelengths]}. */
    private String waves(String name, double[] wavelengths, double[] phases) {
        String steps = graph.apply("Cast", List.of(Attribute.to(ElementType.DOUBLE)), sequences.steps());
        String angles = graph.apply("Div", graph.apply("Unsqueeze", steps, graph.integers(1)),
                graph.constant(name + ".wavelengths", wavelengths));
        if (phases != null) {
            angles = graph.apply("Add", angles, graph.constant(name + ".phases", phases));
        }
        return graph.apply("Cast", List.of(Attribute.to(ElementType.FLOAT)), graph.apply("Sin", angles));
    }

    /** Queries or keys {@code [B, heads, T, H]}, turned if positions are rotary. */
    String rotated(OnnxGraph graph, String x) {
        if (cosines == null) {
            return x;
        }
        String[] halves = OnnxLayers.halves(graph, x, spec.headSize() / 2);
        String first = graph.apply("Sub", graph.apply("Mul", halves[0], cosines),
                graph.apply("Mul", halves[1], sines));
        String second = graph.apply("Add", graph.apply("Mul", halves[1], cosines),
                graph.apply("Mul", halves[0], sines));
        return graph.apply("Concat", List.of(Attribute.of("axis", -1)), first, second);
    }

    /** What is added to scores, {@code [heads, T, T]}; {@code null} for nothing. */
    String bias() {
        return switch (spec.positions()) {
            case ALIBI -> alibi();
            case RELATIVE -> relative();
            default -> null;
        };
    }

    private String alibi() {
        int heads = spec.numHeads();
        float[] slopes = new float[heads];
        for (int head = 0; head < heads; head++) {
            slopes[head] = (float) -AlibiSlopes.slope(head, heads);
        }
        String distances = graph.apply("Cast", List.of(Attribute.to(ElementType.FLOAT)),
                graph.apply("Abs", sequences.distances()));
        return graph.apply("Mul", distances, graph.constant("alibi.slopes", new int[] {heads, 1, 1}, slopes));
    }

    /** Beyond the farthest range all distances have one value, so that a table of these is enough. */
    private String relative() {
        int far = RelativePositions.FAR;
        int heads = spec.numHeads();
        Parameter values = parameters.get("relativeBias");
        float[] table = new float[heads * (2 * far + 1)];
        for (int head = 0; head < heads; head++) {
            for (int distance = -far; distance <= far; distance++) {
                table[head * (2 * far + 1) + distance + far] =
                        values.value()[RelativePositions.bucket(distance, spec.causal()) * heads + head];
            }
        }
        String near = graph.apply("Clip", sequences.distances(), graph.integer(-far), graph.integer(far));
        return graph.apply("Gather", List.of(Attribute.of("axis", 1)),
                graph.constant("relativeBias.byDistance", new int[] {heads, 2 * far + 1}, table),
                graph.apply("Add", near, graph.integer(far)));
    }
}
