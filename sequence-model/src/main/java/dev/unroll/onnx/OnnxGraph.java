package dev.unroll.onnx;

import dev.unroll.model.Parameter;
import dev.unroll.protobuf.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph of ONNX operators in the making, an {@code onnx.GraphProto}. Values are known by their names, which follow
 * from the order of the calls alone.
 *
 * <p>{@link #in} gives the same graph with other names: {@code layer0/MatMul_12}.
 */
public final class OnnxGraph {

    /** What is common to all views of a graph. */
    private static final class Content {
        private final ProtoWriter nodes = new ProtoWriter();
        private final ProtoWriter constants = new ProtoWriter();
        private final ProtoWriter inputs = new ProtoWriter();
        private final ProtoWriter outputs = new ProtoWriter();
        private final Map<String, Boolean> known = new TreeMap<>();
        private int operators;
    }

    private final Content content;
    private final String scope;

    private OnnxGraph(Content content, String scope) {
        this.content = content;
        this.scope = scope;
    }

    /** An empty graph. */
    OnnxGraph() {
        this(new Content(), "");
    }

    /** The same graph, in which operators are named after a part of the model: {@code layer0}. */
    public OnnxGraph in(String part) {
        return new OnnxGraph(content, part + "/");
    }

    /** An operator without attributes; see {@link #apply(String, List, String...)}. */
    public String apply(String operator, String... inputs) {
        return apply(operator, List.of(), inputs);
    }

    /**
     * The first output of an operator.
     *
     * @param operator its type: {@code MatMul}
     * @param inputs   names of values; empty for one that is left out
     * @return the value's name
     */
    public String apply(String operator, List<Attribute> attributes, String... inputs) {
        return apply(operator, attributes, 1, inputs)[0];
    }

    /** All of an operator's first {@code count} outputs. */
    String[] apply(String operator, List<Attribute> attributes, int count, String... inputs) {
        String name = scope + operator + "_" + content.operators++;
        String[] outputs = new String[count];
        ProtoWriter node = new ProtoWriter();
        for (String input : inputs) {
            node.text(1, input);
        }
        for (int i = 0; i < count; i++) {
            outputs[i] = count == 1 ? name : name + ":" + i;
            node.text(2, outputs[i]);
        }
        node.text(3, name).text(4, operator);
        attributes.forEach(attribute -> node.message(5, attribute.message()));
        content.nodes.message(1, node);
        return outputs;
    }

    /** The values of a parameter, under its name and in its shape. */
    public String parameter(Parameter parameter) {
        return constant(parameter.name(), parameter.shape(), parameter.value());
    }

    /** Single-precision values; of one name once, however often they are asked for. */
    public String constant(String name, int[] shape, float[] values) {
        ByteBuffer raw = little(Float.BYTES * values.length);
        for (float value : values) {
            raw.putFloat(value);
        }
        return constant(name, ElementType.FLOAT, shape, raw);
    }

    /** Double-precision values in a row. */
    public String constant(String name, double... values) {
        ByteBuffer raw = little(Double.BYTES * values.length);
        for (double value : values) {
            raw.putDouble(value);
        }
        return constant(name, ElementType.DOUBLE, new int[] {values.length}, raw);
    }

    /** A single number. */
    public String number(float value) {
        return constant("number:" + value, new int[0], new float[] {value});
    }

    /** A single integer. */
    public String integer(long value) {
        return integers("integer:" + value, new int[0], value);
    }

    /** Integers in a row, such as axes or a shape. */
    public String integers(long... values) {
        return integers("integers:" + Arrays.toString(values).replace(" ", ""), new int[] {values.length}, values);
    }

    private String integers(String name, int[] shape, long... values) {
        ByteBuffer raw = little(Long.BYTES * values.length);
        for (long value : values) {
            raw.putLong(value);
        }
        return constant(name, ElementType.INT64, shape, raw);
    }

    private String constant(String name, ElementType type, int[] shape, ByteBuffer raw) {
        if (content.known.putIfAbsent(name, true) == null) {
            ProtoWriter tensor = new ProtoWriter();
            for (int dimension : shape) {
                tensor.integer(1, dimension);
            }
            content.constants.message(5, tensor.integer(2, type.code).text(8, name).bytes(9, raw.array()));
        }
        return name;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param shape sizes of dimensions, or names where they may differ from run to run */
    String input(String name, ElementType type, Object... shape) {
        content.inputs.message(11, value(name, type, shape));
        return name;
    }

    /** A value under the name that it leaves the graph by. */
    void output(String name, String value, Object... shape) {
        content.nodes.message(1, new ProtoWriter().text(1, value).text(2, name).text(3, name).text(4, "Identity"));
        content.outputs.message(12, value(name, ElementType.FLOAT, shape));
    }

    private static ProtoWriter value(String name, ElementType type, Object... shape) {
        ProtoWriter dimensions = new ProtoWriter();
        for (Object size : shape) {
            dimensions.message(1, size instanceof Integer number
                    ? new ProtoWriter().integer(1, number)
                    : new ProtoWriter().text(2, (String) size));
        }
        ProtoWriter tensor = new ProtoWriter().integer(1, type.code).message(2, dimensions);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    /** The message, under this name. */
    ProtoWriter message(String name) {
        return new ProtoWriter().append(content.nodes).text(2, name).append(content.constants).append(content.inputs)
                .append(content.outputs);
    }
}
