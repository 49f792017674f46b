package dev.unroll.onnx;

import dev.unroll.exchange.LayoutException;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.protobuf.ProtoWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained native model as an ONNX file, an {@code onnx.ModelProto}: the graph from a batch to what
 * {@link SequenceModel#predict} gives, with the weights in it.
 *
 * <pre>
 * features     [batch, time, F]  single precision, or
 * tokens       [batch, time]     64-bit integers
 * lengths      [batch]           64-bit integers, from 1 to time; what stands beyond them is not looked at
 * predictions  [batch, K], or [batch, time, K] for a target per step, 0 beyond the lengths
 * </pre>
 *
 * <p>Sizes of batch and time are free. Operators are those of opset {@value #OPSET}, which runtimes have had since
 * 2022. A model's bytes depend on its weights and its description alone.
 */
public final class OnnxModel {

    /** The version of the file format, {@code onnx.IR_VERSION}. */
    public static final int IR_VERSION = 8;

    /** The version of the operators. */
    public static final int OPSET = 17;

    private static final String BATCH = "batch";
    private static final String TIME = "time";
    private static final String EMBEDDING = "embedding.weight";

    private OnnxModel() {
    }

    /**
     * The file's bytes.
     *
     * @param factory  of the model
     * @param metadata texts by key that go with the model
     * @throws LayoutException if there are no operators that compute what the model does
     */
    public static <S extends ModelSpec> byte[] of(ModelFactory<S> factory, SequenceModel model,
            Map<String, String> metadata) {
        if (!(factory instanceof OnnxFactory<S> exportable)) {
            throw new LayoutException("a model must be of a kind that ONNX has operators for; got " + factory.kind()
                    + ", for which none are known");
        }
        OnnxEncoder encoder = exportable.onnxEncoder(factory.specType().cast(model.spec()), model.parameters());
        ProtoWriter file = new ProtoWriter().integer(1, IR_VERSION).text(2, "Unroll");
        String version = OnnxModel.class.getPackage().getImplementationVersion();
        if (version != null) {
            file.text(3, version);
        }
        file.message(7, graph(model.task(), model.parameters(), encoder).message(factory.kind()));
        file.message(8, new ProtoWriter().text(1, "").integer(2, OPSET));
        new TreeMap<>(metadata).forEach((key, value) ->
                file.message(14, new ProtoWriter().text(1, key).text(2, value)));
        return file.toBytes();
    }

    private static OnnxGraph graph(Task task, Parameters parameters, OnnxEncoder encoder) {
        OnnxGraph graph = new OnnxGraph();
        boolean tokens = task.input() instanceof Task.Tokens;
        String input = task.input() instanceof Task.Features features
                ? graph.input("features", ElementType.FLOAT, BATCH, TIME, features.size())
                : graph.input("tokens", ElementType.INT64, BATCH, TIME);
        String lengths = graph.input("lengths", ElementType.INT64, BATCH);
        OnnxSequences sequences = new OnnxSequences(graph.in("sequences"), input, lengths);
        String rows = tokens ? embedded(graph.in("embedding"), parameters, sequences, input)
                : projected(graph.in("projection"), parameters, sequences.withoutPadding(input));
        rows = encoder.encode(graph, sequences, rows);
        if (task.target().perStep()) {
            String scores = head(graph.in("head"), parameters, rows);
            graph.output("predictions", sequences.withoutPadding(scores), BATCH, TIME, task.outputSize());
        } else {
            String pooled = new OnnxPooling(graph, sequences, parameters).pool(encoder, rows);
            graph.output("predictions", head(graph.in("head"), parameters, pooled), BATCH, task.outputSize());
        }
        return graph;
    }

    private static String embedded(OnnxGraph graph, Parameters parameters, OnnxSequences sequences, String tokens) {
        String symbols = graph.apply("Where", sequences.present(), tokens, graph.integer(0));
        return graph.apply("Gather", graph.parameter(parameters.get(EMBEDDING)), symbols);
    }

    private static String projected(OnnxGraph graph, Parameters parameters, String features) {
        return has(parameters, "projection.weight")
                ? OnnxLayers.dense(graph, parameters.get("projection.weight"), parameters.get("projection.bias"),
                        features)
                : features;
    }

    private static String head(OnnxGraph graph, Parameters parameters, String rows) {
        Parameter bias = parameters.get("head.bias");
        if (has(parameters, "head.weight")) {
            return OnnxLayers.dense(graph, parameters.get("head.weight"), bias, rows);
        }
        String vectors = graph.apply("Transpose", List.of(Attribute.integers("perm", 1, 0)),
                graph.parameter(parameters.get(EMBEDDING)));
        return graph.apply("Add", graph.apply("MatMul", rows, vectors), graph.parameter(bias));
    }

    private static boolean has(Parameters parameters, String name) {
        return parameters.list().stream().anyMatch(parameter -> parameter.name().equals(name));
    }
}
