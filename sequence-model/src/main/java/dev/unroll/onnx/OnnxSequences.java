package dev.unroll.onnx;

import java.util.List;

/**
 * Where the sequences of a graph's batch begin and end, so that padding reaches nothing.
 *
 * <p>Legend: B sequences, T steps of the batch's arrays, at least those of the longest sequence.
 */
public final class OnnxSequences {

    private final OnnxGraph graph;
    private final String lengths;
    private final String steps;
    private final String present;
    private String shortLengths;
    private String distances;

    /**
     * @param input   {@code [B, T, …]}
     * @param lengths {@code [B]}
     */
    OnnxSequences(OnnxGraph graph, String input, String lengths) {
        this.graph = graph;
        this.lengths = lengths;
        String time = graph.apply("Shape", List.of(Attribute.of("start", 1), Attribute.of("end", 2)), input);
        steps = graph.apply("Range", graph.integer(0),
                graph.apply("Squeeze", time, graph.integers(0)), graph.integer(1));
        present = graph.apply("Less", steps, graph.apply("Unsqueeze", lengths, graph.integers(1)));
    }

    /** The sequences' own lengths, 64-bit integers {@code [B]}. */
    public String lengths() {
        return lengths;
    }

    /** The same as 32-bit integers, as recurrent operators want them. */
    public String shortLengths() {
        if (shortLengths == null) {
            shortLengths = graph.apply("Cast", List.of(Attribute.to(ElementType.INT32)), lengths);
        }
        return shortLengths;
    }

    /** 0 to T - 1, 64-bit integers {@code [T]}. */
    public String steps() {
        return steps;
    }

    /** Whether a step is one of its sequence's own, {@code [B, T]}. */
    public String present() {
        return present;
    }

    /** Number of the row's step minus that of the column's, 64-bit integers {@code [T, T]}. */
    public String distances() {
        if (distances == null) {
            distances = graph.apply("Sub", graph.apply("Unsqueeze", steps, graph.integers(1)), steps);
        }
        return distances;
    }

    /** Rows {@code [B, T, N]} with 0 in place of padding, whatever stood there. */
    public String withoutPadding(String rows) {
        String mask = graph.apply("Unsqueeze", present, graph.integers(2));
        return graph.apply("Where", mask, rows, graph.number(0));
    }
}
